import type { CommandAnswer } from '../../lib/core/answers.ts'
import { type Fact, standing } from '../../lib/core/fact.ts'
import { type Refusal, refuse } from '../../lib/core/failure.ts'
import { groupFact, userFact } from '../system/account/accounts.ts'

interface Wanted {
  readonly owner?: string | undefined
  readonly group?: string | undefined
  readonly state?: 'present' | 'absent' | undefined
}

export interface OwnerReads {
  readonly user?: Fact<CommandAnswer>
  readonly ofGroup?: Fact<CommandAnswer>
}

/** Whether the host has the user and the group that something shall belong to. A number needs no name. */
export const ownerFacts = ({ owner, group, state }: Wanted): OwnerReads => ({
  ...(state !== 'absent' && isAsked(owner) ? { user: standing(userFact(owner)) } : {}),
  ...(state !== 'absent' && isAsked(group) ? { ofGroup: standing(groupFact(group)) } : {}),
})

/** Names of a directory service may hold more: of these only the host's own tools can tell. */
const isAsked = (name: string | undefined): name is string => name !== undefined && /^[A-Za-z_][\w.-]*\$?$/.test(name)

interface Answers {
  readonly user?: CommandAnswer | undefined
  readonly ofGroup?: CommandAnswer | undefined
}

/** Why nothing can be given to them: there is none of that name. Status 2 alone says so. */
export function noSuchOwner(path: string, { owner, group }: Wanted, { user, ofGroup }: Answers): Refusal | undefined {
  if (user?.status === 2)
    return refuse(`there is no user ${owner} to whom ${path} is to belong`, 'make them before, with user()')
  if (ofGroup?.status === 2)
    return refuse(`there is no group ${group} to which ${path} is to belong`, 'make it before, with group()')
  return undefined
}
