/**
 * A value that no log, diff, plan, argument list or error may hold. It is named in an inventory, resolved once before a
 * run, and revealed only where a plan needs the characters themselves.
 *
 * @example secret('db')                        // from RUNBOOK_SECRET_DB
 * @example secret('db', { file: 'db.secret' }) // the first line of a file, relative to the working folder
 */
export interface Secret {
  readonly [brand]: true
  readonly name: string
  readonly source: SecretSource
  toJSON(): string
  toString(): string
}

export interface SecretSource {
  /** Environment variable to read instead of `RUNBOOK_SECRET_<NAME>`. No program that is started inherits either. */
  readonly env?: string
  /** A file whose first line is the value. */
  readonly file?: string
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
 * A value that no file holds and no report shows. It is read, before a host is asked, from the environment variable
 * `RUNBOOK_SECRET_<NAME>`, or from where `source` says.
 *
 * @example secret('db')
 * @example secret('db', { file: '/run/secrets/db' })
 */
export function secret(name: string, source: SecretSource = {}): Secret {
  const label = () => `[secret ${name}]`
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

const keyOf = ({ name, source: { env, file, value } }: Secret): string => JSON.stringify([name, env, file, value])

/** Every secret inside a value, found through plain objects and arrays. */
export function secretsIn(value: unknown, seen = new Set<unknown>()): Secret[] {
  if (isSecret(value)) return [value]
  if (typeof value !== 'object' || value === null || seen.has(value)) return []
  seen.add(value)
  return Object.values(value).flatMap((inner) => secretsIn(inner, seen))
}
