import type { CommandAnswer, PathAnswer } from '../../../lib/core/answers.ts'
import type { Fact } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import type { Made, Operation } from '../../../lib/core/operation.ts'
import { normalised, parentOf } from '../../../lib/core/paths.ts'
import type { Answers, Changes } from '../../../lib/core/resource.ts'
import { changeUser, makeUser, type UserWords } from '../../../lib/remote/posix/account-changes.ts'
import type { FoundUser } from '../../../lib/remote/posix/accounts.ts'
import { type accountFiles, answered, groupFact, holderFact, rewritten, userFact } from './accounts.ts'

export interface UserWanted extends UserWords {
  readonly makeHome?: boolean | undefined
  readonly removeHome?: boolean | undefined
  readonly onlyGroups?: boolean | undefined
}

export type UserReads = typeof accountFiles & {
  readonly who: Fact<CommandAnswer>
  readonly found: Fact<CommandAnswer>
  /** Who has the wanted number. */
  readonly holder?: Fact<CommandAnswer>
  readonly home: Fact<PathAnswer>
  readonly parent?: Fact<PathAnswer>
  /** The group of its own name; of a user that goes, whether it goes as well. */
  readonly own?: Fact<CommandAnswer>
  /** What /etc/shadow says of it. */
  readonly password?: Fact<CommandAnswer>
} & Readonly<Record<`group ${string}`, Fact<CommandAnswer>>>

export type FoundForUser = Answers<UserReads>

export const makesHome = ({ makeHome, system = false }: UserWanted): boolean => makeHome ?? !system
export const homeOf = ({ home, name }: UserWanted): string => home ?? `/home/${name}`
export const groupsOf = ({ group, groups = [] }: UserWanted): string[] => [
  ...new Set([...(group ? [group] : []), ...groups]),
]

export function making(args: UserWanted, { holder, home, parent, own, ...files }: FoundForUser): Changes {
  const { name, uid } = args
  const other = holder?.output.trim()
  if (other)
    return refuse(`the number ${uid} is that of the user ${other}`, `give ${name} another uid, or leave it out`)
  const path = homeOf(args)
  if (makesHome(args) && home.type !== 'absent' && home.type !== 'directory' && home.type !== 'symlink')
    return refuse(`${path}, the home of ${name}, is a ${home.type}`, 'move it away, or name another home')
  const above: Operation[] = parent?.type === 'absent' ? [{ op: 'directory', path: parentOf(path) }] : []
  const made: Made[] = makesHome(args) && home.type === 'absent' ? [{ type: 'directory', path }] : []
  const ownGroup = own?.status === 2 ? [answered(groupFact(name), `${name}:x::\n`)] : []
  const number = uid === undefined ? [] : [answered(holderFact('passwd', uid), `${name}\n`)]
  const effects = { makes: [...rewritten(files), ...made], answers: [line(args, undefined), ...ownGroup, ...number] }
  return [
    ...above,
    {
      op: 'run',
      script: makeUser({ ...args, home: path }, makesHome(args)),
      effects,
      undo: { keeps: `the account ${name}, and its home` },
    },
  ]
}

export function changing(args: UserWanted, there: FoundUser, { home: at, ...files }: FoundForUser): Changes {
  const { name, uid, group, groups = [], onlyGroups = false, home, shell, comment } = args
  if (uid !== undefined && there.uid !== uid) {
    return refuse(
      `the user ${name} has the number ${there.uid}, not ${uid}`,
      `files keep the old number: usermod -u ${uid} ${name}, and chown what belongs to it, or leave uid out`,
    )
  }
  const differing = {
    group: group === there.group ? undefined : group,
    ...groupChanges(there, group ?? there.group, groups, onlyGroups),
    comment: comment === there.comment ? undefined : comment,
    home: home === normalised(there.home) ? undefined : home,
    shell: shell === normalised(there.shell) ? undefined : shell,
  }
  const moves = differing.group !== undefined
  if (moves && home === undefined && there.home !== homeOf(args)) {
    return refuse(
      `another primary group of ${name} is given to what is in its home, too`,
      `say which that is: home: '${there.home}'`,
    )
  }
  const hint = moves && at.type === 'directory' ? `: what its old group has in ${homeOf(args)} goes to the new one` : ''
  const script = changeUser({ name, ...differing }, hint)
  if (script === undefined) return []
  const unknown = moves && at.type === 'directory' ? [homeOf(args)] : []
  return [
    {
      op: 'run',
      script,
      effects: { makes: rewritten(files), unknown, answers: [line(args, there)] },
      undo: { keeps: `what was done with the account ${name}` },
    },
  ]
}

/** Groups to join, or, where no others shall be, all of them. */
function groupChanges(there: FoundUser, primary: string, groups: readonly string[], only: boolean) {
  const others = there.groups.filter((one) => one !== '' && one !== primary && !groups.includes(one))
  const missing = groups.filter((one) => !there.groups.includes(one))
  return only && others.length > 0 ? { groups, onlyGroups: true } : { groups: missing }
}

/** The answer about a user that is as wanted; what was not asked for is as it was, or empty. */
function line(
  { name, uid, group, groups = [], onlyGroups = false, home, shell, comment }: UserWanted,
  was: FoundUser | undefined,
) {
  const fields = [
    name,
    'x',
    uid ?? was?.uid ?? '',
    '',
    comment ?? was?.comment ?? '',
    home ?? was?.home ?? `/home/${name}`,
    shell ?? was?.shell ?? '',
  ]
  const primary = group ?? was?.group ?? name
  const all = [...new Set([primary, ...(onlyGroups ? [] : (was?.groups ?? [])), ...groups])]
  return answered(userFact(name), `${fields.join(':')}\n${primary}\n${all.join(' ')}\n`)
}
