import { quote } from './quote.ts'

/**
 * What a run that died has left on a host goes with the next one that changes something there, as the same user: rooms, of
 * which it has noted where they are before it made them, and uploads that are older than a day. Only what the user owns is
 * believed and removed.
 */
export const sweep = `rb_left=\${RUNBOOK_LOCKS:-/var/tmp}/.runbook-left-$$
if [ -z "\${rb_swept-}" ]; then
rb_swept=1
for f in "\${rb_left%-*}"-*; do
  [ -f "$f" ] && [ ! -L "$f" ] && [ -O "$f" ] && ! kill -0 "\${f##*-}" 2>/dev/null || continue
  while IFS= read -r x; do
    case \${x##*/} in .runbook-*) [ ! -d "$x" ] || [ -L "$x" ] || [ ! -O "$x" ] || rm -rf -- "$x" ;; esac
  done <"$f"
  rm -f -- "$f"
done
for f in /var/tmp/.runbook-????????????????????????????????; do
  [ -f "$f" ] && [ -O "$f" ] || continue
  find /var/tmp -maxdepth 1 -name '.runbook-????????????????????????????????' -type f -user "$(id -u)" -mtime +0 -exec rm -f -- {} + 2>/dev/null
  break
done
fi`

/** Notes rooms that are about to be made; the file goes with them. A path that is no line is not noted. */
export function noteRooms(rooms: readonly string[]): string {
  const lines = rooms.filter((path) => !path.includes('\n'))
  return lines.length === 0
    ? ':'
    : `(umask 077; set -C; printf '%s\\n' ${lines.map(quote).join(' ')} >"$rb_left") 2>/dev/null`
}
