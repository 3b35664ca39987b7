import { nearest } from '../../lib/core/nearest.ts'
import { accepts, isRequired, plainOf, type Sample, type SampleOptions, sourceOf, wrongFor } from './sample-options.ts'

/** Options with one mistake in them, as they are written, and what is to be said of them. */
export interface Misuse {
  readonly what: string
  readonly source: string
  readonly says: RegExp
}

/**
 * Every mistake that can be made with one option of a shape: mistyped, missing, of a wrong type. Without what tells its
 * kind, options may be those of another kind, and then are no mistake.
 */
export function misusesOf(schema: unknown, { entries, options }: SampleOptions): Misuse[] {
  const keys = Object.keys(entries)
  return [
    ...Object.keys(options).flatMap((key) => mistyped(key, keys, options)),
    ...Object.keys(options)
      .filter((key) => isRequired(entries[key]) && !accepts(schema, plainOf(without(key, options))))
      .filter((key) => key !== 'state')
      .map((key) => missing(key, options)),
    ...keys.flatMap((key) => wrong(key, options, wrongFor(entries[key]))),
  ]
}

function mistyped(key: string, keys: readonly string[], options: SampleOptions['options']): Misuse[] {
  const [first = '', second = ''] = key
  const slip = [second + first + key.slice(2), `${key}${key.at(-1)}`].find(
    (word) => !keys.includes(word) && nearest(word, [...keys, 'id', 'title', 'tags', 'become']) === key,
  )
  if (slip === undefined) return []
  const renamed = Object.fromEntries(Object.entries(options).map(([name, one]) => [name === key ? slip : name, one]))
  return [
    {
      what: `${slip} for ${key}`,
      source: sourceOf(renamed),
      says: new RegExp(`it has no option ${slip}: did you mean ${key}\\?`),
    },
  ]
}

const without = (key: string, options: SampleOptions['options']): SampleOptions['options'] =>
  Object.fromEntries(Object.entries(options).filter(([name]) => name !== key))

const missing = (key: string, options: SampleOptions['options']): Misuse => ({
  what: `without ${key}`,
  source: sourceOf(without(key, options)),
  says: new RegExp(`the option ${key} is missing|it has none of the options .*\\b${key}\\b`),
})

const wrong = (key: string, options: SampleOptions['options'], value: Sample | undefined): Misuse[] =>
  value === undefined
    ? []
    : [
        {
          what: `${key} as ${value.source}`,
          source: sourceOf({ ...options, [key]: value }),
          says: new RegExp(`\\b${key}(\\.\\w+)*: |it has the options .*\\b${key}\\b.*: give one of them`),
        },
      ]
