import type { BeforeOperations, NumberedOperation, PartScripts } from '../dialect/operation-scripts.ts'
import { applyStart, uploadsOf } from './apply-script.ts'
import { placesOf } from './batch-places.ts'
import { firstOfEachPath, flushFolders, roomsOf } from './batch-script.ts'
import { guardLines } from './guard-script.ts'
import { beginLines, doneLines, endLine, switchLines, unkeepLines } from './journal-lines.ts'
import { forget, note, removeNoted } from './left-behind.ts'
import { noteLines } from './note-lines.ts'
import { backLines, placeLines } from './place-lines.ts'
import { readyLines } from './ready-lines.ts'

/**
 * A part of a batch whose other parts are carried out by other users: the same work as that of a batch, cut where all have to
 * have come as far before one goes on. What one script notes of paths (`rb_a`, `rb_n`), the shell keeps for the next.
 */
export function partScripts(batch: readonly NumberedOperation[], nonce: string, part: number): PartScripts {
  const placed = placesOf(batch, `.runbook-${nonce.slice(0, 12)}-${part}`)
  const first = firstOfEachPath(placed)
  const rooms = roomsOf(placed)
  const clean = removeNoted(rooms)
  const at = placed[0]?.index ?? 0
  const leave = `if [ -z "$rb_lost" ]; then ${clean}; else ${forget(rooms)}; fi`
  const undone = [...unkeepLines(placed), endLine(placed, 'x'), leave].join('\n')
  const back = ['rb_lost=', ...backLines(placed, true), undone].join('\n')
  const uploads = uploadsOf(batch)
  const ready = [
    ...beginLines(placed),
    ...readyLines(placed, true),
    ...guardLines(
      first.map(({ net }) => net),
      (nth) => `rb_k=${first[nth]?.index}`,
    ),
  ]
  const isReady = `rb_end ${at} 0 ''`
  const isPlaced = doneLines(placed).join('\n')
  return {
    stage: (before: BeforeOperations) => `${applyStart(nonce, uploads, before)}
if [ -z "$rb_stop" ]; then
${[...noteLines(placed, true), note(rooms)].join('\n')}
${phase(at, ready, undone, isReady)}
fi
${removeNoted(uploads)}`,
    place: phase(
      at,
      [...switchLines(placed), ...placeLines(placed), endLine(placed, 'e'), flushFolders(placed)],
      back,
      isPlaced,
    ),
    back: `rb_o=$( { umask 077; set -C; ${back}; } 2>&1 ); rb_end ${at} 0 "$rb_o"`,
    clean: `{ ${clean}; } >/dev/null 2>&1`,
  }
}

/** One step after the other, or all taken back. What is said last tells whether anybody knows how it ended. */
const phase = (at: number, work: readonly string[], back: string, ended: string): string => `rb_k=${at}
rb_o=$( { umask 077; set -C; rb_k=${at}
{
${work.join(' &&\n')}
} || { rb_x=$?; ${back}; printf '\\n%s %s' "$rb_k" $rb_x; exit; }
printf '\\n- 0'; } 2>&1 )
case \${rb_o##*"$nl"} in
'- 0')
${ended} ;;
[0-9]*' '*) set -- \${rb_o##*"$nl"}; rb_end "$1" "$2" "\${rb_o%"$nl"*}" ;;
*) exit 1 ;;
esac`
