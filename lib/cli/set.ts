import { throwFaults } from '../core/failure.ts'
import { isSecret } from '../core/secret.ts'

/** One `--set`: where, what, and whether it was text or JSON. */
export interface Setting {
  readonly path: readonly string[]
  readonly value: unknown
  readonly text: string
  /** It was not given, but asked for. */
  readonly asked?: true
}

/** Reads `a.b=VALUE`: JSON where it parses as such, else text. Throws a UsageError that lists every fault. */
export function parseSettings(texts: readonly string[]): Setting[] {
  const split = texts.map((text) => ({ whole: text, at: text.indexOf('='), key: text.slice(0, text.indexOf('=')) }))
  throwFaults(
    '--set takes KEY=VALUE',
    split
      .filter(({ at, key }) => at < 1 || key.split('.').includes(''))
      .map(({ whole }) =>
        whole.startsWith('@')
          ? `${whole}: no file is read here: variables of a file are imported by the inventory, which is TypeScript`
          : `${JSON.stringify(whole)} has no key and value: write --set key=value`,
      ),
  )
  return split.map(({ whole, at, key }) => ({
    path: key.split('.'),
    text: whole.slice(at + 1),
    value: jsonOrText(whole.slice(at + 1)),
  }))
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The same variables with settings made; the first one that does not fit throws its reason. */
export const applySettings = (vars: object, settings: readonly Setting[]): object =>
  settings.reduce<object>((made, { path, value }) => setIn(made, path, value, []), vars)

function setIn(into: object, [key = '', ...rest]: readonly string[], value: unknown, above: readonly string[]): object {
  const here = [...above, key]
  if (rest.length === 0) return { ...into, [key]: value }
  const inner: unknown = Object.hasOwn(into, key) ? Reflect.get(into, key) : {}
  if (!isPlain(inner))
    throw new NotInside(`--set ${[...here, ...rest].join('.')}: ${here.join('.')} has no keys: set it as a whole`)
  return { ...into, [key]: setIn(inner, rest, value, here) }
}

/** A `--set` that reaches inside something that has no inside. */
export class NotInside extends Error {}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isSecret(value)
