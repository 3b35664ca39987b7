import { tell } from './collect-faults.ts'
import { UsageError } from './failure.ts'
import { keys, list, type Rule, text, value } from './keys.ts'
import { labelOf } from './secret-label.ts'

/**
 * A value that no log, diff, plan, argument list or error may hold. It is named in an inventory, resolved once before a
 * run, and revealed only where a plan needs the characters themselves.
 *
 * @example secret('db')                        // from where the configuration says; by default RUNBOOK_SECRET_DB
 * @example secret('db', { file: 'db.secret' }) // the first line of a file, relative to the working folder
 */
export interface Secret {
  readonly [brand]: true
  readonly name: string
  readonly source: SecretSource
  toJSON(): string
  toString(): string
}

/** Where one secret is read from, in place of the sources that the configuration names. */
export interface SecretSource {
  /** Environment variable to read instead of `RUNBOOK_SECRET_<NAME>`. No program that is started inherits either. */
  readonly env?: string
  /** A file whose first line is the value. */
  readonly file?: string
  /** A program and its arguments; the first line that it prints is the value: `['pass', 'show', 'runbook/db']`. */
  readonly command?: readonly string[]
  /** Of a file or a command: all of it but a last line break, in place of the first line. */
  readonly whole?: boolean
  /** The value itself: for demos and tests, where it is no secret. */
  readonly value?: string
}

const brand = Symbol.for('runbook.secret')

/** By source, for a secret is one however often a playbook names it. */
const values = new Map<string, string>()

/** Variables that a secret made so far is read from under a name of its own. */
const variables = new Set<string>()
const prefix = 'RUNBOOK_SECRET_'

/**
 * A value that no file holds and no report shows. It is read, before a host is asked, from where `source` says, or else
 * from the sources that the configuration names, in their order; by default the environment variable
 * `RUNBOOK_SECRET_<NAME>`, then `secrets.age`. In a text of your own, write `refer(secret('db'))`.
 *
 * @example secret('db')
 * @example secret('db', { file: '/run/secrets/db' })
 * @example secret('db', { command: ['pass', 'show', 'runbook/db'] })
 */
export function secret(name: string, source: SecretSource = {}): Secret {
  const faults = [...text("a name, as in secret('db')")(name, 'its name'), ...sourceRule(source, '')]
  if (faults.length > 0)
    tell(new UsageError(`secret${typeof name === 'string' ? ` ${name}` : ''}: ${faults.join('; ')}`))
  const label = () => labelOf(name)
  const made: Secret = Object.freeze({ [brand]: true as const, name, source, toJSON: label, toString: label })
  if (source.value !== undefined) resolveSecret(made, source.value)
  if (source.env !== undefined) variables.add(source.env)
  return made
}

/** Whether a value is a secret: `isSecret(password)`. */
export const isSecret = (value: unknown): value is Secret =>
  typeof value === 'object' && value !== null && brand in value

/** A value that is to be treated as a secret however it was given: a plain text becomes one. */
export const asSecret = (name: string, value: string | Secret): Secret =>
  isSecret(value) ? value : secret(name, { value })

/** The environment variable that a secret is read from. */
export const secretVariable = ({ name, source }: Secret): string =>
  source.env ?? `${prefix}${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`

/**
 * Whether an environment variable is known to hold a secret: by its name, or because a secret was made that names it.
 * No program that is started may inherit it, for a daemon keeps its environment as long as it lives.
 */
export const isSecretVariable = (variable: string): boolean => variable.startsWith(prefix) || variables.has(variable)

export const resolveSecret = (made: Secret, value: string): void => void values.set(keyOf(made), value)

export const isResolved = (made: Secret): boolean => values.has(keyOf(made))

/**
 * The characters of a string or a secret, for a plan that compares them. An unresolved secret is a bug: the engine resolves
 * all of them before it plans.
 *
 * @example plan: ({ password }, { at }) => (at.content === reveal(password) ? [] : […])
 */
export function reveal(value: string | Secret): string {
  if (typeof value === 'string') return value
  const found = values.get(keyOf(value))
  if (found === undefined) throw new Error(`secret ${value.name} was read before it was resolved`)
  return found
}

/** Whether two secrets are read from one place, or are one value. */
export const sameSource = (a: Secret, b: Secret): boolean => a === b || keyOf(a) === keyOf(b)

const keyOf = ({ name, source }: Secret): string =>
  JSON.stringify([name, source.env, source.file, source.command, source.whole, source.value])

const sourceKeys = keys("key of a secret's source", {
  env: text('the name of an environment variable'),
  file: text('the path of a file'),
  command: list(
    "a program and its arguments, as in ['pass', 'show', 'runbook/db']",
    value('a text', (found) => typeof found === 'string'),
  ),
  whole: value('true or false', (found) => typeof found === 'boolean'),
  value: value('a text', (found) => typeof found === 'string'),
} satisfies Record<keyof SecretSource, Rule>)

const sourceRule: Rule = (found, at) => {
  const faults = sourceKeys(found, at)
  if (faults.length > 0) return faults
  const { whole, ...places } = found as SecretSource
  const given = Object.entries(places).flatMap(([key, one]) => (one === undefined ? [] : [key]))
  return [
    ...(given.length > 1 ? [`it has the sources ${given.join(' and ')}: give one of them`] : []),
    ...(places.command?.length === 0 ? ["command is empty: give a program, as in ['pass', 'show', 'runbook/db']"] : []),
    ...(whole && places.file === undefined && places.command === undefined
      ? ['whole is given: it says how a file or a command is read, so give one of them']
      : []),
  ]
}

/** Every secret inside a value, found through plain objects and arrays. */
export function secretsIn(value: unknown, seen = new Set<unknown>()): Secret[] {
  if (isSecret(value)) return [value]
  if (typeof value !== 'object' || value === null || seen.has(value)) return []
  seen.add(value)
  return Object.values(value).flatMap((inner) => secretsIn(inner, seen))
}
