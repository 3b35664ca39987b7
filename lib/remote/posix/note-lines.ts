import { keptLimit } from '../../core/journal.ts'
import type { Placed } from './batch-places.ts'
import { inLots, quote } from './quote.ts'

/** Where what was at the path of an operation is kept, as the shell knows it. */
export const keptWord = ({ index }: Pick<Placed, 'index'>): string => `"$rb_k${index}"`

/**
 * What is noted of paths before anything is done: attributes, to give them back, that a file has several names, and where it
 * is kept: in the journal where that is on the same file system, else in the room. `isPart`: others carry out more of the batch.
 */
export function noteLines(placed: readonly Placed[], isPart = false): string[] {
  const more = isPart || placed.length > 1
  const rooms = placed.map(({ index, kept = '' }) => `rb_k${index}=${quote(kept)}`)
  const noted = placed.filter((one) => isNoted(one, more))
  if (noted.length === 0) return rooms
  const count = noted.length
  const notes = [
    `rb_dev=\${${count + 1}-}; rb_dev=\${rb_dev##*:}`,
    ...noted.flatMap((one, nth) => noteLinesOf(one, `\${${nth + 1}}`)),
  ]
  const paths = [...noted.map(({ path }) => quote(path)), `\${rb_j:+"$rb_j"}`]
  const looks = inLots(paths, (words) => `stat -c %a:%u:%g:%h:%s:%d -- ${words}`).join('; ')
  return [
    ...rooms,
    `set -- $({ ${looks}; } 2>/dev/null)\nif [ $# = $((${count}\${rb_j:++1})) ]; then\n${notes.join('\n')}\nfi`,
  ]
}

/** One program for all: it gives a word for each, or is not believed. */
function isNoted({ net: { operation, precondition }, entry }: Placed, more: boolean): boolean {
  if (operation.op === 'write' && operation.inPlace) return true
  if (operation.op === 'attributes') return more || entry !== undefined
  if (operation.op === 'write') return precondition?.type !== 'absent'
  return entry !== undefined && precondition !== undefined && precondition.type !== 'absent' && isMoved(operation.op)
}

const isMoved = (op: string): boolean => op === 'remove' || op === 'symlink'

function noteLinesOf({ index, path, net, kept, entry }: Placed, found: string): string[] {
  const { operation, precondition } = net
  const inPlace = operation.op === 'write' && operation.inPlace
  const fits = precondition?.type === 'directory' ? `rb_fits ${quote(path)}` : `[ "\${rb_x%:*}" -le ${keptLimit} ]`
  const words = `${quote(path)}" had \${rb_x%%:*} names: the others keep the old content"`
  return [
    `rb_x=${found}; rb_a${index}=\${rb_x%:*:*:*}; rb_x=\${rb_x#*:*:*:}; rb_h${index}=\${rb_x%%:*}`,
    ...(operation.op === 'write' && !inPlace
      ? [`rb_n${index}=; [ "\${rb_x%%:*}" -le 1 ] || rb_n${index}=${words}`]
      : []),
    `rb_x=\${rb_x#*:}; rb_s${index}=\${rb_x%:*}`,
    ...(entry !== undefined && kept !== undefined && !inPlace
      ? [`[ "\${rb_x#*:}" != "$rb_dev" ] || ! ${fits} || rb_k${index}=$rb_j/was/old-${entry.n}`]
      : []),
  ]
}
