import { kindOf, UsageError } from '../../core/failure.ts'
import { isSecret, type Secret } from '../../core/secret.ts'
import { showPath, type TomlStep } from '../toml/path.ts'

/** A YAML value, where any string may be a secret. */
export type YamlValue = null | boolean | number | string | Secret | readonly YamlValue[] | YamlValues

/** The keys of a mapping, and their values. */
export interface YamlValues {
  readonly [key: string]: YamlValue
}

export const isList = (value: YamlValue): value is readonly YamlValue[] => Array.isArray(value)

export const isMapping = (value: YamlValue): value is YamlValues =>
  typeof value === 'object' && value !== null && !isList(value) && !isSecret(value)

/** A copy that nobody can change; what YAML cannot say is bad usage. */
export function frozen(value: YamlValue, path: readonly TomlStep[]): YamlValue {
  const wrong = (why: string) => new UsageError(`${showPath(path)}: ${why}`)
  switch (typeof value) {
    case 'string':
      if (/\p{Cs}/u.test(value)) throw wrong('the text holds half of a surrogate pair, which YAML has no way to write')
      return value
    case 'boolean':
      return value
    case 'number':
      if (Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21)
        throw wrong(`a number does not hold ${value} exactly: give it as a text`)
      return value
    default:
      if (value === null || isSecret(value)) return value
      if (typeof value !== 'object') throw wrong(`YAML has no value for ${kindOf(value)}`)
      if (isList(value)) return Object.freeze(value.map((inner, at) => frozen(inner, [...path, at])))
      return frozenMapping(value, path)
  }
}

export const frozenMapping = (values: YamlValues, path: readonly TomlStep[]): YamlValues =>
  Object.freeze(Object.fromEntries(Object.entries(values).map(([key, value]) => [key, frozen(value, [...path, key])])))
