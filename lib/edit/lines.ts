import { isRefusal, type Refusal, UsageError } from '../core/failure.ts'
import { plainOf } from '../core/reference.ts'
import { type Markers, setBlock } from './lines/block.ts'
import { ensure } from './lines/ensure.ts'
import { type Pattern, pattern, regexp, showPattern } from './lines/pattern.ts'
import { type Place, type Placing, place } from './lines/place.ts'
import { replace } from './lines/replace.ts'
import { type Row, rows, unrows } from './lines/rows.ts'
import { frozenWords, referWords, showWords, type Words } from './lines/words.ts'
import { type Edited, editAll, splitMark } from './splice.ts'

export type { Pattern } from './lines/pattern.ts'
export type { Placing } from './lines/place.ts'
export type { Words } from './lines/words.ts'

/**
 * Changes lines of a text. Lines end in `\n` or `\r\n`; each keeps its own, and new ones take their neighbour's.
 *
 * @example editLines(text, [ensureLine('Port 2222', { match: /^#?Port / }), removeLines(/^PermitRootLogin/)])
 */
export function editLines(text: string, edits: readonly LineEdit[]): Edited {
  const [mark, bare] = splitMark(text)
  const edited = editAll(bare, edits, apply, title)
  return isRefusal(edited) ? edited : { ...edited, text: mark + edited.text }
}

export type LineEdit =
  | { readonly edit: 'ensure'; readonly line: Words; readonly match?: Pattern; readonly place: Place }
  | { readonly edit: 'replace'; readonly pattern: Pattern; readonly replacement: Words; readonly count?: number }
  | { readonly edit: 'remove'; readonly pattern: Pattern }
  | { readonly edit: 'block'; readonly markers: Markers; readonly text: Words; readonly place: Place }

/**
 * A line that shall be there. The last line that matches `match` is replaced; without one the line is added, where it
 * is not there already: after or before the last line that matches a pattern, first, or last.
 *
 * @example lines.ensure(['password=', secret('db')], { match: /^password=/, after: /^user=/ })
 */
export const ensureLine = (line: Words, options: { readonly match?: RegExp | string } & Placing = {}): LineEdit =>
  Object.freeze({
    edit: 'ensure',
    line: frozenWords(line),
    ...(options.match === undefined ? {} : { match: pattern(options.match) }),
    place: place(options),
  })

/**
 * Replaces every match in the whole text, or the first `count`. The result must not match again differently.
 *
 * @example lines.replace(/(?<=^Listen ).*$/m, '8080')
 */
export const replaceText = (
  wanted: RegExp | string,
  replacement: Words,
  { count }: { readonly count?: number } = {},
): LineEdit =>
  Object.freeze({
    edit: 'replace',
    pattern: pattern(wanted),
    replacement: frozenWords(replacement),
    ...(count === undefined ? {} : { count }),
  })

/**
 * Lines that shall not be there.
 *
 * @example lines.remove(/^server 10\./)
 */
export const removeLines = (unwanted: RegExp | string): LineEdit =>
  Object.freeze({ edit: 'remove', pattern: pattern(unwanted) })

/**
 * Lines of our own between two comment lines, by which they are found again.
 *
 * @example lines.block('cluster', '10.0.0.11 is1\n10.0.0.12 is2') // # BEGIN cluster … # END cluster
 */
export function block(marker: string, text: Words, options: { readonly comment?: string } & Placing = {}): LineEdit {
  const { comment = '#' } = options
  const [begin, end] = [`${comment} BEGIN ${marker}`.trimStart(), `${comment} END ${marker}`.trimStart()]
  if (/[\r\n]/.test(begin)) throw new UsageError(`the marker of a block is one line, not ${JSON.stringify(begin)}`)
  const markers = Object.freeze({ begin, end })
  return Object.freeze({ edit: 'block', markers, text: frozenWords(text), place: place(options) })
}

function apply(text: string, edit: LineEdit): string | Refusal {
  switch (edit.edit) {
    case 'replace':
      return replace(text, edit.pattern, edit.replacement, edit.count)
    case 'remove': {
      const expression = regexp(edit.pattern)
      return unrows(rows(text).filter((row) => !expression.test(plainOf(row.text))))
    }
    case 'ensure':
      return joined(ensure(rows(text), referWords(edit.line), edit.match, edit.place))
    case 'block':
      return joined(setBlock(rows(text), edit.markers, referWords(edit.text), edit.place))
  }
}

const joined = (list: readonly Row[] | Refusal): string | Refusal => (isRefusal(list) ? list : unrows(list))

function title(edit: LineEdit): string {
  switch (edit.edit) {
    case 'ensure':
      return `the line '${showWords(edit.line)}'`
    case 'block':
      return `the block '${edit.markers.begin}'`
    default:
      return `${edit.edit} ${showPattern(edit.pattern)}`
  }
}
