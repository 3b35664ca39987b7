import * as v from 'valibot'
import type { DigestAnswer } from '../../../lib/core/answers.ts'
import { digestOf } from '../../../lib/core/content.ts'
import { refuse } from '../../../lib/core/failure.ts'
import { refer } from '../../../lib/core/reference.ts'
import type { Changes } from '../../../lib/core/resource.ts'
import { reveal } from '../../../lib/core/secret.ts'
import { attributeChanges, cannotWrite } from '../../support/attributes.ts'
import { hostPath, line, textOrSecret } from '../../support/schema.ts'

/** Who logs in to a server of SMB. */
export const smbLogin = v.strictObject({
  /** Who logs in to the server. */
  user: line('the name of a user'),
  /** Their password. */
  password: textOrSecret,
  /** Their domain or workgroup. Default: none is given. */
  domain: v.optional(line('a domain')),
  /** The file. Default: /etc/runbook-smb-…, named after the folder that is mounted on. */
  path: v.optional(hostPath),
})
export type Credentials = v.InferInput<typeof smbLogin>

/** Where the name and the password for SMB are kept: a name of its own for each path. */
export const credentialsFile = ({
  path,
  credentials,
}: {
  readonly path: string
  readonly credentials?: { readonly path?: string | undefined; readonly user: string } | undefined
}): string => credentials?.path ?? `/etc/runbook-smb${path.replace(/[^A-Za-z0-9/]/g, hexadecimal).replaceAll('/', '-')}`

const hexadecimal = (character: string): string => `_${character.charCodeAt(0).toString(16)}`

/** The file with name and password, for root alone. */
export function loginPlan(args: Wanted, at: DigestAnswer | undefined): Changes {
  if (!args.credentials || !at) return []
  const { user, password, domain } = args.credentials
  if (/[\r\n]/.test(reveal(password)))
    return refuse(`the password for ${args.device} has a line end in it`, 'SMB credentials are one line each')
  const path = credentialsFile(args)
  const domainLine = domain === undefined ? '' : `domain=${domain}\n`
  const content = { text: `username=${user}\npassword=${refer(password)}\n${domainLine}` }
  if (at.type === 'file' && at.sha256 === digestOf(content)) return attributeChanges(path, { mode: 0o600 }, at)
  if (at.type === 'broken link') return refuse(`${path} is a link to what is not there`, 'remove it, then run again')
  return cannotWrite(path, at) ?? [{ op: 'write', path, content, mode: 0o600 }]
}

interface Wanted {
  readonly device: string
  readonly path: string
  readonly credentials?: Credentials | undefined
}
