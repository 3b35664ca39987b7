import * as v from 'valibot'
import type { CommandAnswer } from '../../lib/core/answers.ts'
import type { Fact } from '../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../lib/core/failure.ts'
import type { Planned } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { makeGroup, removeGroup } from '../../lib/remote/posix/account-changes.ts'
import { type FoundGroup, readGroup } from '../../lib/remote/posix/accounts.ts'
import { onlyRoot, whoFact } from '../support/root.ts'
import { truth, wordOf } from '../support/schema.ts'
import {
  accountFiles,
  accountNumber,
  answered,
  groupFact,
  groupName,
  holderFact,
  noEntry,
  primaryFact,
  rewritten,
} from './account/accounts.ts'

const options = v.strictObject({
  /** Its name. */
  name: groupName,
  /** Default: present. `absent` takes it away, unless it is the primary group of a user. Files keep its number. */
  state: v.optional(wordOf('present', 'absent')),
  /** Default: as it is; a new one gets the next free number. */
  gid: v.optional(accountNumber),
  /** A new one gets a number of those for services. Default: false. */
  system: v.optional(truth),
})
export type Group = v.InferInput<typeof options>

/**
 * A group of the host. Another number is refused, because files would keep the old one.
 *
 * @example group({ name: 'wso2', gid: 802 })
 * @example group({ name: 'wso2', state: 'absent' })
 */
export const group = defineTask('group', {
  options,
  title: ({ name, state }) => `${state === 'absent' ? 'remove' : 'make'} the group ${name}`,
  reads: ({ name, state, gid }): typeof accountFiles & GroupReads => ({
    ...accountFiles,
    who: whoFact,
    found: groupFact(name),
    ...(gid === undefined ? {} : { holder: holderFact('group', gid) }),
    ...(state === 'absent' ? { users: primaryFact(name) } : {}),
  }),
  plan: (args, { who, found, holder, users, ...files }) => {
    const there = readGroup(found, args.name)
    if (isRefusal(there)) return there
    if (args.state === 'absent') {
      const no = there && (cannotRemove(args, there, users) ?? onlyRoot(who, 'remove a group'))
      if (no || !there) return no ?? []
      const freed = there.gid === undefined ? [] : [answered(holderFact('group', there.gid), '')]
      const answers = [noEntry(groupFact(args.name)), ...freed]
      return [
        {
          op: 'run',
          script: removeGroup(args.name),
          effects: { makes: rewritten(files), answers },
          undo: { keeps: `what was done with the group ${args.name}` },
        },
      ]
    }
    const no = there ? otherNumber(args, there) : (taken(args, holder) ?? onlyRoot(who, 'make a group'))
    if (no || there) return no ?? []
    const { name, gid } = args
    const line = answered(groupFact(name), `${name}:x:${gid ?? ''}:\n`)
    const answers = gid === undefined ? [line] : [line, answered(holderFact('group', gid), `${name}\n`)]
    return [
      {
        op: 'run',
        script: makeGroup(args),
        effects: { makes: rewritten(files), answers },
        undo: { keeps: `what was done with the group ${args.name}` },
      },
    ]
  },
})

type GroupReads = {
  readonly who: Fact<CommandAnswer>
  readonly found: Fact<CommandAnswer>
  readonly holder?: Fact<CommandAnswer>
  readonly users?: Fact<CommandAnswer>
}

function otherNumber({ name, gid }: Group, there: FoundGroup) {
  if (gid === undefined || there.gid === undefined || there.gid === gid) return undefined
  return refuse(
    `the group ${name} has the number ${there.gid}, not ${gid}`,
    `files keep the old number: groupmod -g ${gid} ${name}, and chgrp what belongs to it, or leave gid out`,
  )
}

function taken({ name, gid }: Group, holder: CommandAnswer | undefined) {
  const other = holder?.output.trim()
  if (!other) return undefined
  return refuse(`the number ${gid} is that of the group ${other}`, `give ${name} another gid, or leave it out`)
}

function cannotRemove({ name }: Group, { gid }: FoundGroup, users: CommandAnswer | undefined): Planned | undefined {
  if (gid === 0) return refuse(`${name} is the group of root`, 'name another group')
  const names = users?.output.trim().split('\n').filter(Boolean) ?? []
  if (names.length === 0) return undefined
  return refuse(
    `${name} is the primary group of ${names.join(', ')}`,
    'give them another one, or remove them before, with user()',
  )
}
