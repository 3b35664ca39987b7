import { pathFact } from '../lib/core/fact.ts'
import { refuse } from '../lib/core/failure.ts'
import { defineTask } from '../lib/core/task.ts'
import { groupFact, groupLine, isName, makeGroup, readGroup, rewritten } from './support/accounts.ts'

export interface Group {
  /** Its name. */
  readonly name: string
  /** Default: as it is; a new one gets the next free number. */
  readonly gid?: number
  /** A new one gets a number of those for services. Default: false. */
  readonly system?: boolean
}

/**
 * A group of the host.
 *
 * @example group({ name: 'wso2', gid: 802 })
 */
export const group = defineTask('group', {
  title: ({ name }: Group) => `make the group ${name}`,
  reads: ({ name }) => ({ found: groupFact(name), file: pathFact('/etc/group') }),
  plan: (args, { found, file }) => {
    const { name, gid } = args
    if (!isName(name)) return refuse(`${name} is no name of a group`, 'use letters, digits, - and _')
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
