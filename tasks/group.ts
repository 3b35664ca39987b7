import * as v from 'valibot'
import { pathFact } from '../lib/core/fact.ts'
import { refuse } from '../lib/core/failure.ts'
import { defineTask } from '../lib/core/task.ts'
import { accountNumber, groupFact, groupLine, groupName, makeGroup, readGroup, rewritten } from './support/accounts.ts'
import { truth } from './support/schema.ts'

const options = v.strictObject({
  /** Its name. */
  name: groupName,
  /** Default: as it is; a new one gets the next free number. */
  gid: v.optional(accountNumber),
  /** A new one gets a number of those for services. Default: false. */
  system: v.optional(truth),
})
export type Group = v.InferInput<typeof options>

/**
 * A group of the host.
 *
 * @example group({ name: 'wso2', gid: 802 })
 */
export const group = defineTask('group', {
  options,
  title: ({ name }) => `make the group ${name}`,
  reads: ({ name }) => ({ found: groupFact(name), file: pathFact('/etc/group') }),
  plan: (args, { found, file }) => {
    const { name, gid } = args
    const there = readGroup(found)
    if (there && (gid === undefined || there.gid === gid)) return []
    if (there) {
      return refuse(
        `the group ${name} has the number ${there.gid}, not ${gid}`,
        `files keep the old number: groupmod -g ${gid} ${name}, and chgrp what belongs to it, or leave gid out`,
      )
    }
    return [
      { op: 'run', script: makeGroup(args), effects: { makes: rewritten(file), answers: [groupLine(name, gid)] } },
    ]
  },
})
