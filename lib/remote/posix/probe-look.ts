import { shownLimit } from '../../core/content.ts'
import { sumFunction } from './sha256.ts'

/** Bytes of contents from which on a process more on the host costs less than they do on their way. */
const packedFrom = 16 * 1024

/** One look at all paths that were walked: attributes, what holds them, digests, contents. Part of the script of `probeScript`. */
export const lookFunctions = `rb_each() {
  k=0 w=
  while [ $k -lt $2 ]; do w="$w \\"\\$$1$k\\""; k=$((k + 1)); done
}
rb_open() {
  [ "$rb_user" != 0 ] || return
  k=0
  while [ $k -lt $ns ]; do
    eval "f=\\$s$k"; k=$((k + 1))
    [ ! -d "$f" ] || [ -w "$f" ] || printf 'w %s\\n%s' \${#f} "$f"
  done
}
rb_stat() {
  if [ $ns -gt 0 ] && ! command -v stat >/dev/null 2>&1; then echo 's -'; return; fi
  if [ $ns -gt 0 ]; then rb_each s $ns; eval "stat -c 's %f %u %g %s %U:%G' -- $w" 2>&1; fi
}
rb_held() {
  if [ $nd -eq 0 ]; then return; fi
  rb_each d $nd; eval "set -- $w"
  if [ -r /proc/self/mountinfo ]; then
    fixed=
    while read -r x x x x m o x; do
      case $m in *\\\\*) m=$(printf '%b.' "$m"); m=\${m%.} ;; esac
      for f; do case $m in "$f"?*) printf 'm %s\\n%s' \${#m} "$m"; break ;; esac; done
      case $o, in ro,*) o=ro ;; *) case \${x##* }, in ro,*) o=ro ;; *) o=rw ;; esac ;; esac
      [ $o$fixed != rw ] || continue
      for f; do case $f in "\${m%/}"/*) ;; *) case $m in "$f"?*) ;; *) continue ;; esac ;; esac
        fixed=x; printf 'r %s %s\\n%s' $o \${#m} "$m"; break
      done
    done </proc/self/mountinfo
  fi
  if command -v lsattr >/dev/null 2>&1; then
    rb_each s $ns
    eval "lsattr -d -- $w" 2>/dev/null | while read -r a f; do
      case $a in *i*) a=immutable ;; *a*) a=append-only ;; *) continue ;; esac
      printf 'a %s %s\\n%s' $a \${#f} "$f"
    done
  fi
}
${sumFunction}
rb_sums() {
  k=0 w= plain=1
  while [ $k -lt $nh ]; do
    eval "f=\\$h$k"; w="$w \\"\\$h$k\\""; k=$((k + 1))
    case $f in *"$nl"*|*\\\\*) plain= ;; esac
    [ -r "$f" ] || plain=
  done
  if [ $nh -eq 0 ]; then return; fi
  if [ -n "$plain" ] && command -v sha256sum >/dev/null 2>&1; then
    if [ -z "$unlike" ]; then eval "sha256sum -- $w" | while read -r x y; do printf 'h %s\\n' "$x"; done; return; fi
    k=0
    for x in $(eval "sha256sum -- $w" | cut -c 1-64); do rb_summed $k "$x"; k=$((k + 1)); done
    return
  fi
  k=0
  while [ $k -lt $nh ]; do
    eval "f=\\$h$k"
    if [ -r "$f" ]; then x=$(rb_sum <"$f"); rb_summed $k "\${x%% *}"; else echo 'h !'; fi
    k=$((k + 1))
  done
}
rb_summed() {
  eval "f=\\$h$1 u=\\$u$1 n=\\$n$1"
  case $u in =*)
    case $u in *"=$2="*) printf 'h %s\\n' "$2"; return ;; esac
    if [ -n "$n" ] && rb_noted "$2" "$n"; then return; fi
    eval "b$nb=\\$f"; nb=$((nb + 1))
    printf 'h %s +\\n' "$2"
    return ;;
  esac
  if [ -n "$u" ] && [ "$u" != "$2" ] && [ "$2" != - ] && [ "$(stat -c %s -- "$f")" -le ${shownLimit} ]; then
    eval "b$nb=\\$f"; nb=$((nb + 1))
    printf 'h %s +\\n' "$2"
  else printf 'h %s\\n' "$2"
  fi
}
rb_cat() {
  if [ $nb -eq 0 ]; then return; fi
  k=0 w= z=
  while [ $k -lt $nb ]; do
    eval "f=\\$b$k"
    if [ -r "$f" ]; then w="$w \\"\\$b$k\\""; z="$z $k"; fi
    k=$((k + 1))
  done
  sizes=
  if [ -n "$w" ]; then eval "sizes=\\$(stat -c %s -- $w)"; fi
  set -- $sizes
  k=0; for x; do k=$((k + x)); done
  if [ $k -gt ${packedFrom} ] && command -v gzip >/dev/null 2>&1; then kind=z; else kind=b; fi
  printf $kind
  k=0
  while [ $k -lt $nb ]; do
    case "$z " in *" $k "*) printf ' %s' "$1"; shift ;; *) printf ' !' ;; esac
    k=$((k + 1))
  done
  echo
  if [ $kind = z ]; then eval "cat -- $w" | gzip -1; elif [ -n "$w" ]; then eval "cat -- $w"; fi
}`
