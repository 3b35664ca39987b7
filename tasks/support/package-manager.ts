import { quote } from '../../lib/remote/quote.ts'

export type PackageManager = 'apt' | 'dnf' | 'yum' | 'apk'

/** Prints the host's package manager, then each package that is missing, a line each. */
export function queryScript(names: readonly string[]): string {
  const words = names.map(quote).join(' ')
  return `# ${names.join(', ')} installed
LC_ALL=C; export LC_ALL
rb_missing() {
  nl='
'
  have=$1; shift
  for n in "$@"; do case "$nl$have$nl" in *"$nl$n$nl"*) ;; *) echo "missing $n" ;; esac; done
}
if command -v apt-get >/dev/null 2>&1; then
  echo apt
  rb_missing "$(dpkg-query -W -f '\${db:Status-Status} \${Package}\\n\${db:Status-Status} \${Package}:\${Architecture}\\n' ${words} 2>/dev/null | sed -n 's/^installed //p')" ${words}
elif command -v rpm >/dev/null 2>&1; then
  if command -v dnf >/dev/null 2>&1; then echo dnf; else echo yum; fi
  rpm -q ${words} | sed -n 's/^package \\(.*\\) is not installed$/missing \\1/p'
elif command -v apk >/dev/null 2>&1; then
  echo apk
  rb_missing "$(apk info -e ${words})" ${words}
else
  echo none
fi`
}

export function missingOf(output: string): { manager: PackageManager | 'none'; missing: string[] } {
  const [manager = 'none', ...lines] = output.trim().split('\n')
  return {
    manager: manager as PackageManager | 'none',
    missing: lines.filter((line) => line.startsWith('missing ')).map((line) => line.slice(8)),
  }
}

export interface InstallOptions {
  readonly recommends: boolean
  readonly timeout: number
}

/**
 * Installs packages. While another process holds a lock it tries again until the time is up; when the lists are missing,
 * or the install fails because they are out of date, they are fetched once.
 */
export function installScript(
  manager: PackageManager,
  names: readonly string[],
  { recommends, timeout }: InstallOptions,
): string {
  const words = names.map(quote).join(' ')
  return `LC_ALL=C DEBIAN_FRONTEND=noninteractive; export LC_ALL DEBIAN_FRONTEND
rb_out=$(mktemp) || exit
trap 'rm -f "$rb_out"' EXIT
rb_end=$(($(date +%s) + ${Math.ceil(timeout)}))
rb_patiently() {
  until "$@" >"$rb_out" 2>&1 </dev/null; do
    grep -Eqi 'could not get lock|unable to (acquire|lock)|is another process|being used by another|exclusive lock|lock.*(held|obtain)|another (app|copy|transaction)' "$rb_out" || return 1
    if [ "$(date +%s)" -gt $rb_end ]; then
      echo 'another process has been working with the package manager for ${timeout} seconds: let it end, then run again'
      tail -n 5 "$rb_out"; exit 1
    fi
    sleep 2
  done
}
rb_install() { ${commands[manager].install(words, recommends)}; }
rb_refresh() { ${commands[manager].refresh}; }
rb_fail() { echo "$1"; tail -n 12 "$rb_out"; exit 1; }
if ! { ${commands[manager].lists}; }; then rb_patiently rb_refresh || rb_fail 'the lists of packages cannot be fetched'; rb_fresh=1; fi
rb_patiently rb_install && exit
[ -z "$rb_fresh" ] && grep -Eqi '${staleLists}' "$rb_out" || rb_fail ${quote(`cannot install ${names.join(', ')}`)}
rb_patiently rb_refresh || rb_fail 'the lists of packages cannot be fetched'
rb_patiently rb_install || rb_fail ${quote(`cannot install ${names.join(', ')}`)}`
}

/** What package managers say when their lists do not know a package, or know one that the mirror no longer has. */
const staleLists =
  'unable to locate|no installation candidate|404|failed to fetch|unable to fetch|no such package|no match for argument|unmet dependencies'

interface Commands {
  install(words: string, recommends: boolean): string
  readonly refresh: string
  /** Ends with 0 when there are lists, or the manager sees to them itself. */
  readonly lists: string
}

const commands: Readonly<Record<PackageManager, Commands>> = {
  apt: {
    install: (words, recommends) =>
      `apt-get -y -q -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold --${recommends ? '' : 'no-'}install-recommends install ${words}`,
    refresh: 'apt-get -q update',
    lists: 'ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1',
  },
  dnf: {
    install: (words, recommends) =>
      `dnf -y --setopt=exit_on_lock=True --setopt=install_weak_deps=${recommends ? 'True' : 'False'} install ${words}`,
    refresh: 'dnf -y --setopt=exit_on_lock=True makecache',
    lists: ':',
  },
  yum: { install: (words) => `yum -y install ${words}`, refresh: 'yum -y makecache', lists: ':' },
  apk: {
    install: (words) => `apk add ${words}`,
    refresh: 'apk update',
    lists: 'ls /var/cache/apk/APKINDEX* >/dev/null 2>&1',
  },
}
