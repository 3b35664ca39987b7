import { resolve } from 'node:path'
import { meant, nearest } from '../core/nearest.ts'
import { isResolved, resolveSecret, type Secret } from '../core/secret.ts'
import { fromCommand } from './secrets/from-command.ts'
import { fromFile } from './secrets/from-file.ts'
import { askFor } from './secrets/from-prompt.ts'
import { type Found, isDamaged, notText, type SourceSpec } from './secrets/source.ts'
import { fromEnvironment, type Source, sourcesOf } from './secrets/sources-of.ts'

export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Of the configuration, in their order; with whole paths. */
  readonly sources: readonly SourceSpec[]
  /** The folder of the configuration: commands that it names run there. */
  readonly folder: string
  /** Names that are asked for on the terminal, whoever else may know them. */
  readonly ask?: readonly string[]
  /** Names that are asked for on the terminal where no source has them, each with the question. */
  readonly prompts?: ReadonlyMap<string, string>
}

/** Gives secrets their values, and says of which there are none. `quick`: nobody is waited for, for there are other faults. */
export type ResolveSecrets = (secrets: readonly Secret[], quick: boolean) => Promise<readonly string[]>

/**
 * Gives every secret its value: where it names a source, from there, else from the first of the configuration that has it.
 * One that cannot be asked ends the search: what those behind it have may be out of date.
 */
export function secretResolver({ env, sources: specs, folder, ask = [], prompts }: SecretSources): ResolveSecrets {
  const sources = sourcesOf(specs, env, folder)
  const typed = new Map<string, Promise<Found>>()
  return async (secrets, quick) => {
    const strangers = quick ? [] : unknown(ask, secrets)
    if (strangers.length > 0) return strangers
    const faults = new Set<string>()
    for (const one of secrets) {
      const asks = askers(one)
      if (asks.length === 0 || (quick && asks.some(({ slow }) => slow))) continue
      const found = await firstOf(asks, one)
      if ('value' in found) resolveSecret(one, found.value)
      else faults.add(`secret ${one.name}${found.fault}`)
    }
    return [...faults]
  }

  function askers(one: Secret): readonly Source[] {
    const { name, source } = one
    if (ask.includes(name)) {
      return [{ slow: true, ask: () => typed.get(name) ?? kept(name, askFor(`secret ${name}`)) }]
    }
    if (isResolved(one)) return []
    const { file, command, whole } = source
    if (file !== undefined) return [{ slow: false, ask: async () => fromFile(resolve(file), whole, file) }]
    if (command !== undefined) return [{ slow: true, ask: () => fromCommand(command, whole, process.cwd()) }]
    if (source.env !== undefined) return [{ slow: false, ask: async () => fromEnvironment(one, env) }]
    const question = prompts?.get(name)
    return question === undefined
      ? sources
      : [...sources, { slow: true, ask: () => typed.get(name) ?? kept(name, askFor(question)) }]
  }
  function kept(name: string, found: Promise<Found>): Promise<Found> {
    typed.set(name, found)
    return found
  }
}

/** A playbook may spell a secret into what it builds; where nothing is sent to a host, any text does. */
export const standIn: ResolveSecrets = async (secrets) => {
  for (const secret of secrets) if (!isResolved(secret)) resolveSecret(secret, `secret-${secret.name}`)
  return []
}

/** The first value, or what is wrong, in words that follow the name of the secret. */
async function firstOf(asks: readonly Source[], one: Secret): Promise<{ value: string } | { fault: string }> {
  const none: string[] = []
  for (const asked of asks) {
    const found = await asked.ask(one)
    if ('value' in found && isDamaged(found.value)) return { fault: `: ${notText}` }
    if ('value' in found) return found
    if ('fault' in found) return { fault: `: ${found.fault}` }
    none.push(found.none)
  }
  const [only = ''] = none
  if (none.length > 1) return { fault: ` is in none of its sources: ${none.map((words) => words.trim()).join('; ')}` }
  return { fault: only.startsWith('is ') ? ` ${only}` : `: ${only}` }
}

/** A name that nobody uses would be asked for in vain. */
function unknown(ask: readonly string[], secrets: readonly Secret[]): string[] {
  const names = [...new Set(secrets.map(({ name }) => name))]
  return ask
    .filter((name) => !names.includes(name))
    .map((name) => `--ask-secret ${name}: there is no such secret here: ${meant(nearest(name, names), names)}`)
}
