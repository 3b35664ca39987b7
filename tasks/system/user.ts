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
  rewritten,
  userFact,
  userName,
} from './account/accounts.ts'
import { asksShadow, expiryDay, passwordHash, shadowChanges, shadowFact } from './account/shadow-changes.ts'
import { changing, groupsOf, homeOf, makesHome, making, type UserReads } from './account/user-changes.ts'
import { removing } from './account/user-removal.ts'

/** What ends a field of passwd. */
const ends = /[:\r\n]/
const field: v.GenericSchema<string> = v.pipe(
  hostPath,
  v.check((path) => !ends.test(path), 'a colon or a line end cannot stand in it: give another path'),
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
    /** More groups that the user shall be in, which must be there. */
    groups: v.optional(listOf(groupName, 'names of groups')),
    /** It is in no other groups than these and its primary one. Default: no membership is taken away. */
    onlyGroups: v.optional(truth),
    /** Who it is, in words. Default: as it is; of a new one nothing. */
    comment: v.optional(
      v.pipe(
        v.string(({ received }) => `it is ${received}: give a text`),
        v.check((said) => !ends.test(said), 'a colon or a line end cannot stand in it: leave it out'),
      ),
    ),
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
    /** The hash of its password, as `openssl passwd -6` prints one, by `secret('…')`; `*`: none. Default: as it is; a new one has none. */
    passwordHash: v.optional(passwordHash),
    /** Only a new user gets this password: what it has chosen since stays. Default: false. */
    keepPassword: v.optional(truth),
    /** The day from which on nobody logs in as it, by key or by password, as in `2027-01-31`, or `never`. Default: as it is. */
    expires: v.optional(expiryDay),
  }),
  v.check(
    ({ state, removeHome }) => !removeHome || state === 'absent',
    "removeHome is for a user that goes: say state: 'absent', or leave it out",
  ),
  v.check(
    ({ keepPassword, passwordHash: hash }) => !keepPassword || hash !== undefined,
    'keepPassword is about a password: give passwordHash, or leave it out',
  ),
  v.check(
    ({ onlyGroups, groups }) => !onlyGroups || groups !== undefined,
    'onlyGroups is about groups: give groups ([]: none), or leave it out',
  ),
)
export type User = v.InferInput<typeof options>

/**
 * A user of the host. Only what differs is changed; another number is refused, because files would keep the old one. The hash
 * of its password is compared on the host, and is shown nowhere.
 *
 * @example user({ name: 'wso2', group: 'wso2', home: '/opt/wso2', shell: '/usr/sbin/nologin', system: true })
 * @example user({ name: 'una', groups: ['sudo'], passwordHash: secret('una'), expires: '2027-01-31' })
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
          ...(asksShadow(args) ? { password: shadowFact(args) } : {}),
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
    const account = there ? changing(args, there, answers) : making(args, answers)
    const { password: found } = answers
    const more = found ? shadowChanges(args, there === undefined, found, rewritten(answers)) : []
    return byRoot(isRefusal(account) ? account : isRefusal(more) ? more : [...account, ...more], answers.who)
  },
})

const byRoot = (planned: Changes, who: CommandAnswer): Changes =>
  isRefusal(planned) || planned.length === 0 ? planned : (onlyRoot(who, 'change users') ?? planned)
