import { keptLimit } from '../../core/journal.ts'
import { seenFunctions } from './seen-functions.ts'

/** What is said of a path where there was no room for what was there. What is too large is said in the plan. */
export const notKept =
  'could not be kept in the journal as it was before, and cannot be rolled back: see whether there is room'

/**
 * What scripts say to the journal (`rb_j`, where there is one). What is replaced by a rename is kept by a second name of it,
 * and what is removed is renamed to there on the same file system; all else is copied, before anything of it is taken away. What is
 * not kept, for it is too large or there is no room, is noted, and said: only where a journal is required, nothing is changed then.
 */
export const journalFunctions = `rb_log() {
  [ -z "\${rb_j-}" ] || { printf '%s\\n' "$@" >>"$rb_j/log"; } 2>/dev/null || [ -z "$rb_required" ] ||
    { echo "the journal $rb_j cannot be written"; return 1; }
}
rb_keep() {
  ln -- "$1" "$2" 2>/dev/null || cp -pP -- "$1" "$2" 2>/dev/null || :
  rb_copied "$@"
}
rb_copied() { [ -z "\${rb_j-}" ] || case $2 in "$rb_j"/*) ;; *) rb_copy "$1" "$3" ;; esac; }
rb_fits() {
  rb_z=$(du -sk -- "$1" 2>/dev/null); rb_z=\${rb_z%%[!0-9]*}
  [ "\${rb_z:-0}" -le ${keptLimit / 1024} ]
}
rb_copy() {
  [ -n "\${rb_j-}" ] || return 0
  if ! rb_fits "$1"; then rb_log "u $2 $rb_z"; return; fi
  cp -a --reflink=auto -- "$1" "$rb_j/was/old-$2" 2>/dev/null && return
  rm -rf -- "$rb_j/was/old-$2"
  cp -pPR -- "$1" "$rb_j/was/old-$2" 2>/dev/null && return
  rm -rf -- "$rb_j/was/old-$2"
  rb_log "u $2 -" && [ -z "$rb_required" ] || { echo "$1 cannot be kept in the journal $rb_j"; return 1; }
}
rb_unkeep() { [ ! "$1" -ef "$2" ] || rm -f -- "$2"; }
rb_salted() {
  rb_s=\${rb_s%% *}
  case $rb_s in '' | -) ;; *) [ -z "$1" ] || { rb_s=$(printf %s "$1$rb_s" | rb_sum); rb_s=k\${rb_s%% *}; } ;; esac
}
rb_digest() { [ -z "\${rb_j-}" ] || [ ! -f "$3" ] || [ -L "$3" ] || { rb_s=$(rb_sum <"$3") && rb_salted "$4" && rb_log "$1 $2 $rb_s"; }; }
rb_noted() { [ -z "\${rb_j-}" ] || [ "$1" = 0 ] || rb_log "w $1 $(stat -c %a:%u:%g -- "$2" 2>/dev/null)"; }
rb_gone() {
  if [ -z "\${rb_j-}" ] || [ "$2" = 0 ]; then rm -rf -- "$1"; return; fi
  rb_noted "$2" "$1" || return
  rb_x=$(stat -c %d -- "$1" "$rb_j" 2>/dev/null)
  if [ "\${rb_x%"$nl"*}" = "\${rb_x#*"$nl"}" ] && rb_fits "$1"; then
    rb_why=$(mv -- "$1" "$rb_j/was/old-$2" 2>&1) && return
    rb_here "$1" || return 0
    ! rb_here "$rb_j/was/old-$2" || { echo "$rb_why"; return 1; }
  fi
  rb_copy "$1" "$2" || return
  if rb_unkept "$2"; then echo "$1 ${notKept}"; fi
  rm -rf -- "$1"
}
rb_unkept() { [ -n "\${rb_j-}" ] && ! rb_here "$rb_j/was/old-$1" && ! grep -q "^u $1 [0-9]" "$rb_j/log" 2>/dev/null; }
${seenFunctions}`
