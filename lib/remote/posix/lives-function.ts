/** `rb_lives FILE`: whether the process lives that a file names, first its number, last when it began. */
export const livesFunction = `rb_began() { read -r x <"/proc/$1/stat" && x=\${x##*) } && set -- $x && echo "\${20}"; }
rb_lives() {
  p= s=; { read -r p; while read -r x; do s=$x; done; } 2>/dev/null <"$1"
  case $p in *[!0-9]* | '') return 1 ;; esac
  if [ -r "/proc/$p/stat" ]; then [ "$(rb_began "$p" 2>/dev/null)" = "$s" ]; else [ ! -d /proc/self ] && kill -0 "$p" 2>/dev/null; fi
}`
