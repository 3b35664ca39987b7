import { kindOf, UsageError } from '../../core/failure.ts'
import { plainOf } from '../../core/reference.ts'

/** A regular expression as data, so that an edit survives JSON. */
export interface Pattern {
  readonly source: string
  readonly flags: string
}

/** From a RegExp, or from the source of one: `pattern('^Port ')`. */
export function pattern(given: RegExp | string): Pattern {
  if (typeof given !== 'string' && !(given instanceof RegExp))
    throw new UsageError(`${kindOf(given)} is no pattern of a line: give a regular expression, as in /^Port /`)
  const { source, flags } = typeof given === 'string' ? compile(given) : given
  // How often to match is for the edit to say.
  return Object.freeze({ source, flags: flags.replace(/[gy]/g, '') })
}

/** Which of several matching lines is meant. */
export type Which = 'first' | 'last' | 'all'

/** A line that a pattern picks. */
export interface Picked {
  readonly pattern: Pattern
  readonly which: Which
}

/** A pattern, with the word that says which of several matching lines is meant: `{ first: /^Match / }`. */
export type Pick<Words extends Which> =
  | RegExp
  | string
  | { readonly [Word in Words]: { readonly [Own in Word]: RegExp | string } }[Words]

export function picked<Words extends Which>(given: Pick<Words>, words: readonly Words[], otherwise: Words): Picked {
  const named = typeof given === 'object' && given !== null && !(given instanceof RegExp)
  if (!named) return Object.freeze({ pattern: pattern(given), which: otherwise })
  const [which, ...more] = Object.keys(given)
  if (which === undefined || more.length > 0 || !(words as readonly string[]).includes(which))
    throw new UsageError(
      `{ ${Object.keys(given).join(', ')} } does not say which line is meant: give a regular expression, or ${words.map((word) => `{ ${word}: … }`).join(' or ')}`,
    )
  return Object.freeze({ pattern: pattern(Reflect.get(given, which) as RegExp), which: which as Words })
}

export const regexp = ({ source, flags }: Pattern, more = ''): RegExp => new RegExp(source, flags + more)

/** Whether a line matches, with the secrets that it refers to. */
export function matcher(wanted: Pattern): (text: string) => boolean {
  const expression = regexp(wanted)
  return (text) => expression.test(plainOf(text))
}

/** `beginOf({ source: '^Port +\\d', flags: '' })` is `'Port '`: what each line that matches begins with, as far as it is known. */
export function beginOf({ source, flags }: Pattern): string {
  if (flags !== '' || source.includes('|')) return ''
  const [, begin = '', quantifier] = /^\^([\w \-=/:,;@#%&'"<>~]*)([*?{]?)/.exec(source) ?? []
  return quantifier === '' ? begin : begin.slice(0, -1)
}

export const showPattern = ({ source, flags }: Pattern): string => `/${source}/${flags}`

function compile(source: string): RegExp {
  try {
    return new RegExp(source)
  } catch (error) {
    throw new UsageError(`${source} is no regular expression: ${error instanceof Error ? error.message : error}`)
  }
}
