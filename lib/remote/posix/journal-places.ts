import { journalFormat } from '../../core/journal.ts'
import { livesFunction } from './lives-function.ts'

/**
 * Where the journals of whoever acts are: a folder for each run and host, of mode 0700. In it `run` (the format, then what it is, as
 * JSON), `pids` (of its shells), `log`, `was` (what was at a path before), and `end` when it has ended.
 */
export const journalRoot = `rb_jr=\${RUNBOOK_JOURNAL-}
[ -n "$rb_jr" ] || if [ -O /var/lib ] && [ -w /var/lib ]; then rb_jr=/var/lib/runbook/journal
else rb_jr=\${XDG_STATE_HOME:-\${HOME:-/var/tmp}/.local/state}/runbook/journal; fi`

/**
 * `rb_journals COMMAND` calls it with each run's folder, the oldest first, and what the run is, as JSON; of formats that are
 * not this one, and of what the user does not own, nothing is known. `rb_acts FOLDER`: a shell of that run is still there.
 * All of it is done by the shell itself.
 */
export const runsFunctions = `${livesFunction}
rb_journals() {
  for rb_d in "$rb_jr"/*/; do
    rb_d=\${rb_d%/}
    [ -f "$rb_d/run" ] && [ ! -L "$rb_d" ] && [ -O "$rb_d" ] && { read -r rb_v && read -r rb_r; } 2>/dev/null <"$rb_d/run" || continue
    [ "$rb_v" != '${journalFormat}' ] || "$1" "$rb_d" "$rb_r"
  done
}
rb_acts() {
  [ -f "$1/pids" ] || return 1
  while read -r rb_p rb_q; do
    case $rb_p in *[!0-9]* | '') continue ;; esac
    if ! rb_dead "$rb_p" "$rb_q"; then return 0; fi
  done <"$1/pids"
  return 1
}`

/**
 * Takes away what is left of detached commands that are over and of which nobody has heard how they ended, after `days` at the earliest. Comes
 * behind the functions above.
 */
export const forgetDetached = (days?: number): string => `for rb_d in "\${rb_jr%/*}"/detached/*/; do
  rb_d=\${rb_d%/}
  [ -f "$rb_d/pid" ] && [ ! -L "$rb_d" ] && [ -O "$rb_d" ] || continue
  if [ ! -f "$rb_d/status" ] && rb_lives "$rb_d/pid"; then continue; fi
  ${days === undefined ? '' : `[ -n "$(find "$rb_d" -maxdepth 0 -mtime +${days} 2>/dev/null)" ] || continue; `}rm -rf -- "$rb_d"
done`
