import * as v from 'valibot'
import { digestOf } from '../lib/core/content.ts'
import {
  type CommandAnswer,
  type ContentAnswer,
  commandFact,
  contentFact,
  type DigestAnswer,
  digestFact,
  type Fact,
  type PathAnswer,
  pathFact,
} from '../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../lib/core/failure.ts'
import type { Operation } from '../lib/core/operation.ts'
import { refer } from '../lib/core/reference.ts'
import { reveal } from '../lib/core/secret.ts'
import { defineTask } from '../lib/core/task.ts'
import { quote } from '../lib/remote/quote.ts'
import { attributeChanges, cannotWrite } from './support/attributes.ts'
import { credentialsFile, escaped, optionsOf, systemOf, tablePlan } from './support/fstab.ts'
import { hostPath, line, listOf, textOrSecret, wordOf } from './support/schema.ts'

const credentials = v.strictObject({
  /** Who logs in to the server. */
  user: line('the name of a user'),
  /** Their password. */
  password: textOrSecret,
  /** Their domain or workgroup. Default: none is given. */
  domain: v.optional(line('a domain')),
  /** The file. Default: /etc/runbook-smb-…, named after the folder that is mounted on. */
  path: v.optional(hostPath),
})
export type Credentials = v.InferInput<typeof credentials>

const options = v.pipe(
  v.strictObject({
    /** What to mount: `10.0.0.30:/srv/is`, `//files/is`, `fs-0123.efs.eu-west-1.amazonaws.com:/`, or for `bind` a folder. */
    device: line('what to mount'),
    /** The folder to mount it on; made when it is not there. */
    path: hostPath,
    /** `efs` is NFS 4.1 with the options that Amazon names, `cifs` is SMB, `bind` another name for a folder. */
    type: wordOf('nfs', 'efs', 'cifs', 'bind', 'tmpfs'),
    /** Beside those that are usual for the type. What is mounted already has them from its next mount on. */
    options: v.optional(listOf(line('an option of mount'), 'options of mount')),
    /** Of SMB: kept in a file for root alone (0600), which fstab names. */
    credentials: v.optional(credentials),
    /** Default: /etc/fstab. */
    fstab: v.optional(hostPath),
  }),
  v.check(
    ({ type, credentials }) => credentials === undefined || type === 'cifs',
    ({ input }) => `credentials are of SMB, and the type is ${input.type}: leave them out`,
  ),
  v.check(
    ({ type, device }) => type !== 'bind' || device.startsWith('/'),
    ({ input }) => `${input.device} is no folder to bind: write it from / on, as in /srv/is`,
  ),
)
export type Mount = v.InferInput<typeof options>

/**
 * A file system that is mounted, now and after the next start of the host. It is tried first and then written to fstab,
 * whose other lines stay. Something else that is mounted there, or files that would be hidden, are refused.
 *
 * @example mount({ device: '10.0.0.30:/srv/is', path: '/mnt/is', type: 'nfs' })
 * @example mount({ device: '//files/is', path: '/mnt/is', type: 'cifs', credentials: { user: 'is', password: secret('smb') } })
 */
export const mount = defineTask('mount', {
  options,
  title: ({ device, path }) => `mount ${device} on ${path}`,
  reads: (args): MountReads => ({
    at: pathFact(args.path),
    table: contentFact(args.fstab ?? '/etc/fstab'),
    live: liveFact(args),
    ...(args.credentials ? { login: digestFact(credentialsFile(args)) } : {}),
  }),
  plan: (args, { at, table, live, login }) => {
    const isMounted = live.output.trim() === 'mounted'
    const no = isMounted ? undefined : cannotMount(args, at, live)
    if (no) return no
    const credentials = credentialsPlan(args, login)
    if (isRefusal(credentials)) return credentials
    const tabled = tablePlan(args, args.fstab ?? '/etc/fstab', table)
    if (isRefusal(tabled)) return tabled
    return [...credentials, ...(isMounted ? [] : mounting(args, at)), ...tabled]
  },
})

