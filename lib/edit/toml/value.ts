import { parseTOML } from 'toml-eslint-parser'
import { kindOf, UsageError } from '../../core/failure.ts'
import { isSecret, type Secret } from '../../core/secret.ts'
import { showPath, type TomlStep } from './path.ts'

/** A TOML value, where any string may be a secret. */
export type TomlValue = string | Secret | number | bigint | boolean | TomlDate | readonly TomlValue[] | TomlValues

/** The keys of a table, and their values. */
export interface TomlValues {
  readonly [key: string]: TomlValue
}

/** A date, a time, or both, as TOML spells them. */
export interface TomlDate {
  readonly [brand]: true
  readonly date: string
  toJSON(): string
}

const brand = Symbol.for('runbook.toml-date')

/**
 * A date, a time, or both: with an offset from UTC, or local.
 *
 * @example toml.date('1979-05-27T07:32:00Z')
 */
export function date(text: string): TomlDate {
  if (!isDateText(text))
    throw new UsageError(
      `${JSON.stringify(text)} is no date or time of TOML: write it as 1979-05-27, 07:32:00, 1979-05-27T07:32:00 or 1979-05-27T07:32:00Z`,
    )
  return Object.freeze({ [brand]: true as const, date: text, toJSON: () => text })
}

export const isDate = (value: unknown): value is TomlDate =>
  typeof value === 'object' && value !== null && brand in value

export const isArray = (value: TomlValue): value is readonly TomlValue[] => Array.isArray(value)

export const isTable = (value: TomlValue): value is TomlValues =>
  typeof value === 'object' && !isArray(value) && !isSecret(value) && !isDate(value)

/** A copy that nobody can change; what TOML cannot say is bad usage. */
export function frozen(value: TomlValue, path: readonly TomlStep[]): TomlValue {
  const wrong = (why: string) => new UsageError(`${showPath(path)}: ${why}`)
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'bigint':
      if (BigInt.asIntN(64, value) !== value) throw wrong(`${value} does not fit into 64 bits`)
      return value
    case 'number':
      if (Number.isInteger(value) && !Number.isSafeInteger(value))
        throw wrong(`a number does not hold ${value} exactly: give it as a bigint, such as 9007199254740993n`)
      return value
    default:
      if (isSecret(value) || isDate(value)) return value
      if (typeof value !== 'object' || value === null) throw wrong(`TOML has no value for ${kindOf(value)}`)
      if (isArray(value)) return Object.freeze(value.map((inner, index) => frozen(inner, [...path, index])))
      return frozenTable(value, path)
  }
}

export const frozenTable = (values: TomlValues, path: readonly TomlStep[]): TomlValues =>
  Object.freeze(Object.fromEntries(Object.entries(values).map(([key, value]) => [key, frozen(value, [...path, key])])))

function isDateText(text: string): boolean {
  if (!/^[\d:.TtZz +-]+$/.test(text) || /:60/.test(text)) return false
  try {
    const [line] = parseTOML(`d=${text}`, { tomlVersion: '1.0.0' }).body[0].body
    return line?.type === 'TOMLKeyValue' && line.value.range[1] === text.length + 2 && 'datetime' in line.value
  } catch {
    return false
  }
}
