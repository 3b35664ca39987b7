import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isResolved, resolveSecret, type Secret, secretVariable } from '../core/secret.ts'

/** Gives every secret its value, from the environment or a file. The faults of all that have none, each with what to set. */
export function resolveSecrets(
  secrets: readonly Secret[],
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const faults = secrets
    .filter((one) => !isResolved(one))
    .flatMap((one) => {
      const found = one.source.file === undefined ? fromEnvironment(one, env) : fromFile(one, one.source.file)
      if ('value' in found) resolveSecret(one, found.value)
      return 'value' in found ? [] : [found.fault]
    })
  return [...new Set(faults)]
}

/** A playbook may spell a secret into what it builds; where nothing is sent to a host, any text does. */
export function standIn(secrets: readonly Secret[]): string[] {
  for (const secret of secrets) if (!isResolved(secret)) resolveSecret(secret, String(secret))
  return []
}

type Found = { readonly value: string } | { readonly fault: string }

function fromEnvironment(one: Secret, env: Readonly<Record<string, string | undefined>>): Found {
  const variable = secretVariable(one)
  const value = env[variable]
  // An empty variable is how a CI system hands over a secret that it does not have.
  if (value !== undefined && value !== '') return { value }
  return {
    fault: `secret ${one.name} is ${value === '' ? 'empty' : 'not set'}: set the environment variable ${variable}`,
  }
}

function fromFile({ name }: Secret, file: string): Found {
  try {
    const [value = ''] = readFileSync(resolve(file), 'utf8').split(/\r?\n/, 1)
    return value === ''
      ? { fault: `secret ${name}: the first line of ${file} is empty: write the value there` }
      : { value }
  } catch (error) {
    const reason =
      error instanceof Error && 'code' in error && error.code === 'ENOENT'
        ? 'is not there'
        : `cannot be read (${error instanceof Error ? error.message : error})`
    return { fault: `secret ${name}: ${file} ${reason}: make it, with the value on its first line` }
  }
}
