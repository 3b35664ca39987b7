import * as v from 'valibot'
import { type CommandAnswer, type Fact, type PathAnswer, pathFact } from '../lib/core/fact.ts'
import { refuse } from '../lib/core/failure.ts'
import type { Made } from '../lib/core/operation.ts'
import { defineTask } from '../lib/core/task.ts'
import {
  accountNumber,
  changeUser,
  groupFact,
  groupName,
  makeUser,
  readGroup,
  readUser,
  rewritten,
  userFact,
  userLine,
  userName,
} from './support/accounts.ts'
import { hostPath, listOf, truth } from './support/schema.ts'

const options = v.strictObject({
  /** Its name. */
  name: userName,
  /** Default: as it is; a new one gets the next free number. */
  uid: v.optional(accountNumber),
  /** Primary group, which must be there. Default: as it is; a new one gets a group of its own name. */
  group: v.optional(groupName),
  /** More groups that the user shall be in, which must be there. No membership is taken away. */
  groups: v.optional(listOf(groupName, 'names of groups')),
  /** Home folder. Default: as it is; of a new one /home/NAME. What is in an old one is not moved. */
  home: v.optional(hostPath),
  /** Make the home folder of a new user. Default: yes, but not of a system user. */
  makeHome: v.optional(truth),
  /** Login shell. Default: as it is; of a new one what the host gives. */
  shell: v.optional(hostPath),
  /** A new one gets a number of those for services. Default: false. */
  system: v.optional(truth),
})
export type User = v.InferInput<typeof options>

/**
 * A user of the host, without a password. Only what differs is changed; another number is refused, because files would
 * keep the old one.
 *
 * @example user({ name: 'wso2', group: 'wso2', home: '/opt/wso2', shell: '/usr/sbin/nologin', system: true })
 */
export const user = defineTask('user', {
  options,
  title: ({ name }) => `make the user ${name}`,
  reads: (args) =>
    ({
      found: userFact(args.name),
      passwd: pathFact('/etc/passwd'),
      group: pathFact('/etc/group'),
      ...(makesHome(args) ? { home: pathFact(homeOf(args)) } : {}),
      ...Object.fromEntries(groupsOf(args).map((name) => [`group ${name}`, groupFact(name)])),
    }) as UserReads,
  plan: (args, { found, passwd, group, home, ...groups }) => {
    const { name, uid } = args
    for (const wanted of groupsOf(args)) {
      const at = groups[`group ${wanted}`]
      if (at && !readGroup(at)) return refuse(`there is no group ${wanted} for ${name}`, 'make it before, with group()')
    }
    const there = readUser(found)
    if (there && uid !== undefined && there.uid !== uid) {
      return refuse(
        `the user ${name} has the number ${there.uid}, not ${uid}`,
        `files keep the old number: usermod -u ${uid} ${name}, and chown what belongs to it, or leave uid out`,
      )
    }
    const change = there ? changeUser(args, there) : makeUser({ ...args, home: homeOf(args) }, makesHome(args))
    if (change === undefined) return []
    const files = [...rewritten(passwd), ...rewritten(group)]
    const made: Made[] = !there && home?.type === 'absent' ? [{ type: 'directory', path: homeOf(args) }] : []
    const answers = [userLine(args, there)]
    return [{ op: 'run', script: change, effects: { makes: [...files, ...made], answers } }]
  },
})

type UserReads = {
  readonly found: Fact<CommandAnswer>
  readonly passwd: Fact<PathAnswer>
  readonly group: Fact<PathAnswer>
  readonly home?: Fact<PathAnswer>
} & Readonly<Record<`group ${string}`, Fact<CommandAnswer>>>

const makesHome = ({ makeHome, system = false }: User): boolean => makeHome ?? !system
const homeOf = ({ home, name }: User): string => home ?? `/home/${name}`
const groupsOf = ({ group, groups = [] }: User): string[] => [...new Set([...(group ? [group] : []), ...groups])]
