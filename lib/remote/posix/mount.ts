import type { CommandAnswer } from '../../core/answers.ts'
import { parentOf } from '../../core/paths.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'

export interface MountPoint {
  readonly path: string
  /** Undefined: whatever is mounted there is meant. */
  readonly device?: string | undefined
  /** What the kernel calls the file system; `none`: another name for a folder. */
  readonly system?: string | undefined
}

/**
 * What is mounted at a path, in a word: `mounted`, when it is the one that is meant; `free`; `hides`, when files would be;
 * `stale`, `other` or `unseen` with more. A server that does not answer would hold up whoever looks, so looking has a limit; and
 * what it is asked is not among the attributes that a client remembers of it.
 */
export const askMount = (at: MountPoint): string =>
  `${comment(`what is mounted on ${at.path}`)}\n${lookFunction(at)}\nrb_look`

export interface FoundMount {
  readonly state: 'mounted' | 'free' | 'hides' | 'stale' | 'other' | 'unseen'
  /** Of the last three: what is mounted, or what was said. */
  readonly what: string
}

/** Reads what `askMount` prints. */
export function readMount({ output }: CommandAnswer): FoundMount {
  const [word = '', ...more] = output.trim().split(' ')
  const state = states.find((one) => one === word)
  return state ? { state, what: more.join(' ') } : { state: 'unseen', what: output.trim() }
}

/** The answer as it will be. */
export const showMount = (state: FoundMount['state']): CommandAnswer => ({ status: 0, output: state })

const states = ['mounted', 'free', 'hides', 'stale', 'other'] as const

/** Prints file system and device of what is mounted last at a path. The table writes what would end a field as a number. */
const tableProgram = String.raw`function plain(word) {
  gsub(/\\040/, " ", word); gsub(/\\011/, "\t", word); gsub(/\\012/, "\n", word); gsub(/\\043/, "#", word)
  gsub(/\\134/, "\\", word)
  return word
}
plain($5) == ENVIRON["rb_point"] { for (at = 6; $at != "-"; at++); last = $(at + 1) " " plain($(at + 2)) }
END { print last }`

/** The kernel knows the real path, with links followed. */
function lookFunction(at: MountPoint): string {
  const path = quote(at.path)
  const parent = quote(parentOf(at.path))
  return `rb_live() {
  rb_up=$(timeout 5 readlink -f ${parent}) || rb_up=${parent}
  rb_point="\${rb_up%/}/"${quote(at.path.slice(at.path.lastIndexOf('/') + 1))} awk ${quote(tableProgram)} /proc/self/mountinfo
}
rb_look() {
  rb_last=$(rb_live)
  rb_system=\${rb_last%% *} rb_device=\${rb_last#* }
  if [ -z "$rb_last" ]; then rb_free
  elif ! rb_said=$(timeout 5 stat -f -- ${path} 2>&1); then echo "stale $rb_device\${rb_said:+ ($rb_said)}"
  elif ${isMeant(at)}; then echo mounted
  else echo "other $rb_device ($rb_system)"
  fi
}
rb_free() {
  if [ ! -e ${path} ]; then echo free
  elif ! rb_said=$(ls -A -- ${path} 2>&1); then echo "unseen $rb_said"
  elif [ -z "$rb_said" ]; then echo free
  else echo hides
  fi
}`
}

function isMeant({ path, device, system }: MountPoint): string {
  if (device === undefined || system === undefined) return ':'
  if (system === 'none') {
    const node = (at: string) => `"$(timeout 5 stat -c %d:%i -- ${quote(at)})"`
    return `[ ${node(device)} = ${node(path)} ]`
  }
  if (blockSystems.includes(system)) return `[ "$rb_system" = ${system} ] && ${isDevice(device)}`
  const family = system.replace(/^nfs4$/, 'nfs')
  const kinds = family === 'cifs' ? 'cifs | smb3' : family === 'nfs' ? 'nfs | nfs4' : family
  return `case $rb_system in ${kinds}) [ "\${rb_device%/}" = ${quote(device.replace(/\/$/, ''))} ] ;; *) false ;; esac`
}

/** File systems of a device of the host, which has several names. */
const blockSystems: readonly string[] = ['ext4', 'xfs', 'btrfs', 'vfat']

function isDevice(device: string): string {
  const found = /^[A-Z]+=/.test(device) ? `"$(findfs ${quote(device)} 2>/dev/null)"` : quote(device)
  return `[ "$(readlink -f -- ${found})" = "$(readlink -f -- "$rb_device")" ]`
}

/** Takes away what is meant, also where it was mounted several times. */
export const unmountScript = (at: MountPoint): string => `${comment(`unmount ${at.path}`)}
${lookFunction(at)}
while [ "$(rb_look)" = mounted ]; do
  umount ${quote(at.path)} || { x=$?; echo ${quote(`end what uses it (fuser -vm ${at.path}), then run again`)}; exit $x; }
done`

export interface MountWords {
  readonly device: string
  readonly path: string
  readonly system: string
  /** With commas between them. */
  readonly options: string
}

/** Mounts, and says which program is missing where that is why it fails. */
export function mountScript({ device, path, system, options }: MountWords): string {
  const program = programs[system]
  const words = system === 'none' ? '' : `-t ${system} `
  const hint = program
    ? ` || { x=$?; command -v ${program.split(' ')[0]} >/dev/null 2>&1 || echo ${quote(`there is no ${program} on this host`)}; exit $x; }`
    : ''
  return `mount ${words}-o ${quote(options)} ${quote(device)} ${quote(path)}${hint}`
}

const programs: Readonly<Record<string, string>> = {
  nfs: 'mount.nfs (Debian: nfs-common)',
  nfs4: 'mount.nfs4 (Debian: nfs-common)',
  cifs: 'mount.cifs (Debian: cifs-utils)',
}
