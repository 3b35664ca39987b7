import { isRefusal, type Refusal } from '../core/failure.ts'
import { fill } from '../core/reference.ts'
import { onceForEqual } from './equal-work.ts'
import { removeBlock, setBlock } from './lines/block.ts'
import type { LineEdit } from './lines/edits.ts'
import { ensure } from './lines/ensure.ts'
import { matcher, showPattern } from './lines/pattern.ts'
import { replace } from './lines/replace.ts'
import { type Row, rows, sameRows, unrows } from './lines/rows.ts'
import { referWords, showWords } from './lines/words.ts'
import { type Edited, settled, splitMark } from './splice.ts'

/**
 * Changes lines of a text. Lines end in `\n` or `\r\n`; each keeps its own, and new ones take their neighbour's.
 *
 * @example editLines(text, [ensureLine('Port 2222', { match: /^#?Port / }), removeLines(/^PermitRootLogin/)])
 */
export const editLines = onceForEqual('lines', (text: string, edits: readonly LineEdit[]): Edited => {
  const [mark, bare] = splitMark(text)
  const before: readonly Row[] = rows(bare)
  const edited = settled(before, edits, apply, title, sameRows)
  if (isRefusal(edited)) return edited
  const after = edited === before ? bare : unrows(edited)
  return { text: mark + after, changed: fill(after) !== fill(bare) }
})

function apply(list: readonly Row[], edit: LineEdit): readonly Row[] | Refusal {
  switch (edit.edit) {
    case 'replace': {
      const text = unrows(list)
      const replaced = replace(text, edit.pattern, edit.replacement, edit.count)
      return replaced === text ? list : rows(replaced)
    }
    case 'remove': {
      const matches = matcher(edit.pattern)
      const kept = list.filter(({ text }) => !matches(text))
      return kept.length === list.length ? list : kept
    }
    case 'ensure':
      return ensure(list, referWords(edit.line), edit.match, edit.place)
    case 'block':
      return setBlock(list, edit.markers, referWords(edit.text), edit.place, edit.blank)
    case 'removeBlock':
      return removeBlock(list, edit.markers, edit.blank)
  }
}

function title(edit: LineEdit): string {
  switch (edit.edit) {
    case 'ensure':
      return `the line '${showWords(edit.line)}'`
    case 'block':
      return `the block '${edit.markers.begin}'`
    case 'removeBlock':
      return `the removal of the block '${edit.markers.begin}'`
    default:
      return `${edit.edit} ${showPattern(edit.pattern)}`
  }
}
