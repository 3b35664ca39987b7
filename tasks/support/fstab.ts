import type { ContentAnswer } from '../../lib/core/fact.ts'
import type { Refusal } from '../../lib/core/failure.ts'
import type { Write } from '../../lib/core/operation.ts'
import { editLines, ensureLine } from '../../lib/edit/lines.ts'
import { cannotWrite } from './attributes.ts'
import { editTextFile } from './edit-file.ts'

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
} as const

export type FileSystem = keyof typeof types

/** What of a mount stands in the table. */
export interface Mount {
  readonly device: string
  readonly path: string
  readonly type: FileSystem
  readonly options?: readonly string[] | undefined
  readonly credentials?: { readonly user: string; readonly path?: string | undefined } | undefined
}

export const systemOf = ({ type }: Mount): string => types[type].system

export function optionsOf(args: Mount): string {
  const credentials = args.credentials ? [`credentials=${credentialsFile(args)}`] : []
  return [...types[args.type].options, ...credentials, ...(args.options ?? [])].join(',') || 'defaults'
}

/** Where the name and the password for SMB are kept. */
export const credentialsFile = ({ path, credentials }: Mount): string =>
  credentials?.path ?? `/etc/runbook-smb${path.replace(/[^A-Za-z0-9]+/g, '-')}`

/** The line of a mount point in fstab, where a line that says the same in another layout stays. */
export function tablePlan(args: Mount, path: string, at: ContentAnswer): readonly Write[] | Refusal {
  const fields = [escaped(args.device), escaped(args.path), systemOf(args), escaped(optionsOf(args))]
  const line = [...fields, '0', '0'].join(' ')
  if (at.type === 'absent') return cannotWrite(path, at) ?? [{ op: 'write', path, content: { text: `${line}\n` } }]
  return editTextFile(path, at, (text) => {
    const same = text
      .split('\n')
      .some((old) => fields.every((field, index) => old.trim().split(/\s+/)[index] === field))
    if (same) return { text }
    const mountPoint = escaped(args.path).replace(/[.\\+*?[\]^$(){}|/]/g, '\\$&')
    return editLines(text, [ensureLine(line, { match: new RegExp(`^\\s*[^#\\s]\\S*\\s+${mountPoint}\\s`) })])
  })
}

/** As fstab and the kernel's own table write what would end a field. */
export const escaped = (field: string): string =>
  field.replace(/[\s\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)
