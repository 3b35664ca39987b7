import { kindOf } from './failure.ts'
import { meant, nearest } from './nearest.ts'

/**
 * What a value of a user's module shall be: gives its faults, each with its place. Such modules are run without a look at
 * their types, so what a compiler would have said is said by these.
 */
export type Rule = (value: unknown, at: string) => readonly string[]

/** A value that passes a test; `give` says what to write where it does not. */
export const value =
  (give: string, passes: (value: unknown) => boolean): Rule =>
  (found, at) =>
    passes(found) ? [] : [`${at} is ${shown(found)}: give ${give}`]

export const text = value('a text', (found) => typeof found === 'string' && found !== '')
export const flag = value('true or false', (found) => typeof found === 'boolean')
export const callback = (give: string): Rule => value(give, (found) => typeof found === 'function')
export const count = value('a whole number from 1 up', (found) => Number.isInteger(found) && Number(found) > 0)

/** One of a few words. */
export const word =
  (...words: readonly string[]): Rule =>
  (found, at) =>
    typeof found === 'string'
      ? words.includes(found)
        ? []
        : [`${at} is ${JSON.stringify(found)}: ${meant(nearest(found, words), words, 'give one of')}`]
      : [`${at} is ${shown(found)}: give one of ${words.join(', ')}`]

export const list =
  (give: string, rule: Rule): Rule =>
  (found, at) =>
    Array.isArray(found)
      ? found.flatMap((one, index) => rule(one, `${at}[${index}]`))
      : [`${at} is ${shown(found)}: give ${give}`]

/** Values by names that the user chooses. */
export const record =
  (give: string, rule: Rule): Rule =>
  (found, at) =>
    isPlain(found)
      ? Object.entries(found).flatMap(([key, one]) => rule(one, inside(at, key)))
      : [`${at} is ${shown(found)}: give ${give}`]

/** An object whose keys are known. `needs` names those that must be there, each with what to give. */
export const keys =
  (of: string, rules: Readonly<Record<string, Rule>>, needs: Readonly<Record<string, string>> = {}): Rule =>
  (found, at) => {
    const known = Object.keys(rules)
    if (!isPlain(found)) return [`${at} is ${shown(found)}: give an object, { ${known.join(', ')} }`]
    const given = Object.entries(found).filter(([, one]) => one !== undefined)
    return [
      ...given.flatMap(([key, one]) =>
        Object.hasOwn(rules, key)
          ? (rules[key]?.(one, inside(at, key)) ?? [])
          : [`${inside(at, key)} is no key of ${of}: ${meant(nearest(key, known), known, 'it takes')}`],
      ),
      ...Object.entries(needs)
        .filter(([key]) => !given.some(([name]) => name === key))
        .map(([key, give]) => `${inside(at, key)} is missing: give ${give}`),
    ]
  }

export const isPlain = (found: unknown): found is Readonly<Record<string, unknown>> =>
  typeof found === 'object' && found !== null && !Array.isArray(found)

const inside = (at: string, key: string): string => (at === '' ? key : `${at}.${key}`)

/** A text may be a password that was meant to be a secret: it is not repeated. */
const shown = (found: unknown): string =>
  typeof found === 'number' || typeof found === 'boolean' ? String(found) : kindOf(found)
