import { createHash } from 'node:crypto'
import { quote } from './quote.ts'

/**
 * What a run that died has left on a host goes with the next one that changes something there, as the same user: rooms, of
 * which it has noted where they are before it made them, and uploads that are older than a day. Only what the user owns is
 * believed and removed.
 *
 * A note is a name, not a content: of two names, a file system that loses power keeps the one that was made first, or both. A
 * number of a process is given again after that, so a note has the time when the process began, too.
 */
export const sweep = `rb_born() { rb_b=; read -r x <"/proc/$1/stat" && x=\${x##*) } && set -- $x && rb_b=\${20-}; } 2>/dev/null
rb_dead() { if [ -e /proc/self/stat ]; then rb_born "$1"; [ "$rb_b" != "$2" ]; else ! kill -0 "$1" 2>/dev/null; fi; }
rb_born $$
rb_left=\${RUNBOOK_LOCKS:-/var/tmp}/.runbook-left-$$-$rb_b
if [ -z "\${rb_swept-}" ]; then
rb_swept=1
for f in "\${rb_left%-*-*}"-*; do
  [ -f "$f" ] && [ ! -L "$f" ] && [ -O "$f" ] || continue
  r=\${f##*/.runbook-left-}; p=\${r%%-*}; r=\${r#*-}
  rb_dead "$p" "\${r%%-*}" || continue
  case \${r#*-} in %2F*) x=$(printf %s "\${r#*-}" | sed 's|%2F|/|g; s|%25|%|g') ;; *) x=$(cat <"$f") ;; esac
  case \${x##*/} in .runbook-*) [ ! -d "$x" ] || [ -L "$x" ] || [ ! -O "$x" ] || rm -rf -- "$x" ;; esac
  rm -f -- "$f"
done
for f in /var/tmp/.runbook-????????????????????????????????; do
  [ -f "$f" ] && [ -O "$f" ] || continue
  find /var/tmp -maxdepth 1 -name '.runbook-????????????????????????????????' -type f -user "$(id -u)" -mtime +0 -exec rm -f -- {} + 2>/dev/null
  break
done
fi`

/** Notes rooms that are about to be made. */
export const noteRooms = (rooms: readonly string[]): string =>
  rooms.length === 0
    ? ':'
    : `(umask 077; set -C; ${rooms.map((room) => `printf %s ${inName(room) ? "''" : quote(room)} >${noteOf(room)}`).join('; ')}) 2>/dev/null`

/** The note of a room, as a word of the shell. */
export const noteOf = (room: string): string => `"$rb_left"-${quote(inName(room) ?? digest(room))}`

/** The path in a name, where that is not too long for one. */
function inName(room: string): string | undefined {
  const name = room.replaceAll('%', '%25').replaceAll('/', '%2F')
  return Buffer.byteLength(name) <= 200 ? name : undefined
}

const digest = (room: string): string => createHash('sha256').update(room).digest('hex')
