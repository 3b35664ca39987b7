import type { Arming } from '../dialect/guard-commands.ts'
import { beginNotes, sweep } from './left-behind.ts'
import { livesFunction } from './lives-function.ts'
import { putBackFunctions } from './put-back.ts'
import { quote } from './quote.ts'
import { limitFunction } from './run-functions.ts'
import { treeFunctions } from './unlock.ts'

/**
 * The watchdog of a guarded list, of one of the users as whom it acts. It waits until it is decided: by who confirms it (`keep`)
 * or gives it up (`told`), by its time (`late`), or by who ends it (`ended`, as the end of the host does). Then it ends the shells of the run, and
 * puts back, together with the watchdogs of the other users, what must end first, all files, and what makes them live. Each tells the
 * others how far it is in a file beside the host's lock; another file there says that it has the lock. What a script prints is told
 * only where it fails: all that is in `said` is what could not be put back.
 */
export function watchdogScript({ run, id, nth, within, holder }: Arming): string {
  const state = `.runbook-guard-${id}`
  return `rb_j=$1 rb_locks=$2 PATH=$3 HOME=$4 RB_LOCALE=$5 LC_ALL=C RUNBOOK_LOCKS=$2
export PATH HOME LC_ALL RUNBOOK_LOCKS
[ -n "$RB_LOCALE" ] || unset RB_LOCALE
cd -- "$rb_j/guard-${id}" || exit
umask 077
trap '' HUP
why=
trap 'why=ended' TERM
${livesFunction}
${limitFunction}
${treeFunctions}
${putBackFunctions}
rb_own=$rb_locks/${state}-${nth} rb_lead=$rb_locks/${state}-0 rb_job=$rb_locks/.runbook-lock-job-guard-${id}-${nth}
rb_up() { if read -r rb_u rb_x </proc/uptime; then rb_u=\${rb_u%%.*}; else rb_u=$(date +%s); fi; } 2>/dev/null
rb_nap() { sleep 0.2 2>/dev/null || sleep 1; }
rb_others() {
  rb_w=0
  while [ $rb_w -lt "$1" ]; do
    rb_w=$((rb_w + 1)) rb_m=
    for f in "$rb_locks/${state}"-*; do
      [ ! -f "$f" ] || [ "$f" = "$rb_own" ] || { [ -n "$2" ] && grep -qx "$2" "$f"; } || { rb_lives "$rb_locks/.runbook-lock-job-guard-\${f##*/.runbook-guard-}" && rb_m=x; }
    done
    [ -n "$rb_m" ] || return
    rb_nap
  done
}
rb_tell() { echo "$1" >>"$rb_own"; }
rb_end_run() {
  while read -r rb_p1 rb_b1; do
    [ "$rb_p1" != $$ ] && ! rb_dead "$rb_p1" "$rb_b1" || continue
    rb_tree "$rb_p1"; rb_all=$all
    kill -s TERM $rb_all; rb_w=0
    while ! rb_gone "$rb_p1" && [ $rb_w -lt 10 ]; do rb_w=$((rb_w + 1)); rb_nap; done
    kill -s KILL $rb_all
    for f in "$rb_locks"/.runbook-lock-*; do
      case $f in *-job-*) continue ;; esac
      { read -r rb_p2; } <"$f" && [ "$rb_p2" = "$rb_p1" ] && rm -f -- "$f" "$rb_locks/.runbook-life-\${f##*/.runbook-lock-}" "$rb_locks/.runbook-lock"
    done
  done <"$rb_j/pids"
} 2>/dev/null
rb_parts() { rb_l=; for f in $1-*; do [ ! -f "$f" ] || if [ "$2" = last ]; then rb_l="$f $rb_l"; else rb_l="$rb_l $f"; fi; done; }
rb_n_of() { rb_n=\${1#*-}; while :; do case $rb_n in 0?*) rb_n=\${rb_n#0} ;; *) return ;; esac; done; }
rb_script() {
  rb_n_of "$1"; rb_begun "$rb_n" || return 0
  ( if [ -n "\${RB_LOCALE-}" ]; then LC_ALL=$RB_LOCALE; else unset LC_ALL; fi; unset RB_LOCALE; rb_within ${longestScript} sh "./$1" ) </dev/null >script-said 2>&1 || { x=$?; cat script-said; echo "the script of operation $rb_n ended with status $x"; }
}
rb_files() { ( . "./$1" ) </dev/null || echo "operation $(rb_n_of "$1"; echo $rb_n) is not put back"; }
rb_put_back() {
  rb_parts first last; for f in $rb_l; do rb_script "$f"; done
  rb_tell first; rb_others 50 first
  rb_parts back last; for f in $rb_l; do rb_files "$f"; done
  rb_tell files; rb_others 50 files
  rb_parts live; rb_live=$rb_l
  for f in $rb_live; do
    rb_script "$f"
    [ ! -f "noted-\${f#live-}" ] || rb_files "noted-\${f#live-}"
  done
  for f in first-* back-* live-*; do
    [ -f "$f" ] || continue
    rb_n_of "$f"; ! rb_begun "$rb_n" || echo "x $rb_n back $why" >>"$rb_j/log"
  done
  rb_flush "$rb_j/log"
  rb_tell done
}
rb_finish() {
  rm -f -- first-* back-* live-* noted-* script-said run
  echo "$1" >.end && mv .end end
  [ ${nth} != 0 ] || rb_others 300 ''
  rm -f -- "$rb_own" "$rb_job"
  exit 0
}
rb_up; rb_from=$rb_u
rb_born $$; rb_born1=$rb_b
(umask 022; set -C; : >"$rb_own"; printf '%s\\n' $$ ${quote(run)} ${quote(holder.words)} "$rb_born1" >"$rb_job") || exit
echo "$$ $rb_born1" >>"$rb_j/pids"
printf '%s\\n' $$ "$rb_born1" >.pid && mv .pid pid || exit
while [ -z "$why" ]; do
  rb_nap
${nth === 0 ? leading(within) : following(within)}
done
trap '' TERM
rb_tell back; rb_tell "$why"
rb_end_run
rb_put_back >said 2>&1
( ${beginNotes}
${sweep} ) >/dev/null 2>&1
rb_finish "$why"
`
}

/** Seconds that a script has which makes the old state live. */
const longestScript = 120

/** It begins so early that all is back when the time is over. */
const lead = (within: number): number => within - Math.ceil(within / 6)

/** Who ends it has decided as well, unless somebody was quicker. */
const leading = (within: number): string => `  [ -z "$why" ] || ln -s "$why" decided 2>/dev/null
  rb_up
  [ $((rb_u - rb_from)) -lt ${lead(within)} ] || ln -s late decided 2>/dev/null
  if [ -L decided ]; then
    why=$(readlink decided)
    if [ "$why" = keep ]; then rb_tell keep; rb_finish kept; fi
  fi`

/** Where the first one is gone without a word, this one goes by its own time. */
const following = (
  within: number,
): string => `  if grep -qx keep "$rb_lead" 2>/dev/null; then rb_tell keep; rb_finish kept; fi
  if grep -qx back "$rb_lead" 2>/dev/null; then why=$(sed -n 2p "$rb_lead"); why=\${why:-late}; break; fi
  if [ -n "$why" ]; then break; fi
  rb_up
  [ $((rb_u - rb_from)) -lt ${lead(within) + 5} ] || why=late`
