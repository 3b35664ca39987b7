import { quote } from './quote.ts'
import { sumFunction } from './sha256.ts'

/**
 * Takes over the largest part of a file that an upload of the same user has left. What nobody has written to for a minute is
 * nobody's any more, for an upload that comes to a stop is given up by then; of what is younger, a copy is taken: another run may
 * be at it. Only a plain file of the user's own is believed, and what is in it is told by its digest alone.
 */
export function takePart(path: string, random: number): string {
  const left = `${quote(path.slice(0, -random))}${'?'.repeat(random)}`
  return `umask 077
${sumFunction}
rb_most=0
for f in ${left}; do
  [ -f "$f" ] && [ ! -L "$f" ] && [ -O "$f" ] || continue
  n=$(($(wc -c <"$f")))
  if [ $n -gt $rb_most ]; then rb_most=$n rb_part=$f; fi
done
[ $rb_most -gt 0 ] || exit 0
if [ -n "$(find "$rb_part" -mmin +1 2>/dev/null)" ]; then mv -- "$rb_part" ${quote(path)}; else cp -- "$rb_part" ${quote(path)}; fi &&
printf '%s ' $(($(wc -c <${quote(path)}))) && rb_sum <${quote(path)}`
}
