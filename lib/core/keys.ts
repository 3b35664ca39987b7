import { kindOf } from './failure.ts'
import { meant, nearest } from './nearest.ts'

/**
 * What a value of a user's module shall be: gives its faults, each with its place. Such modules are run without a look at
 * their types, so what a compiler would have said is said by these.
 */
export type Rule = (found: unknown, at: string) => readonly string[]

/** A value that passes a test; `give` says what to write where it does not. */
export const value =
  (give: string, passes: (found: unknown) => boolean): Rule =>
  (found, at) =>
    passes(found) ? [] : [`${at} is ${shown(found)}: give ${give}`]

export const isText = (found: unknown): found is string => typeof found === 'string' && found !== ''

export const text = (give = 'a text'): Rule => value(give, isText)
/** A part of an id: ids are paths of names. */
export const name = (give = 'a name'): Rule =>
  value(`${give} without a slash`, (found) => isText(found) && !found.includes('/'))
export const callback = (give: string): Rule => value(give, (found) => typeof found === 'function')
export const whole = (least: number, most = Number.POSITIVE_INFINITY): Rule =>
  value(
    `a whole number from ${least} ${most === Number.POSITIVE_INFINITY ? 'up' : `to ${most}`}`,
    (found) => Number.isInteger(found) && Number(found) >= least && Number(found) <= most,
  )

/** One of a few words. */
export const word =
  (...words: readonly string[]): Rule =>
  (found, at) => {
    if (typeof found !== 'string') return [`${at} is ${shown(found)}: give one of ${words.join(', ')}`]
    if (words.includes(found)) return []
    return [`${at} is ${JSON.stringify(found)}: ${meant(nearest(found, words), words, 'give one of')}`]
  }

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

/**
 * An object whose keys are known; `each` is what one of them is called, as in `key of a host`. `needs` names those that must
 * be there, each with what to give.
 */
export const keys =
  (each: string, rules: Readonly<Record<string, Rule>>, needs: Readonly<Record<string, string>> = {}): Rule =>
  (found, at) => {
    const known = Object.keys(rules)
    if (!isPlain(found)) return [`${at} is ${shown(found)}: give an object, { ${known.join(', ')} }`]
    const given = Object.entries(found).filter(([, one]) => one !== undefined)
    return [
      ...given.flatMap(([key, one]) =>
        Object.hasOwn(rules, key)
          ? (rules[key]?.(one, inside(at, key)) ?? [])
          : [`${inside(at, key)} is no ${each}: ${meant(nearest(key, known), known)}`],
      ),
      ...Object.entries(needs)
        .filter(([key]) => !given.some(([name]) => name === key))
        .map(([key, give]) => `${inside(at, key)} is missing: give ${give}`),
    ]
  }

export const isPlain = (found: unknown): found is Readonly<Record<string, unknown>> =>
  typeof found === 'object' && found !== null && !Array.isArray(found)

const inside = (at: string, key: string): string => (at === '' ? key : `${at}.${key}`)

/** A text is not repeated: it may be a password that was meant to be a secret. */
const shown = (found: unknown): string =>
  found === '' ? 'empty' : typeof found === 'number' || typeof found === 'boolean' ? String(found) : kindOf(found)
