import { livesFunction } from './lives-function.ts'
import { quote } from './quote.ts'

/**
 * What a run that died has left on a host goes with the next one that changes something there, as the same user: rooms and
 * uploads, of which it has noted where they are before it made them, and uploads without a note, when they are older than a
 * day. Only what the user has noted is
 * believed, and only a folder of the user's own removed; an upload of root's is the login user's.
 *
 * A note is a name, not a content: of two names, a file system that loses power keeps the one that was made first, or both. A
 * number of a process is given again after that, so a note has the time when the process began, too.
 */
export const sweep = `if [ -z "\${rb_swept-}" ]; then
rb_swept=1
for f in "\${rb_left%-*-*}"-*; do
  [ -f "$f" ] && [ ! -L "$f" ] && [ -O "$f" ] || continue
  r=\${f##*/.runbook-left-}; p=\${r%%-*}; r=\${r#*-}
  rb_dead "$p" "\${r%%-*}" || continue
  case \${r#*-} in %2F*) x=$(printf %s "\${r#*-}" | sed 's|%2F|/|g; s|%25|%|g') ;; *) x=$(cat <"$f") ;; esac
  case \${x##*/} in .runbook-*) [ -L "$x" ] || { [ -d "$x" ] && [ ! -O "$x" ]; } || rm -rf -- "$x" ;; esac
  rm -f -- "$f"
done
for f in /var/tmp/.runbook-????????????????????????????????; do
  [ -f "$f" ] && [ -O "$f" ] || continue
  find /var/tmp -maxdepth 1 -name '.runbook-????????????????????????????????' -type f -user "$(id -u)" -mtime +0 -exec rm -f -- {} + 2>/dev/null
  break
done
fi`

/** Before what follows. */
export const beginNotes = `${livesFunction}
rb_born $$; rb_left=\${RUNBOOK_LOCKS:-/var/tmp}/.runbook-left-$$-$rb_b`

/** Notes rooms or uploads that are about to be made; one that has a note keeps it. */
export const note = (paths: readonly string[]): string => {
  const notes = paths.map((path, nth) => `printf %s ${inName(path) ? "''" : quote(path)} >${noteOf(path, nth)}`)
  return notes.length === 0 ? ':' : `(umask 077; set -C; ${notes.join('; ')}) 2>/dev/null`
}

/** Removes these, with their notes. */
export const removeNoted = (paths: readonly string[]): string =>
  paths.length === 0 ? ':' : `rm -rf -- ${[...paths.map(quote), ...paths.map(noteOf)].join(' ')}`

/** Removes their notes alone. */
export const forget = (paths: readonly string[]): string =>
  paths.length === 0 ? ':' : `rm -f -- ${paths.map(noteOf).join(' ')}`

const noteOf = (path: string, nth: number): string => `"$rb_left"-${quote(inName(path) ?? `${nth}`)}`

/** The path in a name, where that is not too long for one. */
function inName(path: string): string | undefined {
  const name = path.replaceAll('%', '%25').replaceAll('/', '%2F')
  return Buffer.byteLength(name) <= 200 ? name : undefined
}
