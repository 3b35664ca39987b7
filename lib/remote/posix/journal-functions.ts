import { keptLimit } from '../../core/journal.ts'
import { seenFunctions } from './seen-functions.ts'

/**
 * What scripts say to the journal (`rb_j`, where there is one). What is replaced by a rename is kept by a second name of it,
 * and what is removed is renamed to there; all else is copied. What is not kept, for it is too large or there is no room, is
 * noted: only where a journal is required, nothing is changed then.
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
  if [ "$2" = 0 ]; then rm -rf -- "$1"; return; fi
  if [ -n "\${rb_j-}" ] && rb_fits "$1"; then
    rb_noted "$2" "$1" && mv -- "$1" "$rb_j/was/old-$2" && return
    rb_here "$1" || return 0
    rm -rf -- "$rb_j/was/old-$2"
  fi
  [ -z "\${rb_j-}" ] || rb_log "u $2 \${rb_z:--}" || return
  rm -rf -- "$1"
}
${seenFunctions}`
