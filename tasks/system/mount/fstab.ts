import type { ContentAnswer } from '../../../lib/core/answers.ts'
import { normalised } from '../../../lib/core/paths.ts'
import type { Changes } from '../../../lib/core/resource.ts'
import { cannotWrite } from '../../support/attributes.ts'
import { editTextFile } from '../../support/edit-file.ts'
import { credentialsFile } from './smb-login.ts'

/** What the kernel calls it, and the options that are sane for it. */
const types = {
  nfs: { system: 'nfs', options: ['_netdev', 'hard'] },
  efs: {
    system: 'nfs4',
    options: [
      '_netdev',
      'nfsvers=4.1',
      'rsize=1048576',
      'wsize=1048576',
      'hard',
      'timeo=600',
      'retrans=2',
      'noresvport',
    ],
  },
  cifs: { system: 'cifs', options: ['_netdev', 'iocharset=utf8'] },
  bind: { system: 'none', options: ['bind'] },
  tmpfs: { system: 'tmpfs', options: [] },
  ext4: { system: 'ext4', options: [] },
  xfs: { system: 'xfs', options: [] },
  btrfs: { system: 'btrfs', options: [] },
  vfat: { system: 'vfat', options: [] },
} as const

export type FileSystem = keyof typeof types

/** What of a mount stands in the table. */
export interface Mounted {
  readonly device: string
  readonly path: string
  readonly type: FileSystem
  readonly options?: readonly string[] | undefined
  readonly credentials?: { readonly user: string; readonly path?: string | undefined } | undefined
}

export const systemOf = (type: FileSystem): string => types[type].system

export function optionsOf(args: Mounted): string {
  const credentials = args.credentials ? [`credentials=${credentialsFile(args)}`] : []
  return [...types[args.type].options, ...credentials, ...(args.options ?? [])].join(',') || 'defaults'
}

/** The line of a mount point in fstab, where a line that says the same in another layout stays. */
export function tablePlan(args: Mounted, path: string, at: ContentAnswer): Changes {
  const wanted = [args.device, args.path, systemOf(args.type), optionsOf(args)]
  // What has to be looked through at a start says so; xfs and btrfs see to that themselves.
  const pass = args.type === 'ext4' || args.type === 'vfat' ? 2 : 0
  const line = `${wanted.map(escaped).join(' ')} 0 ${pass}`
  if (at.type === 'absent') return cannotWrite(path, at) ?? [{ op: 'write', path, content: { text: `${line}\n` } }]
  return editTextFile(path, at, (text) => {
    const lines = text.split('\n')
    if (lines.some((old) => fieldsOf(old).slice(0, 4).join('\0') === wanted.join('\0'))) return { text }
    const place = lines.findLastIndex((old) => isOf(old, args.path))
    if (place >= 0) return { text: lines.with(place, line).join('\n') }
    return { text: `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n` }
  })
}

/** The table without the lines of a mount point. */
export function untablePlan(mountPoint: string, path: string, at: ContentAnswer): Changes {
  if (at.type === 'absent') return []
  return editTextFile(path, at, (text) => ({
    text: text.replace(/.*(\n|$)/g, (line) => (isOf(line, mountPoint) ? '' : line)),
  }))
}

const isOf = (line: string, mountPoint: string): boolean => fieldsOf(line)[1] === mountPoint

/** What the fields of a line say, the mount point as a path has one meaning here; none of a comment. */
function fieldsOf(line: string): string[] {
  const words = line.trim().split(/[ \t]+/)
  if (words[0]?.startsWith('#')) return []
  const fields = words.map((word) =>
    word.replace(/\\([0-3][0-7]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 8))),
  )
  return fields.map((field, at) => (at === 1 && field.startsWith('/') ? normalised(field) : field))
}

/** As the table writes what would end a field. */
const escaped = (field: string): string =>
  field.replace(/[ \t\n\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)
