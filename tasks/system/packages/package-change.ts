import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { isRefusal, type Refusal, refuse } from '../../../lib/core/failure.ts'
import type { PackageChange } from '../../../lib/remote/posix/package-tools.ts'
import { type FoundPackage, readNewer, readOthers } from '../../../lib/remote/posix/packages.ts'
import { packageAnswer } from './package-facts.ts'

export interface WantedPackage {
  readonly name: string
  readonly version: string | undefined
  readonly found: FoundPackage
}

interface Wanted {
  readonly state?: 'present' | 'latest' | 'absent' | undefined
  readonly hold?: boolean | undefined
  readonly recommends?: boolean | undefined
  readonly timeout?: number | undefined
}

/** What is to be done to packages; undefined: nothing. What the host's package manager cannot do is refused. */
export function packageChange(
  args: Wanted,
  all: readonly WantedPackage[],
  asked: { readonly newer?: CommandAnswer; readonly others?: CommandAnswer },
): PackageChange | Refusal | undefined {
  const { state = 'present', hold, recommends = false, timeout = 120 } = args
  const manager = all[0]?.found.manager ?? 'apt'
  const there = all.filter(({ found }) => found.version !== undefined)
  const isOther = ({ version, found }: WantedPackage) => version !== undefined && !isVersion(found, version)
  const newer = asked.newer && readNewer(asked.newer)
  const install = state === 'absent' ? [] : all.filter((one) => one.found.version === undefined || isOther(one))
  const upgrade = there.filter(({ name }) => newer && (!newer.lists || newer.newer.includes(name)))
  const remove = state === 'absent' ? there : []
  const moves = [...install, ...upgrade, ...remove].filter(({ found }) => found.hold === 'held')
  const pins = manager === 'apk' ? install.filter(({ version }) => version !== undefined) : []
  const unhold = hold === false ? there.filter(({ found }) => found.hold === 'held') : hold ? moves : []
  const isHeld = (one: WantedPackage) => pins.includes(one) || (one.found.hold === 'held' && !unhold.includes(one))
  const held = hold ? all.filter((one) => !isHeld(one)) : []
  const no =
    impossible(args, all) ??
    (hold === undefined && manager !== 'apk' ? refuseHeld(moves) : undefined) ??
    (remove.length > 0 ? refuseOthers(remove, asked.others) : undefined)
  if (no || [install, upgrade, remove, unhold, held].every((list) => list.length === 0)) return no
  const names = (list: readonly WantedPackage[]) => list.map(({ name }) => name)
  const lists = { upgrade: names(upgrade), remove: names(remove), unhold: names(unhold), hold: names(held) }
  return { manager, recommends, timeout, install, ...lists }
}

/** Whether an installed version is the one that is wanted: of an RPM also without its epoch, release or architecture. */
function isVersion({ manager, version }: FoundPackage, wanted: string): boolean {
  if (version === undefined || version === wanted) return version === wanted
  if (manager === 'apt' || manager === 'apk') return false
  const [, epoch = '', upstream = '', release = '', architecture = ''] =
    /^(\d+):([^-]+)-(.+?)(?:\.([^.]+))?$/.exec(version) ?? []
  const tails = [upstream, `${upstream}-${release}`, `${upstream}-${release}.${architecture}`]
  return tails.some((tail) => wanted === `${epoch}:${tail}` || (epoch === '0' && wanted === tail))
}

/** How the packages are then; a version that only the lists know stays open. */
export const packagesAfter = ({ hold }: Wanted, all: readonly WantedPackage[], change: PackageChange) =>
  all.map(({ name, version, found }) => {
    const isNew = change.install.some((one) => one.name === name)
    const isGone = change.remove.includes(name)
    const at = isGone ? undefined : isNew ? (version ?? '') : change.upgrade.includes(name) ? '' : found.version
    const pinned = found.manager === 'apk' && isNew && version !== undefined
    const kept = hold || pinned ? 'held' : found.hold === 'held' && (isGone || hold === false) ? 'free' : found.hold
    return packageAnswer(name, { ...found, version: at, hold: kept })
  })

function impossible({ hold, recommends }: Wanted, all: readonly WantedPackage[]): Refusal | undefined {
  for (const { name, version, found } of all) {
    const { manager } = found
    if (name.includes(':') && manager !== 'apt')
      return refuse(`${manager} does not know ${name}`, 'leave the architecture out, or write it as NAME.ARCH')
    if (recommends && (manager === 'yum' || manager === 'apk'))
      return refuse(`${manager} knows no recommended packages`, 'leave recommends out, and name what is wanted')
    if (hold && found.hold === 'impossible')
      return refuse(
        `${manager} cannot hold ${name} on this host`,
        `install its plugin versionlock before, with provides: ['${manager === 'dnf' ? '/etc/dnf/plugins' : '/etc/yum/pluginconf.d'}'], or leave hold out`,
      )
    if (hold === false && manager === 'apk' && version !== undefined)
      return refuse(`apk keeps ${name} at a version that is named`, 'leave the version out, or hold: false')
  }
  return undefined
}

function refuseHeld([first]: readonly WantedPackage[]): Refusal | undefined {
  if (first === undefined) return undefined
  return refuse(
    `${first.name} is held${first.found.version ? ` at ${first.found.version}` : ''}`,
    'say hold: true to move and hold it, or hold: false to let it go',
  )
}

function refuseOthers(remove: readonly WantedPackage[], others: CommandAnswer | undefined): Refusal | undefined {
  const going = remove.map(({ name }) => name)
  const names = others ? readOthers(others, going) : []
  if (isRefusal(names)) return names
  if (names.length === 0) return undefined
  return refuse(
    `without ${going.join(', ')} these would go as well: ${names.join(', ')}`,
    'name them, too, or leave it',
  )
}
