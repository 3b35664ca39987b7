/**
 * `rb_within SECONDS COMMAND …`: a command that is ended, with all that it has started, when so many seconds have gone: by TERM,
 * and five seconds later by KILL. It has a session of its own, where the host can make one, so that all of it is found. What counts
 * the seconds is ended by USR1: a shell that ignores TERM has made it ignore that until its own trap is set.
 */
export const limitFunction = `rb_within() {
  rb_n=$1; shift; exec 3<&0
  if command -v setsid >/dev/null 2>&1; then setsid "$@" <&3 3<&- & rb_g=-$!
  else "$@" <&3 3<&- & rb_g=$!
  fi
  rb_p=$!
  ( trap '[ $! = $rb_p ] || kill -s KILL $!; exit 9' USR1; sleep "$rb_n" & wait $!
    trap 'kill -s KILL $!; exit 0' USR1; kill -s TERM -- $rb_g; sleep 5 & wait $!; kill -s KILL -- $rb_g; exit 0
  ) </dev/null >/dev/null 2>&1 3<&- & rb_w=$!
  exec 3<&-
  wait $rb_p 2>/dev/null; rb_x=$?
  { kill -s USR1 $rb_w; wait $rb_w; } 2>/dev/null && {
    rb_i=0; while kill -s 0 -- $rb_g && [ $rb_i -lt 5 ]; do rb_i=$((rb_i + 1)); sleep 1; done
    kill -s KILL -- $rb_g
    rb_x=124; echo "it had not ended after $rb_n s, and was ended" >&3
  } 3>&2 2>/dev/null
  return $rb_x
}
`

/** Most bytes of what a script has said that are told, the last ones. */
export const mostTold = 64 * 1024

/**
 * `rb_tail BYTES`: the end of its standard input, of which there is more. What is left of the line that is cut is not told: it
 * may begin with a part of a secret, which nobody would know as one.
 */
export const tailFunction = `rb_tail() { tail -c "$1" | tr -d '\\000' | sed 1d; }
`

/** Bytes of the end of an output that are looked at. */
const longestLine = 1000

/**
 * `rb_line`: puts the last whole line of its standard input, a file, into `t`; fails where there is none. A part of a line is
 * not told: it may be a part of a secret.
 */
export const lastLineFunction = `rb_line() {
  t=$(tail -c ${longestLine} | tr '\\r\\000' '\\n '; echo .)
  t=\${t%.}
  case $t in *"$nl"*) ;; *) return 1 ;; esac
  t=\${t%"$nl"*}
  while :; do case $t in *"$nl") t=\${t%"$nl"} ;; *) break ;; esac; done
  case $t in *"$nl"*) t=\${t##*"$nl"} ;; *) [ \${#t} -lt ${longestLine - 1} ] ;; esac
}
`

/**
 * `rb_live INDEX`: says every second, where it is another one, what the last whole line is that the operation has said (to the
 * file of descriptor 9), as `<nonce> INDEX said LEN`.
 */
export const liveFunction = `${lastLineFunction}rb_live() {
  exec 6<&- 7<&- 8>&-; s= was=
  trap '[ -z "$s" ] || kill $s; exit' TERM
  while sleep 1 & s=$!; wait $s; kill -0 $$; do
    rb_line </proc/self/fd/9 && [ "$t" != "$was" ] || continue
    was=$t
    printf '\\n%s %s said %s\\n%s' "$rb_nonce" "$1" \${#t} "$t"
  done
} 2>/dev/null
`
