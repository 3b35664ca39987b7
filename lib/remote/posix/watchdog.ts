import type { Arming, GuardCommands, GuardEnd, GuardName } from '../dialect/guard-commands.ts'
import { journalRoot } from './journal-places.ts'
import { livesFunction } from './lives-function.ts'
import { type ReversePart, reverseParts } from './put-back.ts'
import { quote } from './quote.ts'
import { tailFunction } from './run-functions.ts'
import { watchdogScript } from './watchdog-script.ts'

/**
 * In the journal of a run, a folder of each guarded list: `run` (the watchdog), `pid`, a file for each part of what it puts back,
 * `decided` (a link that says how, so that only one can decide), `said`, and `end` when it is over.
 */
export const guardCommands: GuardCommands = {
  arm,
  readArmed(heard, nonce) {
    const found = new RegExp(`\\n${nonce} guard (armed|none) (\\d{1,5})\\n`).exec(heard)
    if (found === null) return undefined
    const why = textAt(heard, found.index + found[0].length, Number(found[2]))
    return why === undefined ? undefined : { armed: found[1] === 'armed', why }
  },
  decide,
  readDecided(heard, nonce) {
    const found = new RegExp(`\\n${nonce} guard end (kept|late|told|ended|lost) (\\d{1,5})\\n`).exec(heard)
    if (found === null) return undefined
    const said = textAt(heard, found.index + found[0].length, Number(found[2]))
    return said === undefined ? undefined : { end: found[1] as GuardEnd['end'], said }
  },
}

/** From here on nothing is changed that cannot be kept. */
function arm(arming: Arming, nonce: string): string {
  const { id, nth, operations, touched } = arming
  const parts = reverseParts(operations, new Set(touched))
  return `rb_required=x
rb_o=$( { ( umask 077
[ -n "\${rb_j-}" ] || { echo 'there is no journal to put it back from'; exit 1; }
rb_g=$rb_j/guard-${id} rb_locks=\${RUNBOOK_LOCKS:-/var/tmp}
[ -d "$rb_g" ] || mkdir -- "$rb_g" || exit
cd -- "$rb_g" || exit
${parts.map(partLine).join('\n')}
if [ -f pid ]; then
[ ! -L decided ] && rb_lives ./pid || { echo 'what was done before is put back already'; exit 1; }
exit 0
fi
printf %s ${quote(watchdogScript(arming))} >run || exit
set -- sh "$rb_g/run" "$rb_j" "$rb_locks" "$PATH" "\${HOME-/}" "\${RB_LOCALE-}"
if [ -d /run/systemd/system ] && [ "$(id -u)" = 0 ] && systemd-run --quiet --collect --unit=runbook-guard-${id}-${nth} -p KillMode=process -p TimeoutStopSec=120 -- "$@" </dev/null >/dev/null 2>&1; then :
elif command -v setsid >/dev/null 2>&1; then ( setsid "$@" </dev/null >/dev/null 2>&1 6<&- & )
else ( "$@" </dev/null >/dev/null 2>&1 6<&- & )
fi
t=0
until [ -f pid ] || [ $t -ge 50 ]; do t=$((t + 1)); sleep 0.2 2>/dev/null || { sleep 1; t=$((t + 4)); }; done
[ -f pid ] || { echo 'its watchdog did not begin within 10 s'; exit 1; }
exit 0 ) ; } 2>&1 ) && rb_x=armed || { rb_x=none; rb_stop=1; }
printf '\\n%s guard %s %s\\n%s' ${nonce} $rb_x \${#rb_o} "$rb_o"`
}

const partLine = ({ kind, n, text }: ReversePart): string =>
  `printf %s ${quote(text)} >${kind}-${String(n).padStart(9, '0')} || exit`

/** Whoever makes the link has decided. */
function decide(word: 'keep' | 'back' | 'none', { run, id }: GuardName, nonce: string): string {
  const link = word === 'none' ? '' : `ln -s ${word === 'keep' ? 'keep' : 'told'} "$rb_g/decided" 2>/dev/null\n`
  return `( ${journalRoot}
${livesFunction}
${tailFunction}
rb_g=$rb_jr/${run}/guard-${id} rb_e=lost rb_o=
rb_said() { { if [ $(($(wc -c <"$rb_g/said"))) -le 4000 ]; then cat "$rb_g/said"; else rb_tail 4000 <"$rb_g/said"; fi; } 2>/dev/null; }
${link}while [ ! -f "$rb_g/end" ] && rb_lives "$rb_g/pid"; do sleep 0.2 2>/dev/null || sleep 1; done
[ ! -f "$rb_g/end" ] || { read -r rb_e <"$rb_g/end"; rb_o=$(rb_said); }
printf '\\n%s guard end %s %s\\n%s' ${nonce} "$rb_e" \${#rb_o} "$rb_o" )`
}

function textAt(heard: string, from: number, length: number): string | undefined {
  return heard.length < from + length
    ? undefined
    : Buffer.from(heard.slice(from, from + length), 'latin1')
        .toString()
        .trim()
}
