import * as v from 'valibot'
import type { CommandAnswer, ContentAnswer, DigestAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { contentFact, digestFact, evenSilent, type Fact, followedFact, pathFact } from '../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../../lib/core/failure.ts'
import type { Operation } from '../../lib/core/operation.ts'
import type { Answers, Changes } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { mountScript, readMount, showMount, unmountScript } from '../../lib/remote/posix/mount.ts'
import { presentOrAbsent } from '../support/present-or-absent.ts'
import { onlyRoot, whoFact } from '../support/root.ts'
import { hostPath, line, listOf, truth, wordOf } from '../support/schema.ts'
import { optionsOf, systemOf, tablePlan, untablePlan } from './mount/fstab.ts'
import { mountedFact, mountPoint, occupied } from './mount/mount-point.ts'
import { credentialsFile, loginPlan, smbLogin } from './mount/smb-login.ts'

export type { Credentials } from './mount/smb-login.ts'

const options = v.pipe(
  presentOrAbsent(
    {
      /** The folder to mount it on; made when it is not there. */
      path: v.pipe(
        hostPath,
        v.check((path) => path !== '/', 'the root of the host is mounted already: name a folder below it'),
      ) as v.GenericSchema<string>,
      /** Default: present. `absent` unmounts it and takes its line out of fstab; the folder, and what is in the share, stay. */
      state: v.optional(wordOf('present', 'absent')),
      /** Default: /etc/fstab. */
      fstab: v.optional(hostPath),
    },
    {
      /** What to mount: `/dev/sdb1`, `UUID=…`, `LABEL=data`, `10.0.0.30:/srv/is`, `//files/is`, `fs-0123.efs.eu-west-1.amazonaws.com:/`, or for `bind` a folder. */
      device: line('what to mount'),
      /** `efs` is NFS 4.1 with the options that Amazon names, `cifs` is SMB, `bind` another name for a folder. */
      type: wordOf('nfs', 'efs', 'cifs', 'bind', 'tmpfs', 'ext4', 'xfs', 'btrfs', 'vfat'),
      /** Default: yes. `false` has its line in fstab alone: it is mounted at the next start of the host, or as an option says, such as `noauto` or `x-systemd.automount`. What is mounted stays so. */
      mounted: v.optional(truth),
      /** Beside those that are usual for the type. What is mounted already has them from its next mount on. */
      options: v.optional(listOf(line('an option of mount'), 'options of mount')),
      /** Of SMB: kept in a file for root alone (0600), which fstab names. */
      credentials: v.optional(smbLogin),
    },
  ),
  v.check(
    ({ type, credentials }) => credentials === undefined || type === 'cifs',
    ({ input }) => `credentials are of SMB, and the type is ${input.type}: leave them out`,
  ),
  v.check(
    ({ type, device }) => type !== 'bind' || device?.startsWith('/') === true,
    ({ input }) => `${input.device} is no folder to bind: write it from / on, as in /srv/is`,
  ),
)
export type Mount = v.InferInput<typeof options>
type Wanted = Exclude<Mount, { state: 'absent' }>

/**
 * A file system that is mounted, now and after the next start of the host. It is tried first and then written to fstab,
 * whose other lines stay. Something else that is mounted there, or files that would be hidden, are refused.
 *
 * @example mount({ device: '10.0.0.30:/srv/is', path: '/mnt/is', type: 'nfs' })
 * @example mount({ device: '//files/is', path: '/mnt/is', type: 'cifs', credentials: { user: 'is', password: secret('smb') } })
 * @example mount({ device: 'LABEL=data', path: '/srv/data', type: 'ext4', options: ['noatime'] })
 * @example mount({ device: 'LABEL=backup', path: '/mnt/backup', type: 'xfs', options: ['noauto'], mounted: false })
 * @example mount({ path: '/mnt/is', state: 'absent' })
 */
export const mount = defineTask('mount', {
  options,
  title: ({ state, device, path, mounted }) => {
    if (state === 'absent') return `unmount ${path}`
    return mounted === false ? `have ${device} on ${path} in fstab` : `mount ${device} on ${path}`
  },
  reads: (args): MountReads => ({
    who: whoFact,
    at: evenSilent(pathFact(args.path)),
    table: contentFact(tableOf(args)),
    live: mountedFact(args),
    ...(args.type === 'cifs' || args.type === undefined ? { login: digestFact(credentialsFile(args)) } : {}),
    ...(args.type === 'bind' && args.state !== 'absent' ? { source: followedFact(args.device) } : {}),
  }),
  plan: (args, answers) => {
    const no = occupied(args, readMount(answers.live))
    if (no) return no
    const operations = args.state === 'absent' ? unmounting(args, answers) : mounting(args, answers)
    if (isRefusal(operations) || operations.length === 0) return operations
    return onlyRoot(answers.who, 'mount and unmount') ?? operations
  },
})

const tableOf = ({ fstab = '/etc/fstab' }: Pick<Mount, 'fstab'>): string => fstab

type MountReads = {
  readonly who: Fact<CommandAnswer>
  readonly at: Fact<PathAnswer>
  readonly table: Fact<ContentAnswer>
  readonly live: Fact<CommandAnswer>
  readonly login?: Fact<DigestAnswer>
  readonly source?: Fact<PathAnswer>
}

function unmounting(args: Mount, { table, live, login }: Answers<MountReads>): Changes {
  const untabled = untablePlan(args.path, tableOf(args), table)
  if (isRefusal(untabled)) return untabled
  const answers = [{ question: mountedFact(args).question, answer: showMount('free') }]
  // What the folder had beneath is seen again.
  const effects = { unknown: [args.path], answers }
  const unmount: Operation[] =
    readMount(live).state === 'mounted'
      ? [
          {
            op: 'run',
            script: unmountScript(mountPoint(args)),
            effects,
            undo: { keeps: `that nothing is mounted on ${args.path}` },
          },
        ]
      : []
  const file: Operation[] = login?.type === 'file' ? [{ op: 'remove', path: credentialsFile(args) }] : []
  return [...unmount, ...untabled, ...file]
}

function mounting(args: Wanted, { at, table, live, login, source }: Answers<MountReads>): Changes {
  const isMounted = readMount(live).state === 'mounted'
  const no = isMounted ? undefined : cannotMount(args, at, live, source)
  if (no) return no
  const credentials = loginPlan(args, login)
  if (isRefusal(credentials)) return credentials
  const tabled = tablePlan(args, tableOf(args), table)
  if (isRefusal(tabled)) return tabled
  const place: Operation[] = at.type === 'absent' ? [{ op: 'directory', path: args.path }] : []
  return [...credentials, ...place, ...(isMounted || args.mounted === false ? [] : [mounted(args)]), ...tabled]
}

function cannotMount(
  { device, path }: Wanted,
  at: PathAnswer,
  live: CommandAnswer,
  source: PathAnswer | undefined,
): Refusal | undefined {
  if (at.type !== 'absent' && at.type !== 'directory')
    return refuse(`${path} is a ${at.type === 'other' ? at.what : at.type}`, 'name a folder to mount on')
  if (readMount(live).state === 'hides')
    return refuse(`${path} holds files, which a mount would hide`, 'move them away, or name an empty folder')
  if (source === undefined || source.type === 'directory') return undefined
  return source.type === 'absent'
    ? refuse(`${device}, which is to be seen at ${path}, is not there`, 'make it before, with directory()')
    : refuse(`${device} is a ${source.type === 'other' ? source.what : source.type}`, 'name a folder to bind')
}

function mounted(args: Wanted): Operation {
  const { device, path, type } = args
  const script = mountScript({ device, path, system: systemOf(type), options: optionsOf(args) })
  const answers = [{ question: mountedFact(args).question, answer: showMount('mounted') }]
  return {
    op: 'run',
    script,
    effects: { makes: [{ type: 'directory', path }], answers },
    undo: { script: unmountScript(mountPoint(args)), first: true },
  }
}
