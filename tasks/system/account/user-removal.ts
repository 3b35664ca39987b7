import { refuse } from '../../../lib/core/failure.ts'
import type { Operation } from '../../../lib/core/operation.ts'
import type { Changes } from '../../../lib/core/resource.ts'
import { removeUser } from '../../../lib/remote/posix/account-changes.ts'
import type { FoundUser } from '../../../lib/remote/posix/accounts.ts'
import { answered, groupFact, holderFact, noEntry, rewritten, userFact } from './accounts.ts'
import { type FoundForUser, homeOf, type UserWanted } from './user-changes.ts'

/** What takes an account away, and, where that is said, its home. */
export function removing(
  args: UserWanted,
  there: FoundUser | undefined,
  { home: at, own, ...files }: FoundForUser,
): Changes {
  const { name, removeHome = false } = args
  const path = homeOf(args)
  if (there?.uid === 0) return refuse(`${name} is root (its number is 0)`, 'name another user')
  if (removeHome && there && there.home !== path)
    return refuse(
      `the home of ${name} is ${there.home}, not ${path}`,
      `say home: '${there.home}', or leave removeHome out`,
    )
  const owner = at.type === 'directory' ? (at.owner ?? `${at.uid}`) : ''
  const isTheirs = owner === name || /^\d+$/.test(owner)
  if (removeHome && at.type !== 'absent' && !isTheirs) {
    const what = at.type === 'directory' ? `belongs to ${owner}` : `is a ${at.type}`
    return refuse(`${path} ${what}: it is no home that ${name} had`, 'remove it by itself, with absent()')
  }
  const home: Operation[] = removeHome && at.type === 'directory' ? [{ op: 'remove', path }] : []
  if (!there) return home
  const goes = own?.output.trim() === 'goes'
  const group = goes ? [noEntry(groupFact(name))] : []
  const freed = there.uid === undefined ? [] : [answered(holderFact('passwd', there.uid), '')]
  const answers = [noEntry(userFact(name)), ...freed, ...group]
  const hint = removeHome ? `its home ${path} goes next` : `what it has, as its home ${there.home}, stays`
  const script = removeUser(name, goes ? 'goes' : 'stays', hint)
  // What stays belongs to a number from then on.
  const unknown = home.length === 0 && at.type === 'directory' ? [path] : []
  return [
    {
      op: 'run',
      script,
      effects: { makes: rewritten(files), unknown, answers },
      undo: { keeps: `that the account ${name} is gone` },
    },
    ...home,
  ]
}