type MountReads = {
  at: Fact<PathAnswer>
  table: Fact<ContentAnswer>
  live: Fact<CommandAnswer>
  login?: Fact<DigestAnswer>
}

/**
 * What is mounted there, in a word: `mounted`; `free`; `hides`, when files would be; `other` or `stale` with more. A server
 * that does not answer would hold up whoever looks, so looking has a limit.
 */
const liveFact = (args: Mount): Fact<CommandAnswer> => {
  const { device, path, type } = args
  const same =
    type === 'bind'
      ? `[ "$(stat -c %d:%i -- ${quote(device)})" = "$(stat -c %d:%i -- "$p")" ]`
      : `case $1 in ${systemOf(args).replace(/4$/, '')}|${systemOf(args).replace(/4$/, '')}4|smb3) [ "\${2%/}" = ${quote(escaped(device).replace(/\/$/, ''))} ] ;; *) false ;; esac`
  return commandFact(
    `p=${quote(path)}
set -- $(m=${quote(escaped(path))} awk '$5 == ENVIRON["m"] { for (i = 6; $i != "-"; i++); t = $(i + 1) " " $(i + 2) } END { print t }' /proc/self/mountinfo)
if [ $# = 0 ]; then [ -z "$(ls -A -- "$p" 2>/dev/null)" ] && echo free || echo hides
elif ! s=$(timeout 5 stat -- "$p" 2>&1); then echo "stale $2 ($s)"
elif ${same}; then echo mounted
else echo "other $2 ($1)"
fi`,
    [path],
  )
}

function cannotMount({ device, path }: Mount, at: PathAnswer, live: CommandAnswer): Refusal | undefined {
  const [word, ...more] = live.output.trim().split(' ')
  if (word === 'stale')
    return refuse(
      `${path} is mounted from ${more.join(' ')}, which does not answer`,
      `bring the server back, or umount -f -l ${path}, then run again`,
    )
  if (word === 'other')
    return refuse(`${more.join(' ')} is mounted on ${path}, not ${device}`, `umount ${path}, then run again`)
  if (at.type !== 'absent' && at.type !== 'directory')
    return refuse(`${path} is a ${at.type === 'other' ? at.what : at.type}`, 'name a folder to mount on')
  if (word === 'hides')
    return refuse(`${path} holds files, which a mount would hide`, 'move them away, or name an empty folder')
  return word === 'free'
    ? undefined
    : refuse(`what is mounted on ${path} cannot be seen: ${live.output.trim()}`, 'look at /proc/self/mountinfo')
}

function credentialsPlan(args: Mount, at: DigestAnswer | undefined): readonly Operation[] | Refusal {
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

function mounting(args: Mount, at: PathAnswer): Operation[] {
  const { device, path, type } = args
  const program = {
    nfs: 'mount.nfs (Debian: nfs-common)',
    efs: 'mount.nfs4 (Debian: nfs-common)',
    cifs: 'mount.cifs (Debian: cifs-utils)',
  }
  const helper = type in program ? program[type as keyof typeof program] : ''
  const words = type === 'bind' ? '' : `-t ${systemOf(args)} `
  const hint = helper
    ? ` || { x=$?; command -v ${helper.split(' ')[0]} >/dev/null 2>&1 || echo ${quote(`there is no ${helper} on this host`)}; exit $x; }`
    : ''
  const script = `mount ${words}-o ${quote(optionsOf(args))} ${quote(device)} ${quote(path)}${hint}`
  const answers = [{ question: liveFact(args).question, answer: { status: 0, output: 'mounted' } }]
  return [
    ...(at.type === 'absent' ? [{ op: 'directory', path } as const] : []),
    { op: 'run', script, effects: { makes: [{ type: 'directory', path }], answers } },
  ]
}
