import { changedStatus } from '../dialect/operation-scripts.ts'
import { tailFunction } from './run-functions.ts'
import { sumFunction, tellNoSum } from './sha256.ts'

/**
 * Functions of the host's shell, sent with every script that changes something.
 *
 * What is new is made ready in a room, a folder that only its owner may enter, so that whatever it takes over from the old
 * on the way (mode, owner, ACL) gives it to nobody; it leaves as it is to be. Where attributes change in place, the mode may
 * be meant for the new owner and group alone, and the old one for the old: in between, `rb_own` leaves only what both allow.
 * The kernel takes the set-user and set-group bits from a file that gets another owner; they are given back. Only a mount
 * point is written in place, from a copy that is whole. Nothing is renamed into a directory that stands where it is to be
 * (`rb_rename`; a `mv` without `-T` is trusted to find none): somebody may make one in that moment. `rb_settles` puts what lies
 * under its own name into a folder, as far as it can. What was uploaded is moved into a room (`rb_bring`) where it becomes what
 * a new file would be there: its owner's, in a folder that passes on no group, no ACL and no label.
 */
export const applyFunctions = `nl='
'
rb_changed() { echo "$1"; return ${changedStatus}; }
${sumFunction}
${tailFunction}rb_digests() { rb_sum "$@" 2>/dev/null | while read -r s f; do echo "\${s#\\\\}"; done; }
rb_here() { [ -e "$1" ] || [ -L "$1" ]; }
rb_was() {
  case $2 in
    absent) if rb_here "$1" && ! rb_is "$@"; then rb_changed "something is at $1 now"; fi ;;
    directory) [ -d "$1" ] || rb_changed "$1 is no longer a directory" ;;
    symlink) [ -L "$1" ] && { [ $# -lt 3 ] || [ "$(readlink "$1"; echo .)" = "$3$nl." ]; } || rb_changed "$1 no longer links to $3" ;;
    file) [ -f "$1" ] && [ ! -L "$1" ] || rb_changed "$1 is no longer a file" ;;
    sha) if [ ! -f "$1" ] || [ -L "$1" ]; then rb_changed "$1 is no longer a file"; return; fi
      s=\${4-}; [ -n "$s" ] || { s=$(rb_sum <"$1"); s=\${s%% *}; }
      [ "$s" != - ] || { ${tellNoSum}; return 1; }
      [ "$s" = "$3" ] || rb_changed "$1 has another content now" ;;
  esac
}
rb_is() {
  case $3 in
    directory) [ -d "$1" ] && [ ! -L "$1" ] ;;
    symlink) [ -L "$1" ] && [ "$(readlink "$1"; echo .)" = "$4$nl." ] ;;
    file) [ -f "$1" ] && [ ! -L "$1" ] && [ "$(rb_sum <"$1" | cut -c 1-64)" = "$4" ] ;;
    *) false ;;
  esac
}
rb_put() { printf "\${3-%s}" "$2" >"$1" 2>/dev/null || printf "\${3-%s}" "$2" | cat >|"$1"; }
rb_bring() {
  [ -O "$1" ] && [ ! -L "$1" ] || return
  case $(ls -ld -- "\${2%/*}") in 'drwx------ '*) mv -f -- "$1" "$2" 2>/dev/null ;; *) false ;; esac
}
rb_like() {
  cp --attributes-only --preserve=all --no-preserve=timestamps -- "$1" "$2" 2>/dev/null ||
    { chown "$(stat -c %u:%g -- "$1")" "$2" && chmod "$(stat -c %a -- "$1")" "$2"; }
}
rb_likes() {
  rb_d=$1; shift
  for f; do [ -f "$f" ] || return; done
  cp --attributes-only --preserve=all --no-preserve=timestamps,links -- "$@" "$rb_d" 2>/dev/null
}
rb_invalid() {
  v= x=
  if [ $(($(wc -c <"$rb_v"))) -le 4000 ]; then v=$(cat "$rb_v"); else v=$(rb_tail 4000 <"$rb_v"); fi
  while :; do case $v in *"$3"*) x=$x\${v%%"$3"*}$2; v=\${v#*"$3"} ;; *) break ;; esac; done
  printf '%s\\n' "$x$v" "$4 ended with status $1"; return 1
}
rb_taken() { echo "$1 is gone from where it was to pass $3: leave it there"; return 1; }
rb_rename() {
  rb_why=$(mv -fT -- "$1" "$2" 2>&1) && return
  [ ! -d "$2" ] || { echo "$rb_why"; return 1; }
  mv -f -- "$1" "$2"
}
rb_settle() { ! rb_here "$1" || rb_rename "$1" "$2"; }
rb_settles() {
  rb_d=$1; shift
  for f; do [ ! -d "$rb_d\${f##*/}" ] || return 0; done
  mv -f -- "$@" "$rb_d" 2>/dev/null || :
}
rb_relink() { ! rb_here "$1" || mv -fT -- "$1" "$2" 2>/dev/null || { rm -f -- "$2" && mv -f -- "$1" "$2"; }; }
rb_unfold() {
  rb_here "$1" || return 0
  rb_is "$2" - directory || rb_why=$(rb_rename "$1" "$2" 2>&1) || rb_is "$2" - directory || { echo "$rb_why"; return 1; }
  if rb_here "$1"; then [ "$3 $4" = '- -' ] || rb_attributes "$2" "$3" "$4"
  elif [ "$5" != ready ]; then rb_attributes "$2" "$3" "$4"; fi
}
rb_fill() {
  cp -p -- "$2" "$3" || return
  cat "$1" >|"$2" && rb_attributes "$2" "$4" "$5" && rb_flush "$2"
}
rb_flush() { sync -- "$@" 2>/dev/null || sync; }
rb_attributes() {
  if [ "$2" != - ]; then rb_own "$1" "$2" "$3"
  elif [ "$3" != - ]; then chmod "$3" "$1"; fi
}
rb_own() {
  m=$(stat -c %a -- "$1") || return
  if [ "$3" = - ]; then
    chown -- "$2" "$1" || return
    case $m in [2-7]???) chmod "0$m" "$1" || return ;; esac
    return 0
  fi
  chmod "$(printf %o $((0$m & 0$3)))" "$1" || return
  chown -- "$2" "$1" || { x=$?; chmod "$m" "$1"; return $x; }
  chmod "$3" "$1"
}
rb_back() { mv -f -- "$1" "$2" || { rb_lost=x; echo "$1 could not be moved to $2, where it was before"; }; }
rb_reown() { x=\${1#*:}; rb_own "$2" "$x" "$(printf %05o "0\${1%%:*}")" || echo "$2 could not be given back to $x"; }
rb_refill() {
  if ! cat "$1" >|"$2"; then mv -- "$1" "/var/tmp/\${1##*/}-$$" && echo "$2 is not whole: what was in it is in /var/tmp/\${1##*/}-$$"; fi
}
rb_end() { printf '\\n%s %s %s %s\\n%s' "$rb_nonce" "$1" "$2" "\${#3}" "$3"; }
rb_filled() { [ -z "$(ls -A -- "$1")" ] && rmdir -- "$1" || rb_changed "something is in $1"; }
`
