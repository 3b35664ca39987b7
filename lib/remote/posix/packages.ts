import type { CommandAnswer } from '../../core/answers.ts'
import { type Refusal, refuse } from '../../core/failure.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'

export const managers = ['apt', 'dnf', 'yum', 'zypper', 'apk'] as const
export type PackageManager = (typeof managers)[number]

/** How a package is on a host. */
export interface FoundPackage {
  readonly manager: PackageManager
  /** Undefined: it is not installed. Empty: it is, at a version that nobody knows before. */
  readonly version: string | undefined
  /** Whether it is kept at its version; `impossible`: what is on the host cannot do that. */
  readonly hold: 'held' | 'free' | 'impossible'
}

/** How one package is, in the words that `showPackage` predicts. */
export const askPackage = (name: string): string =>
  `${comment(`how ${name} is installed`)}\n${versionFunction}\n${holdFunction}\n${look(quote(name))}`

/** The answer as it will be. */
export const showPackage = ({ manager, version, hold }: FoundPackage): CommandAnswer => ({
  status: 0,
  output: `${manager} ${version === undefined ? 'missing' : 'installed'} ${hold} ${version ?? ''}`.trim(),
})

/** Reads what `askPackage` prints. */
export function readPackage({ output }: CommandAnswer, name: string): FoundPackage | Refusal {
  const [first = '', state, hold = 'free', version = ''] = output.trim().split(/[ \n]/)
  const manager = managers.find((one) => one === first)
  if (manager === undefined)
    return refuse(`the host has none of apt-get, dnf, yum, zypper and apk`, `install ${name} by hand`)
  if (state !== 'installed' && state !== 'missing')
    return refuse(`${manager} cannot say how ${name} is: ${output.trim().slice(first.length + 1)}`, 'mend its database')
  return { manager, version: state === 'installed' ? version : undefined, hold: hold as FoundPackage['hold'] }
}

/** `rb_version NAME` prints the installed version; 1: there is none; 2: what it prints is why it cannot tell. */
export const versionFunction = `LC_ALL=C; export LC_ALL
if command -v apt-get >/dev/null 2>&1; then rb_manager=apt
elif command -v dnf >/dev/null 2>&1; then rb_manager=dnf
elif command -v yum >/dev/null 2>&1; then rb_manager=yum
elif command -v zypper >/dev/null 2>&1; then rb_manager=zypper
elif command -v apk >/dev/null 2>&1; then rb_manager=apk
else rb_manager=none
fi
rb_version() {
  case $rb_manager in
    apt) rb_said=$(dpkg-query -W -f '\${db:Status-Status} \${Version}\\n' "$1" 2>&1)
      if [ $? -gt 1 ]; then echo "$rb_said"; return 2; fi
      echo "$rb_said" | sed -n 's/^installed //p' | grep -m 1 . ;;
    apk) cat /lib/apk/db/installed /usr/lib/apk/db/installed 2>/dev/null |
      awk -v n="$1" '/^P:/ { p = substr($0, 3) } /^V:/ && p "" == n { print substr($0, 3) }' | grep -m 1 . ;;
    none) return 1 ;;
    *) if rb_said=$(rpm -q --qf '%{EPOCHNUM}:%{VERSION}-%{RELEASE}.%{ARCH}\\n' "$1" 2>&1); then echo "$rb_said" | tail -n 1; return; fi
      case $rb_said in *'is not installed'*) return 1 ;; *) echo "$rb_said"; return 2 ;; esac ;;
  esac
}`

/** `rb_hold NAME` prints `held`, `free` or `impossible`. */
const holdFunction = `rb_listed() {
  if [ ! -e "$2" ]; then echo impossible
  elif awk -v n="$1" 'match($0, /-[0-9]+:/) && substr($0, 1, RSTART - 1) == n { found = 1 } END { exit !found }' "$3" 2>/dev/null; then echo held
  else echo free
  fi
}
rb_hold() {
  rb_plain=$(rpm -q --qf '%{NAME}\\n' "$1" 2>/dev/null | head -n 1)
  case $rb_plain in '' | *' '*) rb_plain=$1 ;; esac
  case $rb_manager in
    apt) case $(dpkg-query -W -f '\${db:Status-Want}\\n' "$1" 2>/dev/null) in *hold*) echo held ;; *) echo free ;; esac ;;
    dnf) rb_listed "$rb_plain" /etc/dnf/plugins/versionlock.conf /etc/dnf/plugins/versionlock.list ;;
    yum) rb_listed "$rb_plain" /etc/yum/pluginconf.d/versionlock.conf /etc/yum/pluginconf.d/versionlock.list ;;
    zypper) if grep -qxF "solvable_name: $rb_plain" /etc/zypp/locks 2>/dev/null; then echo held; else echo free; fi ;;
    apk) if awk -v n="$1=" 'index($0, n) == 1 { found = 1 } END { exit !found }' /etc/apk/world 2>/dev/null; then echo held; else echo free; fi ;;
  esac
}`

