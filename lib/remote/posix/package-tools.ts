import type { PackageManager } from './packages.ts'

export interface PackageChange {
  readonly manager: PackageManager
  readonly install: readonly { readonly name: string; readonly version?: string | undefined }[]
  /** Installed ones that are to become the latest. */
  readonly upgrade: readonly string[]
  readonly remove: readonly string[]
  /** Before all else: what is held would not move. */
  readonly unhold: readonly string[]
  /** After all else. */
  readonly hold: readonly string[]
  readonly recommends: boolean
  /** Seconds to wait for another process. */
  readonly timeout: number
}

/** How a package manager is told what to do: all words are quoted already. */
export interface PackageTool {
  /** A name with a version, as the tool takes it. */
  spec(name: string, version: string): string
  install(words: string, change: PackageChange): string
  upgrade(words: string, change: PackageChange): string
  remove(words: string): string
  hold(words: string): string
  unhold(words: string): string
  readonly refresh: string
  /** Ends with 0 when there are lists, or the tool sees to them itself. */
  readonly lists: string
}

const aptInstall = (words: string, { install, recommends }: PackageChange): string => {
  const back = install.some(({ version }) => version !== undefined) ? ' --allow-downgrades' : ''
  return `apt-get -y -q -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold --${recommends ? '' : 'no-'}install-recommends${back} install ${words}`
}
const weak = ({ recommends }: PackageChange): string => `--setopt=install_weak_deps=${recommends ? 'True' : 'False'}`
const zypp = ({ recommends }: PackageChange): string => (recommends ? '--recommends' : '--no-recommends')
const rpmSpec = (name: string, version: string): string => `${name}-${version}`
/** Locks are on names without an architecture. */
const plain = (words: string): string => `$(rpm -q --qf '%{NAME} ' ${words})`
const dnf = 'dnf -y --setopt=exit_on_lock=True'

export const packageTools: Readonly<Record<PackageManager, PackageTool>> = {
  apt: {
    spec: (name, version) => `${name}=${version}`,
    install: aptInstall,
    upgrade: aptInstall,
    remove: (words) => `apt-get -y -q remove ${words}`,
    hold: (words) => `apt-mark hold ${words}`,
    unhold: (words) => `apt-mark unhold ${words}`,
    refresh: 'apt-get -q update',
    lists: 'ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1',
  },
  dnf: {
    spec: rpmSpec,
    install: (words, change) => `${dnf} ${weak(change)} install ${words}`,
    upgrade: (words, change) => `${dnf} ${weak(change)} upgrade ${words}`,
    remove: (words) => `${dnf} --setopt=clean_requirements_on_remove=False remove ${words}`,
    hold: (words) => `${dnf} versionlock add ${plain(words)}`,
    unhold: (words) => `${dnf} versionlock delete ${plain(words)}`,
    refresh: `${dnf} makecache`,
    lists: ':',
  },
  yum: {
    spec: rpmSpec,
    install: (words) => `yum -y install ${words}; rpm -q ${words} >/dev/null || yum -y downgrade ${words}`,
    upgrade: (words) => `yum -y update ${words}`,
    remove: (words) => `yum -y --setopt=clean_requirements_on_remove=0 remove ${words}`,
    hold: (words) => `yum -y versionlock add ${plain(words)}`,
    unhold: (words) => `yum -y versionlock delete ${plain(words)}`,
    refresh: 'yum -y makecache',
    lists: ':',
  },
  zypper: {
    spec: (name, version) => `${name}=${version}`,
    install: (words, change) => `zypper --non-interactive install ${zypp(change)} --oldpackage ${words}`,
    upgrade: (words, change) => `zypper --non-interactive update ${zypp(change)} ${words}`,
    remove: (words) => `zypper --non-interactive remove --no-clean-deps ${words}`,
    hold: (words) => `zypper --non-interactive addlock ${plain(words)}`,
    unhold: (words) => `zypper --non-interactive removelock ${plain(words)}`,
    refresh: 'zypper --non-interactive refresh',
    lists: ':',
  },
  apk: {
    spec: (name, version) => `${name}=${version}`,
    install: (words) => `apk add ${words}`,
    upgrade: (words) => `apk add -u ${words}`,
    remove: (words) => `apk del ${words}`,
    hold: (words) => `for rb_name in ${words}; do apk add "$rb_name=$(rb_version "$rb_name")" || return; done`,
    unhold: (words) => `apk add ${words}`,
    refresh: 'apk update',
    lists: 'ls /var/cache/apk/APKINDEX* /var/lib/apk/APKINDEX* 2>/dev/null | grep -q .',
  },
}
