import { UsageError } from '../../core/failure.ts'

/** A regular expression as data, so that an edit survives JSON. */
export interface Pattern {
  readonly source: string
  readonly flags: string
}

/** From a RegExp, or from the source of one: `pattern('^Port ')`. */
export function pattern(given: RegExp | string): Pattern {
  const { source, flags } = typeof given === 'string' ? compile(given) : given
  // How often to match is for the edit to say.
  return Object.freeze({ source, flags: flags.replace(/[gy]/g, '') })
}

export const regexp = ({ source, flags }: Pattern, more = ''): RegExp => new RegExp(source, flags + more)

export const showPattern = ({ source, flags }: Pattern): string => `/${source}/${flags}`

function compile(source: string): RegExp {
  try {
    return new RegExp(source)
  } catch (error) {
    throw new UsageError(`${source} is no regular expression: ${error instanceof Error ? error.message : error}`)
  }
}
