import type { Run } from '../../core/operation.ts'
import { fill } from '../../core/reference.ts'
import type { Detached } from '../dialect/detached-commands.ts'
import type { Holder } from '../dialect/lock-commands.ts'
import { userScript } from './frame.ts'
import { journalRoot } from './journal-places.ts'
import { livesFunction } from './lives-function.ts'
import { quote } from './quote.ts'
import { lastLineFunction, limitFunction, mostTold, tailFunction } from './run-functions.ts'

/**
 * A script that runs on whoever goes away, in a folder of mode 0700 beside the journals: `run` (what runs), `pid`, `output`, and
 * `status` when it has ended. A file beside the lock of the host says that it acts there, as long as it lives.
 */
const place = (name: string): string => `${journalRoot}
rb_d=\${rb_jr%/*}/detached/${name} rb_i=\${RUNBOOK_LOCKS:-/var/tmp}/.runbook-lock-job-${name}
${livesFunction}
rb_runs() { [ -f "$rb_d/pid" ] && [ ! -f "$rb_d/status" ] && rb_lives "$rb_d/pid"; }`

/**
 * Starts it, unless it runs already, or has ended and nobody has heard how. An old end that was good says nothing of what is to be
 * done anew, and is forgotten.
 */
export function startDetached(
  { script, stdin }: Run,
  { name, within, isDone }: Detached,
  { run, words }: Holder,
): string {
  const counts =
    isDone === undefined
      ? ''
      : `[ "$(cat "$rb_d/status")" = 0 ] && ! ${userScript(isDone, [], undefined, 60)}>/dev/null 2>&1 ||`
  const input = stdin === undefined ? '' : `printf %s ${quote(fill(stdin))} >"$rb_d/stdin" || exit\n`
  return `( ${place(name)}
if rb_runs; then echo 'it runs already, and is taken up'; exit 0; fi
[ ! -f "$rb_d/status" ] || { ${counts} exit 0; }
rm -rf -- "$rb_d"
[ -d "\${rb_d%/*/*}" ] || (umask 022; mkdir -p -- "\${rb_d%/*/*}") || exit
[ -d "\${rb_d%/*}" ] || mkdir -m 700 -- "\${rb_d%/*}" || exit
[ ! -L "\${rb_d%/*}" ] && [ -O "\${rb_d%/*}" ] || { echo "\${rb_d%/*} is no folder of $(id -un)'s own"; exit 1; }
umask 077; mkdir -- "$rb_d" || exit
printf %s ${quote(runner(script, within, [run, words]))} >"$rb_d/run" || exit
${input}set -- sh "$rb_d/run" "$rb_d" "$rb_i" "$PWD" "$PATH" "\${HOME-/}" "\${RB_LOCALE-}"
if [ -d /run/systemd/system ] && [ "$(id -u)" = 0 ] && systemd-run --quiet --collect --unit=runbook-${name} -- "$@" </dev/null 2>/dev/null; then :
elif command -v setsid >/dev/null 2>&1; then setsid "$@" </dev/null >/dev/null 2>&1 6<&- &
else "$@" </dev/null >/dev/null 2>&1 6<&- &
fi
t=0
until [ -f "$rb_d/pid" ] || [ $t -ge 10 ]; do t=$((t + 1)); sleep 1; done
[ -f "$rb_d/pid" ] || { echo 'it did not begin within 10 s'; exit 1; } )`
}

/** A script that ends with 0 where something is at a path, also a link that leads nowhere. */
export const isThere = (path: string): string => `[ -e ${quote(path)} ] || [ -L ${quote(path)} ]`

const runner = (script: string, within: number, lines: readonly string[]): string => `rb_d=$1 rb_i=$2
cd -- "$3" 2>/dev/null; PATH=$4 HOME=$5 RB_LOCALE=$6; export PATH HOME RB_LOCALE
trap '' HUP
${livesFunction}
${limitFunction}
rb_born $$; rb_s=$rb_b
umask 077; exec 4</dev/null; [ ! -f "$rb_d/stdin" ] || { exec 4<"$rb_d/stdin"; rm -f "$rb_d/stdin"; }
rm -f -- "$rb_i"; (umask 022; set -C; printf '%s\\n' $$ ${lines.map(quote).join(' ')} "$rb_s" >"$rb_i") 2>/dev/null
printf '%s\\n' $$ "$rb_s" >"$rb_d/.pid" && mv "$rb_d/.pid" "$rb_d/pid"
( umask 022; ${userScript(script, [], undefined, within)} <&4 4<&- ) >"$rb_d/output" 2>&1
echo $? >"$rb_d/.status" && mv "$rb_d/.status" "$rb_d/status"
rm -f -- "$rb_i"`

/** Waits a little for its end, and says how it ended, once, or what it has said last. */
export const pollDetached = (name: string, nonce: string): string => `( ${place(name)}
nl='
'
${tailFunction}${lastLineFunction}
rb_nonce=${nonce} t=0
while rb_runs && [ $t -lt 3 ]; do t=$((t + 1)); sleep 1; done
if rb_runs; then
  rb_line <"$rb_d/output" && printf '\\n%s 0 said %s\\n%s' "$rb_nonce" \${#t} "$t"
  exit 0
fi
[ -f "$rb_d/status" ] || sleep 1
x=1 o=
[ ! -f "$rb_d/output" ] || if [ $(($(wc -c <"$rb_d/output"))) -le ${mostTold} ]; then o=$(cat "$rb_d/output")
else o=$(rb_tail ${mostTold} <"$rb_d/output")
fi
if [ -f "$rb_d/status" ]; then read -r x <"$rb_d/status"
else o=$o\${o:+$nl}'it was ended from outside'
fi
rm -rf -- "$rb_d" "$rb_i"
! command -v rb_ended >/dev/null || rb_ended >/dev/null 2>&1
printf '\\n%s 0 %s %s\\n%s' "$rb_nonce" "$x" \${#o} "$o" )`
