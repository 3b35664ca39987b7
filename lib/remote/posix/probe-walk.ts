/** How a path is walked, link by link, with the shell's own tests, and what is at its end: part of the script of `probeScript`. */
export const walkFunctions = `rb_gone() {
  kind=absent
  set -- "\${cur:-/}"
  eval "s$ns=\\$1"; ns=$((ns + 1))
  printf 'p - here %s\\n%s' \${#1} "$1"
}
rb_walk() {
  rest=$1 cur= hops=0 kind=here
  while [ -n "$rest" ]; do
    case $rest in /*) rest=\${rest#/}; continue ;; esac
    comp=\${rest%%/*}
    case $rest in */*) rest=\${rest#*/} ;; *) rest= ;; esac
    case $comp in .|'') continue ;; ..) cur=\${cur%/*}; continue ;; esac
    if [ $kind = here ] && [ -n "$cur" ] && [ ! -x "$cur" ]; then
      if [ -d "$cur" ]; then kind=denied; else rb_gone; fi
    fi
    next=$cur/$comp
    case $kind$rb_remote in here*"$nl$next$nl"*)
      if rb_silent "$next"; then kind=silent; printf 'p - silent %s\\n%s' \${#next} "$next"; fi ;;
    esac
    if [ $kind = here ] && [ -L "$next" ]; then
      t=$(readlink "$next"; printf .) && t=\${t%?.} || t=
      printf 'l %s %s\\n%s%s' \${#next} \${#t} "$next" "$t"
      hops=$((hops + 1))
      if [ $hops -gt 40 ]; then kind=loop; cur=$next; return; fi
      case $t in /*) cur= ;; esac
      rest=$t/$rest
      case $rest in */) rest=\${rest%/} ;; esac
      continue
    fi
    if [ $kind = here ] && [ ! -e "$next" ]; then
      rb_gone
      printf 'p - absent %s\\n%s' \${#next} "$next"
    fi
    cur=$next
  done
}
rb_path() {
  echo q $1
  rb_walk "$3"
  case $cur in '') cur=/ ;; esac
  if [ "\${cur%/*}/" != "$folder" ]; then rb_folder "\${cur%/*}"; fi
  if [ $kind = here ]; then
    eval "s$ns=\\$cur"; ns=$((ns + 1))
    if [ -f "$cur" ]; then
      case $2 in
        digest | content)
          case $2$4 in
            content) kind=content; eval "b$nb=\\$cur"; nb=$((nb + 1)) ;;
            *) kind=digest; eval "h$nh=\\$cur u$nh=\\$4 n$nh=\\$5"; nh=$((nh + 1)) unlike=$unlike$4 ;;
          esac ;;
      esac
    elif [ -d "$cur" ]; then case $2 in list | tree) kind=$2 ;; esac
    fi
  fi
  printf 'p %s %s %s\\n%s' $1 $kind \${#cur} "$cur"
  case $kind in list | tree) rb_names $kind ;; esac
}
rb_folder() {
  folder=$1/
  eval "d$nd=\\$1/"; nd=$((nd + 1))
  if [ $kind != here ]; then return; fi
  set -- "\${1:-/}"
  eval "s$ns=\\$1"; ns=$((ns + 1))
  printf 'p - here %s\\n%s' \${#1} "$1"
}
rb_names() {
  if [ ! -r "$cur" ] || [ ! -x "$cur" ]; then echo 'n !'; return; fi
  if [ $1 = tree ]; then
    w=$(cd "$cur" && find . ! -name . -exec printf '%s//' {} + 2>/dev/null) && printf 't %s\\n%s' \${#w} "$w" || echo 'n !'
    return
  fi
  w=
  for f in "$cur"/* "$cur"/.[!.]* "$cur"/..?*; do
    if [ -e "$f" ] || [ -L "$f" ]; then w=$w\${f##*/}/; fi
  done
  printf 'n %s\\n%s' \${#w} "$w"
}`
