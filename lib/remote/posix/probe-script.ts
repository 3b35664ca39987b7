import { shownLimit } from '../../core/content.ts'
import type { HostQuestion } from '../../core/question.ts'
import { fill, holdsReference } from '../../core/reference.ts'
import { userScript } from './frame.ts'
import { quote } from './quote.ts'
import { sumFunction } from './sha256.ts'
import { silentFunctions } from './silent-mounts.ts'

/**
 * One script that answers questions about a host: a line-and-length framed stream of records, read by `readProbe`.
 * Links are walked by the shell itself; one `stat`, one `sha256sum` and one `cat` serve all paths, however many.
 */
export const probeScript = (questions: readonly HostQuestion[]): string =>
  [prelude, 'rb_who; rb_mounts', ...questions.map(lineOf), 'rb_stat; rb_held; rb_sums; rb_cat'].join('\n')

function lineOf(question: HostQuestion, index: number): string {
  switch (question.ask) {
    case 'command':
      return `echo q ${index}\no=$( { { ${userScript(question.script, [], question.stdin === undefined ? undefined : fill(question.stdin))}; } 2>&1; printf ' %s' $?; } | head -c ${mostSaid})\nprintf 'c %s %s\\n%s' ${index} "\${#o}" "$o"`
    case 'os':
      return `rb_os ${index}`
    case 'entry':
      return `rb_entry ${index} ${[question.archive, question.entry, literal(question.entry)].map(quote).join(' ')}`
    case 'digest':
      return `rb_path ${index} digest ${quote(question.path)} ${typeof question.unlike === 'string' ? question.unlike : ''}`
    case 'list':
      return `rb_path ${index} ${question.deep ? 'tree' : 'list'} ${quote(question.path)}`
    case 'path':
    case 'content':
      return `rb_path ${index} ${question.ask} ${quote(question.path)}`
  }
}

/** Most bytes that a command may answer: whatever says more is ended. */
const mostSaid = 4 * 1024 * 1024

/**
 * Seconds of silence after which these questions will not be answered. Commands are told one by one; to read much takes
 * long, and says nothing before its end.
 */
export function patienceOf(questions: readonly HostQuestion[]): number {
  const commands = questions.map((question) => (question.ask === 'command' ? (question.within ?? 60) : 60))
  const reading = questions.filter(
    (question) => question.ask === 'digest' || question.ask === 'entry' || isDeep(question),
  )
  return Math.max(60, ...commands) + (reading.length === 0 ? 0 : 240 + 20 * reading.length)
}

const isDeep = (question: HostQuestion): boolean => question.ask === 'list' && question.deep === true

/** Whether the script of these questions holds a secret, so that no command line may. */
export const asksWithSecret = (questions: readonly HostQuestion[]): boolean =>
  questions.some((question) => question.ask === 'command' && holdsReference(question.stdin ?? ''))

/** A name as unzip's patterns spell it. */
const literal = (name: string): string => name.replace(/[[*?\\]/g, '[$&]')

/**
 * Records, each a line, some with bytes behind:
 *   i UID GID USER:GROUP             who acts
 *   q INDEX                          the question that is looked at next
 *   l LEN LEN                        a link met on the way: its path and its target
 *   p INDEX KIND LEN                 the real path of a question (`-`: met on the way, as is the folder in which a path
 *                                    is or ends): kind absent, denied, loop, here, or digest, content: a file whose digest
 *                                    or content will follow; silent: on a mount that does not answer (`-`: its mount point)
 *   n LEN                            the names in the directory of the record before it, each with a slash behind; all
 *                                    paths below it (`t`) come with `./` before and two slashes behind
 *   s RAWMODE UID GID SIZE USER:GROUP   one for each path that is here, in order (or `s -`: no stat)
 *   m LEN                            a mount point somewhere below the folder of a path
 *   a KIND LEN                       a path that chattr has made immutable or append-only
 *   h SHA256                         one for each digest, in order (or `h -`: no tool, `h !`: cannot be read; a `+` behind:
 *                                    its content will follow, after those of the questions for a content)
 *   b SIZE… then all bytes           the contents, in order (`!` in place of a size: cannot be read)
 *   c INDEX LEN                      a command's output, a space and its status
 *   o INDEX LEN                      what the host runs: architecture, init system, then os-release
 *   e INDEX KIND LEN                 an archive's entry: ok, missing, notool, silent
 */
const prelude = `nl='
'
rb_who() {
  u=$(id -u) && g=$(id -g) && printf 'i %s %s %s:%s\\n' "$u" "$g" "$(id -un 2>/dev/null || echo "$u")" "$(id -gn 2>/dev/null || echo "$g")"
}
${silentFunctions}
rb_os() {
  echo q $1
  if [ -d /run/systemd/system ]; then n=systemd
  elif [ -x /sbin/openrc-run ]; then n=openrc
  elif [ -d /etc/init.d ]; then n=sysv
  else n=none
  fi
  o=$(uname -m; echo $n; cat /etc/os-release 2>/dev/null || cat /usr/lib/os-release 2>/dev/null)
  printf 'o %s %s\\n%s' $1 "\${#o}" "$o"
}
rb_gone() {
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
        digest) kind=digest; eval "h$nh=\\$cur u$nh=\\$4"; nh=$((nh + 1)); unlike=$unlike$4 ;;
        content) kind=content; eval "b$nb=\\$cur"; nb=$((nb + 1)) ;;
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
}
ns=0 nd=0 nh=0 nb=0 unlike= folder=
rb_each() {
  k=0 w=
  while [ $k -lt $2 ]; do w="$w \\"\\$$1$k\\""; k=$((k + 1)); done
}
rb_stat() {
  if [ $ns -gt 0 ] && ! command -v stat >/dev/null 2>&1; then echo 's -'; return; fi
  if [ $ns -gt 0 ]; then rb_each s $ns; eval "stat -c 's %f %u %g %s %U:%G' -- $w" 2>&1; fi
}
rb_held() {
  if [ $nd -eq 0 ]; then return; fi
  rb_each d $nd; eval "set -- $w"
  if [ -r /proc/self/mountinfo ]; then
    while read -r x x x x m x; do
      case $m in *\\\\*) m=$(printf '%b.' "$m"); m=\${m%.} ;; esac
      for f; do case $m in "$f"?*) printf 'm %s\\n%s' \${#m} "$m"; break ;; esac; done
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
  eval "f=\\$h$1 u=\\$u$1"
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
  printf b
  set -- $sizes
  k=0
  while [ $k -lt $nb ]; do
    case "$z " in *" $k "*) printf ' %s' "$1"; shift ;; *) printf ' !' ;; esac
    k=$((k + 1))
  done
  echo
  if [ -n "$w" ]; then eval "cat -- $w"; fi
}
rb_unpack() {
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
