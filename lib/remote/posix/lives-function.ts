/**
 * `rb_born PROCESS` finds when a process has begun (`rb_b`), where the host tells it: a number alone is given again, when the
 * host has lost its power at the latest. `rb_dead PROCESS BORN`: none of this number lives that began then. `rb_lives FILE`: the
 * one lives that a file names, first its number, last when it began.
 */
export const livesFunction = `rb_born() { rb_b=; read -r rb_x <"/proc/$1/stat" && set -- \${rb_x##*) } && rb_b=\${20-}; } 2>/dev/null
rb_dead() { if [ -e /proc/self/stat ]; then rb_born "$1"; [ "$rb_b" != "$2" ]; else ! kill -0 "$1" 2>/dev/null; fi; }
rb_lives() {
  rb_p= rb_q=; { read -r rb_p; while read -r rb_x; do rb_q=$rb_x; done; } 2>/dev/null <"$1"
  case $rb_p in *[!0-9]* | '') return 1 ;; esac
  ! rb_dead "$rb_p" "$rb_q"
}`
