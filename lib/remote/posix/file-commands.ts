import type { FileCommands } from '../dialect/shell-commands.ts'
import { beginNotes, note, removeNoted } from './left-behind.ts'
import { quote } from './quote.ts'
import { sumFunction } from './sha256.ts'

/** Files beside the work of a run: where they are, and how they come and go. */
export const fileCommands: FileCommands = {
  temporary: (random) => `/var/tmp/.runbook-${random}`,
  touch: (path) => `: >${quote(path)}`,
  note: (paths) => `${beginNotes}\n${note(paths)}`,
  remove: (paths) => `rm -f -- ${paths.map(quote).join(' ')}`,
  removeNoted: (paths) => `${beginNotes}\n${removeNoted(paths)}`,
  receive(path, ready) {
    // Noclobber makes the new file with O_EXCL: nobody's link is followed.
    const target = quote(path.startsWith('-') ? `./${path}` : path)
    return `umask 077; rm -f ${target} && set -C && exec 3>${target} && echo ${quote(ready)} && exec cat >&3`
  },
  receiveMore(path, ready) {
    const target = quote(path.startsWith('-') ? `./${path}` : path)
    return `[ -f ${target} ] && [ ! -L ${target} ] && [ -O ${target} ] && echo ${quote(ready)} && exec cat >>${target}`
  },
  takePart,
  receiveNew: (path, ready) => `sh -c ${quote(`umask 077; set -C; echo ${quote(ready)}; exec cat >${quote(path)}`)}`,
}

/**
 * Takes over the largest part of a file that an upload of the same user has left. What nobody has written to for a minute is
 * nobody's any more, for an upload that comes to a stop is given up by then; of what is younger, a copy is taken: another run may
 * be at it. Only a plain file of the user's own is believed, and what is in it is told by its digest alone.
 */
function takePart(path: string, random: number): string {
  const left = `${quote(path.slice(0, -random))}${'?'.repeat(random)}`
  const script = `umask 077
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
  return `sh -c ${quote(script)}`
}
