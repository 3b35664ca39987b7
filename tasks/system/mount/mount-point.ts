import { type CommandAnswer, commandFact, type Fact } from '../../../lib/core/fact.ts'
import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import { parentOf } from '../../../lib/core/paths.ts'
import { quote } from '../../../lib/remote/posix/quote.ts'
import { type FileSystem, systemOf } from './fstab.ts'

export interface MountPoint {
  readonly path: string
  /** Undefined: whatever is mounted there is meant. */
  readonly device?: string | undefined
  readonly type?: FileSystem | undefined
}

/**
 * What is mounted at a path, in a word: `mounted`, when it is the one that is meant; `free`; `hides`, when files would be;
 * `other` or `stale` with more. A server that does not answer would hold up whoever looks, so looking has a limit.
 */
export const mountedFact = (at: MountPoint): Fact<CommandAnswer> =>
  commandFact(`# what is mounted on ${at.path.replaceAll('\n', ' ')}\n${lookFunction(at)}\nrb_look`, [at.path])

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
  elif ! rb_said=$(timeout 5 stat -- ${path} 2>&1); then echo "stale $rb_device ($rb_said)"
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

function isMeant({ path, device, type }: MountPoint): string {
  if (device === undefined || type === undefined) return ':'
  if (type === 'bind') {
    const node = (at: string) => `"$(timeout 5 stat -c %d:%i -- ${quote(at)})"`
    return `[ ${node(device)} = ${node(path)} ]`
  }
  const family = systemOf(type).replace(/4$/, '')
  const kinds = family === 'cifs' ? 'cifs | smb3' : family === 'nfs' ? 'nfs | nfs4' : family
  return `case $rb_system in ${kinds}) [ "\${rb_device%/}" = ${quote(device.replace(/\/$/, ''))} ] ;; *) false ;; esac`
}

/** Takes away what is meant, also where it was mounted several times. */
export const unmountScript = (at: MountPoint): string => `# unmount ${at.path.replaceAll('\n', ' ')}
${lookFunction(at)}
while [ "$(rb_look)" = mounted ]; do
  umount ${quote(at.path)} || { x=$?; echo ${quote(`end what uses it (fuser -vm ${at.path}), then run again`)}; exit $x; }
done`

/** Why nothing can be done at a mount point; undefined: it is free, or what is meant is mounted there. */
export function occupied(
  { path, device = 'what is meant' }: MountPoint,
  { output }: CommandAnswer,
): Refusal | undefined {
  const [word, ...more] = output.trim().split(' ')
  const what = more.join(' ')
  switch (word) {
    case 'mounted':
    case 'free':
    case 'hides':
      return undefined
    case 'stale':
      return refuse(
        `${path} is mounted from ${what}, which does not answer`,
        `bring the server back, or umount -f -l ${path}, then run again`,
      )
    case 'other':
      return refuse(`${what} is mounted on ${path}, not ${device}`, `umount ${path}, then run again`)
    default:
      return refuse(`what is mounted on ${path} cannot be seen: ${output.trim()}`, 'look at /proc/self/mountinfo')
  }
}
