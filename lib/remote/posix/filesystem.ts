import type { CommandAnswer } from '../../core/answers.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'

export interface FoundFileSystem {
  /** `none`: nobody knows anything on it. `part`: a partition table, or a part of a raid or of a volume group. */
  readonly state: 'absent' | 'no device' | 'no tool' | 'unread' | 'none' | 'part' | 'system'
  readonly type: string
  readonly label: string
  readonly said: string
}

/** What is on a device, as libblkid sees it on the bytes, and whether it is a device at all. */
export const askFileSystem = (device: string): string => `${comment(`what is on ${device}`)}
LC_ALL=C; export LC_ALL
if [ ! -e ${quote(device)} ]; then echo 'state absent'; exit 3
elif [ ! -b ${quote(device)} ] && [ ! -f ${quote(device)} ]; then echo 'state no device'
elif ! command -v blkid >/dev/null 2>&1; then echo 'state no tool'; exit 3
elif [ ! -r ${quote(device)} ]; then echo 'state unread'
else
  rb_out=$(blkid -p -o export -- ${quote(device)} 2>&1); rb_x=$?
  case $rb_x in
  0) printf '%s\\n' "$rb_out" ;;
  2) if [ -n "$(dd if=${quote(device)} bs=65536 count=1 2>/dev/null | tr -d '\\0' | head -c 1)" ]
    then echo 'state unknown'; else echo 'state none'; fi ;;
  *) printf 'said %s\\n' "$rb_out" ;;
  esac
fi`

export function readFileSystem({ output }: CommandAnswer): FoundFileSystem {
  const word = (name: string) => new RegExp(`^${name}[ =](.*)$`, 'm').exec(output)?.[1] ?? ''
  const type = word('TYPE')
  const state = states.find((one) => one === word('state'))
  const isPart = /^(PTTYPE|PART_ENTRY)|^USAGE=(raid|other)$/m.test(output) && !/^USAGE=filesystem$/m.test(output)
  const found = type !== '' && !(isPart && type !== 'swap') ? 'system' : isPart ? 'part' : 'part'
  return { state: state ?? found, type: type || word('PTTYPE'), label: word('LABEL'), said: word('said') }
}

const states = ['absent', 'no device', 'no tool', 'unread', 'none'] as const

/** The answer as it will be. */
export const showFileSystem = (type: string, label: string | undefined): CommandAnswer => ({
  status: 0,
  output: `TYPE=${type}\nUSAGE=filesystem\n${label === undefined ? '' : `LABEL=${label}\n`}`,
})

export interface FileSystemWords {
  readonly device: string
  readonly type: string
  readonly label?: string | undefined
  readonly options: readonly string[]
}

/** It looks again, for what is there by now must not be lost. */
export function makeFileSystem({ device, type, label, options }: FileSystemWords): string {
  const tool = type === 'swap' ? 'mkswap' : `mkfs.${type}`
  const named = label === undefined ? [] : [type === 'vfat' ? '-n' : '-L', label]
  const force = type === 'ext4' ? '-F' : ''
  return `${comment(`make ${type} on ${device}`)}
command -v ${tool} >/dev/null 2>&1 || { echo ${quote(`the host has no ${tool}: install ${packages[type] ?? 'it'}`)}; exit 1; }
[ "$(${askFileSystem(device)}
)" = 'state none' ] || { echo ${quote(`${device} is no longer empty`)}; exit 75; }
${tool} ${force} ${[...named, ...options].map(quote).join(' ')} -- ${quote(device)}`.replace(/ +/g, ' ')
}

const packages: Readonly<Record<string, string>> = {
  ext4: 'e2fsprogs',
  xfs: 'xfsprogs',
  btrfs: 'btrfs-progs',
  vfat: 'dosfstools',
  swap: 'util-linux',
}
