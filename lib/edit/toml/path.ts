import { UsageError } from '../../core/failure.ts'

/**
 * Where something stands in a TOML document, whatever its spelling there: `[a.b] c =`, `a.b.c =` and `a = { b = { c = … } }` are
 * all at `a.b.c`.
 *
 * ```text
 * path  = key { "." key | "[" which "]" }
 * key   = letters, digits, "_" and "-" | '"' characters '"' | "'" characters "'"
 * which = number                         a member of an array, counted from 0
 *       | key { "." key } "=" literal    the member of an array of tables that has this
 * ```
 *
 * As a list, each text is one key as it is and each number a member: for keys that are made of variables.
 *
 * @example 'server.hostname'
 * @example 'datasource[id="WSO2CONSENT_DB"].url'
 * @example ['carbon_health_check', 'monitored.datasources']
 */
export type TomlPath = string | readonly (string | number)[]

export type TomlStep = string | number | TomlTest

/** The member that has this value at this key. */
export interface TomlTest {
  readonly key: readonly string[]
  readonly is: string | number | boolean
}

/** The steps of a path; a fault in it is bad usage. */
export function readPath(path: TomlPath): readonly TomlStep[] {
  const steps = typeof path === 'string' ? parsePath(path) : [...path]
  if (typeof steps[0] !== 'string') throw new UsageError(`a path begins with a key, and this one is ${showPath(steps)}`)
  const wrong = steps.find((step) => typeof step === 'number' && !(Number.isInteger(step) && step >= 0))
  if (wrong !== undefined) throw new UsageError(`path ${showPath(steps)}: members are counted from 0`)
  return Object.freeze(steps)
}

/** A path of keys alone. */
export function readKey(path: TomlPath): readonly string[] {
  const steps = readPath(path)
  const keys = steps.filter((step) => typeof step === 'string')
  if (keys.length < steps.length) throw new UsageError(`${showPath(steps)} must be keys, without [ ]`)
  return keys
}

/** `showPath(['datasource', { key: ['id'], is: 'A' }, 'a b'])` is `'datasource[id="A"]."a b"'`. */
export function showPath(steps: readonly TomlStep[]): string {
  const shown = steps.map((step) => {
    if (typeof step === 'string') return `.${showKey(step)}`
    return typeof step === 'number' ? `[${step}]` : `[${showPath(step.key)}=${JSON.stringify(step.is)}]`
  })
  return shown.length === 0 ? 'the document' : shown.join('').replace(/^\./, '')
}

export const isBare = (key: string): boolean => /^[A-Za-z0-9_-]+$/.test(key)

const showKey = (key: string): string => (isBare(key) ? key : JSON.stringify(key))

interface Reader {
  readonly source: string
  at: number
}

function parsePath(source: string): TomlStep[] {
  const reader = { source, at: 0 }
  const steps: TomlStep[] = [key(reader)]
  while (reader.at < source.length) {
    if (take(reader, /\./y)) steps.push(key(reader))
    else if (take(reader, /\[/y)) steps.push(which(reader))
    else fail(reader, '"." or "["')
  }
  return steps
}

function which(reader: Reader): TomlStep {
  const index = take(reader, /\d+(?=\])/y)
  const step = index === undefined ? test(reader) : Number(index)
  if (!take(reader, /\]/y)) fail(reader, '"]"')
  return step
}

function test(reader: Reader): TomlTest {
  const keys = [key(reader)]
  while (take(reader, /\./y)) keys.push(key(reader))
  if (!take(reader, /=/y)) fail(reader, '"="')
  const plain = take(reader, /true|false|[+-]?\d+(?:\.\d+)?/y)
  if (plain !== undefined) return Object.freeze({ key: keys, is: JSON.parse(plain.replace(/^\+/, '')) })
  return Object.freeze({ key: keys, is: quoted(reader) ?? fail(reader, 'a value') })
}

const key = (reader: Reader): string => take(reader, /[A-Za-z0-9_-]+/y) ?? quoted(reader) ?? fail(reader, 'a key')

function quoted(reader: Reader): string | undefined {
  const literal = take(reader, /'[^']*'/y)
  if (literal !== undefined) return literal.slice(1, -1)
  const basic = take(reader, /"(?:\\.|[^"\\])*"/y)
  try {
    return basic === undefined ? undefined : JSON.parse(basic)
  } catch {
    return fail(reader, 'a string with the escapes that JSON has')
  }
}

function take(reader: Reader, token: RegExp): string | undefined {
  token.lastIndex = reader.at
  const found = token.exec(reader.source)?.[0]
  if (found !== undefined) reader.at += found.length
  return found
}

function fail({ source, at }: Reader, wanted: string): never {
  throw new UsageError(`path ${source}: ${wanted} is wanted at column ${at + 1}, before "${source.slice(at, at + 12)}"`)
}
