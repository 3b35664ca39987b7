import { kindOf, UsageError } from '../../core/failure.ts'
import { onlyOptions } from '../maker-options.ts'
import type { Blank, Markers } from './block.ts'
import { type Pattern, type Pick, type Picked, pattern, picked } from './pattern.ts'
import { type Place, type Placing, place, placingOptions } from './place.ts'
import { frozenWords, type Words } from './words.ts'

export type LineEdit =
  | { readonly edit: 'ensure'; readonly line: Words; readonly match?: Picked; readonly place: Place }
  | { readonly edit: 'replace'; readonly pattern: Pattern; readonly replacement: Words; readonly count?: number }
  | { readonly edit: 'remove'; readonly pattern: Pattern }
  | {
      readonly edit: 'block'
      readonly markers: Markers
      readonly text: Words
      readonly place: Place
      readonly blank?: Blank
    }
  | { readonly edit: 'removeBlock'; readonly markers: Markers; readonly blank?: Blank }

/** What can be told of a line beside its words. */
export type Ensure = Placing & {
  /** The line that it replaces: of several that match the last, unless it is said. Default: none, only the same line. */
  readonly match?: Pick<'first' | 'last' | 'all'> | undefined
}

/**
 * A line that shall be there. The last line that matches `match` is replaced, or `{ first }` or `{ all }` of them; without
 * one the line is added, where it is not there already: below or above a line that matches, first, or last. Where `after`
 * or `before` is given, only what is below or above counts as there, and only that is replaced.
 *
 * @example lines.ensure(['password=', secret('db')], { match: /^password=/, after: /^user=/ })
 * @example lines.ensure('PermitUserEnvironment no', { match: /^#?PermitUserEnvironment /, before: /^Match /, otherwise: 'last' })
 * @example lines.ensure('port=1', { match: { first: /^port=/ }, after: /^\[two\]$/, before: /^\[/ })
 */
export function ensureLine(line: Words, options: Ensure = {}): LineEdit {
  onlyOptions('a line to ensure', options, ['match', ...placingOptions])
  const { match, ...placing } = options
  return Object.freeze({
    edit: 'ensure',
    line: frozenWords(line),
    ...(match === undefined ? {} : { match: picked(match, ['first', 'last', 'all'], 'last') }),
    place: place(placing),
  })
}

/**
 * Replaces every match in the whole text, or the first `count`. The result must not match again differently.
 *
 * @example lines.replace(/(?<=^Listen ).*$/m, '8080')
 */
export function replaceText(
  wanted: RegExp | string,
  replacement: Words,
  options: { readonly count?: number | undefined } = {},
): LineEdit {
  onlyOptions('a replacement', options, ['count'])
  const { count } = options
  if (count !== undefined && !(Number.isInteger(count) && count > 0))
    throw new UsageError(`a replacement is given the count ${String(count)}: give a whole number above 0`)
  return Object.freeze({
    edit: 'replace',
    pattern: pattern(wanted),
    replacement: frozenWords(replacement),
    ...(count === undefined ? {} : { count }),
  })
}

/**
 * Lines that shall not be there.
 *
 * @example lines.remove(/^server 10\./)
 */
export const removeLines = (unwanted: RegExp | string): LineEdit =>
  Object.freeze({ edit: 'remove', pattern: pattern(unwanted) })

interface Marked {
  /** What begins the marker lines. Default: `#`. */
  readonly comment?: string | undefined
  /** A blank line stands before the block, after it, or on both sides. Default: as it comes. */
  readonly blank?: Blank | undefined
}

/**
 * Lines of our own between two comment lines, by which they are found again. A marker that holds `{mark}` is the whole
 * comment line, and so finds the block of another tool.
 *
 * @example lines.block('cluster', '10.0.0.11 is1\n10.0.0.12 is2') // # BEGIN cluster … # END cluster
 * @example lines.block('# {mark} ANSIBLE MANAGED BLOCK', 'Port 2222', { before: /^Match /, blank: 'both' })
 */
export function block(marker: string, text: Words, options: Marked & Placing = {}): LineEdit {
  onlyOptions('a block', options, ['comment', 'blank', ...placingOptions])
  const { comment, blank, ...placing } = options
  return Object.freeze({
    edit: 'block',
    markers: markersOf(marker, comment),
    text: frozenWords(text),
    place: place(placing),
    ...(blank === undefined ? {} : { blank: sides(blank) }),
  })
}

/**
 * A block that shall not be there, with its markers. With `blank` the blank lines that it was given go, too.
 *
 * @example lines.removeBlock('cluster')
 */
export function removeMarked(marker: string, options: Marked = {}): LineEdit {
  onlyOptions('a block to remove', options, ['comment', 'blank'])
  const { comment, blank } = options
  const markers = markersOf(marker, comment)
  return Object.freeze({ edit: 'removeBlock', markers, ...(blank === undefined ? {} : { blank: sides(blank) }) })
}

function markersOf(marker: string, comment = '#'): Markers {
  if (typeof marker !== 'string' || marker === '')
    throw new UsageError(`${marker === '' ? 'nothing' : kindOf(marker)} is no marker of a block: give it a name`)
  const whole = marker.includes('{mark}') ? marker : `${comment} {mark} ${marker}`.trimStart()
  if (/[\r\n]/.test(whole))
    throw new UsageError(`the marker of a block is one line, not ${JSON.stringify(whole.replace('{mark}', 'BEGIN'))}`)
  return Object.freeze({ begin: whole.replaceAll('{mark}', 'BEGIN'), end: whole.replaceAll('{mark}', 'END') })
}

function sides(blank: Blank): Blank {
  if (['before', 'after', 'both'].includes(blank)) return blank
  throw new UsageError(`a block is given blank: ${JSON.stringify(blank)}: give 'before', 'after' or 'both'`)
}

/** Whether an edit only takes away: where there is no file, there is nothing left to do for it. */
export const onlyRemoves = ({ edit }: LineEdit): boolean => edit === 'remove' || edit === 'removeBlock'
