/** What one entry of an archive holds, by whatever the host unpacks with: part of the script of `probeScript`. */
export const entryFunctions = `rb_unpack() {
  if command -v unzip >/dev/null 2>&1; then unzip -p "$1" "$3" || [ $? = 1 ]
  elif command -v bsdtar >/dev/null 2>&1; then bsdtar -xOf "$1" "$3"
  elif command -v busybox >/dev/null 2>&1; then busybox unzip -p "$1" "$3"
  elif command -v python3 >/dev/null 2>&1; then python3 -c 'import sys,zipfile;sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))' "$1" "$2"
  elif command -v jar >/dev/null 2>&1; then d=$(mktemp -d) && (cd "$d" && jar xf "$1" "$2") && cat "$d/$2"; set -- $?; rm -rf "$d"; return $1
  else return 127
  fi
}
rb_holds() {
  if command -v unzip >/dev/null 2>&1; then l=$(unzip -l "$1"); elif command -v bsdtar >/dev/null 2>&1; then l=$(bsdtar -tf "$1"); else return 0; fi
  case "$nl$l$nl" in *[\\ "$nl"]"$2$nl"*) return 0 ;; esac
  return 1
}
rb_entry() {
  echo q $1
  rb_walk "$2"
  if [ $kind = silent ]; then printf 'e %s silent 0\\n' $1; return; fi
  if [ $kind != here ] || [ ! -f "$cur" ]; then printf 'e %s missing 0\\n' $1; return; fi
  rb_unpack "$cur" "$3" "$4" >/dev/null 2>&1
  case $? in
    0) n=$(rb_unpack "$cur" "$3" "$4" 2>/dev/null | wc -c) ;;
    127) printf 'e %s notool 0\\n' $1; return ;;
    *) printf 'e %s missing 0\\n' $1; return ;;
  esac
  if [ "$n" -eq 0 ] && ! rb_holds "$cur" "$3" 2>/dev/null; then printf 'e %s missing 0\\n' $1; return; fi
  printf 'e %s ok %s\\n' $1 $n
  rb_unpack "$cur" "$3" "$4" 2>/dev/null
}`
