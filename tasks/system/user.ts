import * as v from 'valibot'
import type { CommandAnswer } from '../../lib/core/answers.ts'
import { followedFact, pathFact } from '../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../lib/core/failure.ts'
import { parentOf } from '../../lib/core/paths.ts'
import type { Changes } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { readGroup, readUser } from '../../lib/remote/posix/accounts.ts'
import { onlyRoot, whoFact } from '../support/root.ts'
import { hostPath, listOf, truth, wordOf } from '../support/schema.ts'
import {
  accountFiles,
  accountNumber,
  groupFact,
  groupName,
  holderFact,
  ownGroupFact,
  userFact,
  userName,
} from './account/accounts.ts'
import { changing, groupsOf, homeOf, makesHome, making, removing, type UserReads } from './account/user-changes.ts'

/** What ends a field of passwd. */
const field: v.GenericSchema<string> = v.pipe(
  hostPath,
  v.check((path) => !/[:\r\n]/.test(path), 'a colon or a line end cannot stand in it: give another path'),
)

const options = v.pipe(
  v.strictObject({
    /** Its name. */
    name: userName,
    /** Default: present. `absent` takes the account away, and the group of its own name when nobody else is in it. */
    state: v.optional(wordOf('present', 'absent')),
    /** Default: as it is; a new one gets the next free number. */
    uid: v.optional(accountNumber),
    /** Primary group, which must be there. Default: as it is; a new one gets a group of its own name. */
    group: v.optional(groupName),
    /** More groups that the user shall be in, which must be there. No membership is taken away. */
    groups: v.optional(listOf(groupName, 'names of groups')),
    /** Home folder. Default: as it is; of a new one /home/NAME. What is in an old one is not moved. */
    home: v.optional(field),
    /** Make the home folder of a new user. Default: yes, but not of a system user. */
    makeHome: v.optional(truth),
    /** With `absent`: remove the home folder with all that is in it. Default: it stays. */
    removeHome: v.optional(truth),
    /** Login shell. Default: as it is; of a new one what the host gives. */
    shell: v.optional(field),
    /** A new one gets a number of those for services. Default: false. */
    system: v.optional(truth),
  }),
  v.check(
    ({ state, removeHome }) => !removeHome || state === 'absent',
    "removeHome is for a user that goes: say state: 'absent', or leave it out",
  ),
)
export type User = v.InferInput<typeof options>

/**
 * A user of the host, without a password. Only what differs is changed; another number is refused, because files would
 * keep the old one.
 *
 * @example user({ name: 'wso2', group: 'wso2', home: '/opt/wso2', shell: '/usr/sbin/nologin', system: true })
 * @example user({ name: 'wso2', state: 'absent' })
 */
export const user = defineTask('user', {
  options,
  title: ({ name, state }) => `${state === 'absent' ? 'remove' : 'make'} the user ${name}`,
  reads: (args): UserReads => ({
    ...accountFiles,
    who: whoFact,
    found: userFact(args.name),
    home: pathFact(homeOf(args)),
    ...(args.state === 'absent'
      ? { own: ownGroupFact(args.name) }
      : {
          ...(args.group === undefined ? { own: groupFact(args.name) } : {}),
          ...(makesHome(args) ? { parent: followedFact(parentOf(homeOf(args))) } : {}),
          ...(args.uid === undefined ? {} : { holder: holderFact('passwd', args.uid) }),
          ...Object.fromEntries(groupsOf(args).map((name) => [`group ${name}`, groupFact(name)])),
        }),
  }),
  plan: (args, answers) => {
    const there = readUser(answers.found, args.name)
    if (isRefusal(there)) return there
    if (args.state === 'absent') return byRoot(removing(args, there, answers), answers.who)
    for (const name of groupsOf(args)) {
      const at = answers[`group ${name}`]
      const group = at && readGroup(at, name)
      if (isRefusal(group)) return group
      if (at && !group) return refuse(`there is no group ${name} for ${args.name}`, 'make it before, with group()')
    }
    return byRoot(there ? changing(args, there, answers) : making(args, answers), answers.who)
  },
})

const byRoot = (planned: Changes, who: CommandAnswer): Changes =>
  isRefusal(planned) || planned.length === 0 ? planned : (onlyRoot(who, 'change users') ?? planned)