const look = (name: string): string => `rb_found=$(rb_version ${name})
case $? in
  0) echo $rb_manager installed $(rb_hold ${name}) $rb_found ;;
  1) echo $rb_manager missing $(rb_hold ${name}) ;;
  *) echo "$rb_manager $rb_found" ;;
esac`

/** Which of some packages have a newer version by the lists on the host, a line each; or that there are no lists. */
export const askNewer = (names: readonly string[]): string => {
  const words = names.map(quote).join(' ')
  return `${comment(`newer versions of ${names.join(', ')}`)}
${versionFunction}
case $rb_manager in
  apt) ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 || echo nolists
    apt-cache policy ${words} | awk '/^[^ ]/ { sub(/:$/, ""); name = $0 } $1 == "Installed:" { had = $2 } $1 == "Candidate:" && had != "(none)" && $2 != had { print "newer", name, $2 }' ;;
  dnf | yum) ls -d /var/cache/dnf/*.solv /var/cache/libdnf5/*/solv /var/cache/yum/*/*/* 2>/dev/null | grep -q . || echo nolists
    $rb_manager -q -C list updates ${words} 2>/dev/null | awk 'NF == 3 { sub(/\\.[^.]*$/, "", $1); print "newer", $1, $2 }' ;;
  zypper) zypper -q --no-refresh list-updates 2>/dev/null | awk -F'|' '{ gsub(/ /, ""); print "newer", $3, $5 }' ;;
  apk) ls /var/cache/apk/APKINDEX* /var/lib/apk/APKINDEX* 2>/dev/null | grep -q . || echo nolists
    apk version -q -l '<' ${words} | awk 'NF { print "newer", $1, $3 }' ;;
esac`
}

/** Reads what `askNewer` prints. */
export function readNewer({ output }: CommandAnswer): { readonly lists: boolean; readonly newer: readonly string[] } {
  const lines = output.split('\n')
  const newer = lines.filter((one) => one.startsWith('newer ')).map((one) => one.split(' ')[1] ?? '')
  return { lists: !lines.includes('nolists'), newer }
}

/**
 * `rb_others NAME…` prints what else would go with packages that are removed, a line each; 1: they cannot be removed, for what
 * it prints.
 */
export const othersFunction = `rb_others() {
  case $rb_manager in
    apt) rb_tried=$(apt-get -s -q -y remove "$@" 2>&1 </dev/null) || { echo "$rb_tried" | sed -n 's/^E: //p'; return 1; } ;;
    apk) rb_tried=$(apk del -s "$@" 2>/dev/null) ;;
    *) rb_tried=$(rpm -e --test "$@" 2>&1) || case $rb_tried in *'is needed by (installed) '*) ;; *) echo "$rb_tried" | tail -n 3; return 1 ;; esac ;;
  esac
  echo "$rb_tried" | case $rb_manager in
    apt) awk '/^Remv / { print $2 }' ;;
    apk) awk '/not removed due to/ { on = 1; next } on && NF > 1 { for (i = 2; i <= NF; i++) print $i }' ;;
    *) sed -n 's/.*is needed by (installed) //p' ;;
  esac | sort -u | while read -r rb_other; do
    for rb_name in "$@"; do case $rb_other in "$rb_name" | "$rb_name":*) continue 2 ;; esac; done
    echo "$rb_other"
  done
}`

/** What else would go with those of some packages that are installed. */
export const askOthers = (names: readonly string[]): string => {
  const words = names.map(quote).join(' ')
  return `${comment(`what depends on ${names.join(', ')}`)}
${versionFunction}
${othersFunction}
set --
for rb_one in ${words}; do if rb_version "$rb_one" >/dev/null; then set -- "$@" "$rb_one"; fi; done
[ $# = 0 ] || rb_others "$@"`
}

/** Reads what `askOthers` prints. */
export function readOthers({ status, output }: CommandAnswer, names: readonly string[]): readonly string[] | Refusal {
  const lines = output.trim().split('\n').filter(Boolean)
  if (status === 0) return lines
  return refuse(`${names.join(', ')} cannot be removed: ${lines.join('; ')}`, 'leave what the host needs')
}
