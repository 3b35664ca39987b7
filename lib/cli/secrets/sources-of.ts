import type { Secret } from '../../core/secret.ts'
import { secretVariable } from '../../core/secret.ts'
import { ageSource } from './age-source.ts'
import { fromCommand } from './from-command.ts'
import { fromFile } from './from-file.ts'
import { askFor } from './from-prompt.ts'
import type { Found, SourceSpec } from './source.ts'

/** Who is asked for secrets that name no source of their own. */
export interface Source {
  /** It is waited for, or it asks somebody. */
  readonly slow: boolean
  ask(one: Secret): Promise<Found>
}

type Environment = Readonly<Record<string, string | undefined>>

/** The sources of a configuration, in their order; what they name is relative to `folder`, in which commands run. */
export const sourcesOf = (specs: readonly SourceSpec[], env: Environment, folder: string): readonly Source[] =>
  specs.map((spec) => sourceOf(spec, env, folder))

function sourceOf(spec: SourceSpec, env: Environment, folder: string): Source {
  if (spec === 'environment') return { slow: false, ask: async (one) => fromEnvironment(one, env) }
  if (spec === 'prompt') return { slow: true, ask: ({ name }) => askFor(`secret ${name}`) }
  if ('file' in spec) return { slow: false, ask: async ({ name }) => fromFile(withName(spec.file, name), spec.whole) }
  if ('command' in spec) {
    const argv = (name: string) => spec.command.map((word) => withName(word, name))
    return { slow: true, ask: ({ name }) => fromCommand(argv(name), spec.whole, folder) }
  }
  const ask = ageSource(spec.age, spec.identity)
  return { slow: true, ask: ({ name }) => ask(name) }
}

/** An empty variable is how a CI system hands over a secret that it does not have. */
export function fromEnvironment(one: Secret, env: Environment): Found {
  const variable = secretVariable(one)
  const value = env[variable]
  if (value !== undefined && value !== '') return { value }
  return { none: `${value === '' ? 'is empty' : 'is not set'}: set the environment variable ${variable}` }
}

const withName = (text: string, name: string): string => text.replaceAll('{name}', () => name)
