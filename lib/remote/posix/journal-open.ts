import type { JournalOpening } from '../dialect/journal-commands.ts'
import { forgetDetached, journalRoot, runsFunctions } from './journal-places.ts'
import { quote } from './quote.ts'

/**
 * Opens the journal of a run on a host for this shell, before its first change there, and buries what runs that died have left: this
 * run has the lock, so nobody acts but it, maybe under several names of the machine. `rb_j` is the folder, or empty where there is none; then the reason is told,
 * and where a journal is required nothing is begun (`rb_stop`).
 */
export function openJournal({ name, text, required }: JournalOpening, nonce: string): string {
  return `if [ -z "\${rb_j+x}" ]; then
${journalRoot}
${runsFunctions}
rb_j=$rb_jr/${name} rb_required=${required ? 'x' : ''}
rb_jopen() {
  if [ ! -e "$rb_jr" ]; then (umask 022; mkdir -p -- "\${rb_jr%/*}" && { mkdir -m 700 -- "$rb_jr" || [ -d "$rb_jr" ]; }) || return; fi
  [ -d "$rb_jr" ] && [ ! -L "$rb_jr" ] && [ -O "$rb_jr" ] || { echo "$rb_jr is no folder of $(id -un)'s own"; return 1; }
  [ -d "$rb_j" ] || mkdir -m 700 -- "$rb_j" "$rb_j/was" || [ -d "$rb_j/was" ] || return
  umask 077; rb_born $$; echo "$$ $rb_b" >>"$rb_j/pids" || return
  [ ! -e "$rb_j/end" ] || rm -f -- "$rb_j/end"
  printf '%s\\n' ${quote(text)} >"$rb_j/run"
}
rb_bury() {
  if [ -e "$1/end" ] || [ "$1" = "$rb_j" ] || rb_acts "$1"; then return; fi
  ls "$1"/was/* >/dev/null 2>&1 && find "$1/was" -maxdepth 1 -type f -name 'old-*' -links +1 -exec rm -f -- {} + 2>/dev/null
  echo died >"$1/end"
}
if rb_w=$( (rb_jopen) 2>&1); then rb_journals rb_bury
else rb_j=; printf '\\n%s journal none %s\\n%s\\n' ${nonce} "\${#rb_w}" "$rb_w"; [ -z "$rb_required" ] || rb_stop=1
fi
fi`
}

/** Of what was heard of that: why there is no journal, where it was heard to the end. */
export function readNoJournal(heard: string, nonce: string): string | undefined {
  const found = new RegExp(`\\n${nonce} journal none (\\d{1,5})\\n`).exec(heard)
  if (found === null) return undefined
  const from = found.index + found[0].length
  const to = from + Number(found[1])
  return heard.length < to ? undefined : Buffer.from(heard.slice(from, to), 'latin1').toString().trim()
}

/**
 * Ten runs are kept of what the inventory calls this host, of at most thirty days, and 200 MB; as long is kept how detached commands ended. What is not to be seen as ended
 * is never taken away.
 */
export function endJournal(name: string, before: string): string {
  return `${journalRoot}
${runsFunctions}
rb_j=$rb_jr/${name}
if [ -d "$rb_j" ] && [ -O "$rb_j" ]; then
if [ -s "$rb_j/log" ]; then
echo ended >"$rb_j/end"
rb_one() { rb_all="$rb_all \${1##*/}"; case $1 in *".\${rb_j##*.}") rb_named="$rb_named \${1##*/}" ;; esac; }
rb_drop() { [ "$rb_jr/$1" = "$rb_j" ] || [ ! -e "$rb_jr/$1/end" ] || rm -rf -- "$rb_jr/$1"; }
rb_all= rb_named=; rb_journals rb_one
set -- $rb_named
while [ $# -gt 10 ]; do rb_drop "$1"; shift; done
set -- $rb_all
while [ $# -gt 1 ] && [ "\${1%%-*}" -lt ${before} ] 2>/dev/null; do rb_drop "$1"; shift; done
while [ $# -gt 1 ] && [ "$(du -sk -- "$rb_jr" | cut -f 1)" -gt 204800 ]; do rb_drop "$1"; shift; done
${forgetDetached(30)}
else rm -rf -- "$rb_j"
fi
fi`
}
