import { parentOf } from '../../core/paths.ts'
import type { StagedOperation } from '../dialect/operation-scripts.ts'
import { type Placed, placesOf } from './batch-places.ts'
import { guardLines } from './guard-script.ts'
import { beginLines, doneLines, endLine, journalFiles, switchLines, unkeepLines } from './journal-lines.ts'
import { forget, note, removeNoted } from './left-behind.ts'
import { noteLines } from './note-lines.ts'
import { backLines, placeLines } from './place-lines.ts'
import { inLots, quote } from './quote.ts'
import { readyLines } from './ready-lines.ts'

/**
 * A script that carries out the operations of a batch, all or none: everything is made ready beside its place and flushed,
 * then each path is looked at again, then each takes its place by a rename, and the folders are flushed. What fails on the
 * way is said of the operation concerned (`rb_k`), and all that was done is taken back; what cannot be stays where it is
 * (`rb_lost`). `rb_p`: from here on there is
 * something to take back. The last line of what it says is `INDEX STATUS`, `- 0` (all are done) or `+ 0` (none has begun);
 * without one nobody knows, and the shell ends.
 */
export function batchScript(
  batch: readonly (StagedOperation & { readonly index: number })[],
  room: string,
  halted: string,
): string {
  const placed = placesOf(batch, room)
  const first = firstOfEachPath(placed)
  const rooms = roomsOf(placed)
  const clean = removeNoted(rooms)
  const work = [
    ...beginLines(placed),
    ...readyLines(placed),
    `{ ! ${halted} || { ${clean}; printf '\\n+ 0'; exit; }; }`,
    ...guardLines(
      first.map(({ net }) => net),
      (nth) => `rb_k=${first[nth]?.index}`,
    ),
    ...switchLines(placed),
    'rb_p=1',
    ...placeLines(placed),
  ]
  const back = [...backLines(placed), `[ "$rb_k" = ${placed[0]?.index} ] || echo 'what was done before it is put back'`]
  return `${[...noteLines(placed), note(rooms)].join('\n')}
rb_o=$( { umask 077; set -C; rb_p= rb_lost=
{
${work.join(' &&\n')}
} || {
rb_x=$?
if [ -n "$rb_p" ]; then
${back.join('\n')}
fi
${[...unkeepLines(placed), endLine(placed, 'x')].join('\n')}
if [ -z "$rb_lost" ]; then ${clean}; else ${forget(rooms)}; fi; printf '\\n%s %s' "$rb_k" $rb_x; exit; }
${endLine(placed, 'e')}
${flushFolders(placed)}; ${clean}; printf '\\n- 0'; } 2>&1 )
case \${rb_o##*"$nl"} in
'- 0')
${doneLines(placed).join('\n')} ;;
'+ 0') rb_stop=1 ;;
[0-9]*' '*) set -- \${rb_o##*"$nl"}; rb_end "$1" "$2" "\${rb_o%"$nl"*}"; rb_stop=1 ;;
*) exit 1 ;;
esac`
}

export const roomsOf = (placed: readonly Placed[]): string[] => [...new Set(placed.flatMap((one) => one.room ?? []))]

/** Flushes those whose entries are other ones now. */
export const flushFolders = (placed: readonly Placed[]): string =>
  inLots(
    [...[...new Set(placed.map(({ path }) => parentOf(path)))].map(quote), journalFiles],
    (words) => `rb_flush ${words}`,
  ).join(' && ')

/** What comes after something else on the same path finds what that has left. */
export function firstOfEachPath(placed: readonly Placed[]): Placed[] {
  const byPath = new Map(placed.toReversed().map((one) => [one.path, one]))
  return placed.filter((one) => byPath.get(one.path) === one)
}
