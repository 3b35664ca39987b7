import { keptLimit } from '../../core/journal.ts'

/**
 * What the journal says of paths that a script may change: `p` before it, with a copy of what is there, `q` after it.
 *
 * `rb_seen WORD NAME PATH SALT` is of one. `rb_seen_in WORD NAME FOLDER/ SALT ENTRY …` is of entries of one folder, by as many programs
 * as for one: digests, which for a moment are files of the journal where they are mixed with the salt, attributes, and a copy of all of them into a folder of that name. What is no plain file or folder, and all
 * where the answers are not as many as the questions, is looked at by itself.
 */
export const seenFunctions = `rb_seen() {
  [ -n "\${rb_j-}" ] || return 0
  rb_t=absent rb_s=- rb_m=-
  rb_f=$(cd -P -- "\${3%/*}/" 2>/dev/null && pwd -P) && rb_f=$rb_f/\${3##*/} || rb_f=$3
  case $rb_f in //*) rb_f=\${rb_f#/} ;; esac
  if [ -L "$3" ]; then rb_t=symlink; rb_s=$(readlink "$3") && rb_s=$(printf %s "$rb_s" | rb_sum)
  elif [ -f "$3" ]; then rb_t=file; rb_s=$(rb_sum <"$3" 2>/dev/null)
  elif [ -d "$3" ]; then rb_t=directory
  elif [ -e "$3" ]; then rb_t=other
  fi
  rb_salted "$4"
  if [ "$1" = p ]; then
    [ $rb_t = absent ] || rb_m=$(stat -c %a:%u:%g -- "$3")
    case $rb_t in symlink | file) rb_copy "$3" "$2" || return ;; esac
  fi
  rb_log "$1 $2 $rb_t \${rb_m:--} \${rb_s:--} $rb_f"
}
rb_seen_in() {
  [ -n "\${rb_j-}" ] || return 0
  rb_gw=$1 rb_gn=$2 rb_gd=$3 rb_gk=$4 rb_gf= rb_gs= rb_gm= rb_gl= rb_go= rb_ge=; shift 4
  rb_gr=$(cd -P -- "$rb_gd" 2>/dev/null && pwd -P) || rb_gr=\${rb_gd%/}
  rb_gr=\${rb_gr%/}
  for rb_x; do
    if [ -L "$rb_gd$rb_x" ]; then rb_go="$rb_go $rb_x"
    elif [ -f "$rb_gd$rb_x" ] && [ -r "$rb_gd$rb_x" ]; then rb_gf="$rb_gf $rb_x"
    elif [ -d "$rb_gd$rb_x" ]; then rb_ge="$rb_ge $rb_x"
    elif [ -e "$rb_gd$rb_x" ]; then rb_go="$rb_go $rb_x"
    else rb_gl="$rb_gl\${rb_gl:+$nl}$rb_gw $rb_gn/$rb_x absent - - $rb_gr/$rb_x"
    fi
  done
  [ "$rb_gw" = q ] || [ -z "$rb_gf$rb_go" ] || mkdir -- "$rb_j/was/old-$rb_gn" 2>/dev/null
  if rb_seen_all; then
    for rb_x in $rb_gf; do rb_seen_line file "\${rb_gs%%"$nl"*}" "$rb_x"; rb_gs=\${rb_gs#*"$nl"}; done
    for rb_x in $rb_ge; do rb_seen_line directory - "$rb_x"; done
  else rb_go="$rb_go$rb_gf$rb_ge"
  fi
  [ -z "$rb_gl" ] || rb_log "$rb_gl" || return
  for rb_x in $rb_go; do rb_seen "$rb_gw" "$rb_gn/$rb_x" "$rb_gd$rb_x" "$rb_gk" || return; done
}
rb_salted_all() {
  [ -n "$rb_gk" ] && [ $rb_x -gt 0 ] || return 0
  rm -rf -- "$rb_j/salted"; mkdir -m 700 -- "$rb_j/salted" || return
  set --
  for rb_s in $rb_gs; do set -- "$@" $(($# + 1)); printf %s "$rb_gk$rb_s" >"$rb_j/salted/$#" || return; done
  rb_gs=$(cd -- "$rb_j/salted" && rb_sum "$@" | while read -r s f; do echo "k$s"; done)
  rm -rf -- "$rb_j/salted"
  set -- $rb_gs; [ $# = $rb_x ]
}
rb_seen_all() {
  set -- $rb_gf; rb_x=$#
  [ $# = 0 ] || rb_gs=$(cd -- "$rb_gd" && rb_digests $(printf './%s ' "$@"))
  set -- $rb_gs; [ $# = $rb_x ] && rb_salted_all || return
  if [ "$rb_gw" = q ]; then return; fi
  set -- $rb_gf $rb_ge; rb_x=$#
  [ $# = 0 ] || rb_gm=$(cd -- "$rb_gd" && stat -c %a:%u:%g:%b -- "$@" 2>/dev/null)
  set -- $rb_gm; [ $# = $rb_x ] || return
  for rb_x; do [ "\${rb_x##*:}" -le ${keptLimit / 512} ] || return; done
  set -- $rb_gf "$rb_j/was/old-$rb_gn/"
  [ $# = 1 ] || (cd -- "$rb_gd" && { cp -a --reflink=auto -- "$@" || cp -pPR -- "$@"; }) 2>/dev/null && return
  rm -rf -- "$rb_j/was/old-$rb_gn"
  mkdir -- "$rb_j/was/old-$rb_gn" 2>/dev/null; return 1
}
rb_seen_line() {
  if [ "$rb_gw" = p ]; then rb_m=\${rb_gm%%"$nl"*}; rb_m=\${rb_m%:*}; rb_gm=\${rb_gm#*"$nl"}; else rb_m=-; fi
  rb_gl="$rb_gl\${rb_gl:+$nl}$rb_gw $rb_gn/$3 $1 $rb_m $2 $rb_gr/$3"
}
`
