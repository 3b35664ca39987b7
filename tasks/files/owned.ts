import * as v from 'valibot'
import type { PathAnswer } from '../../lib/core/answers.ts'
import { each, followedFact } from '../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../lib/core/failure.ts'
import { isAtOrBelow } from '../../lib/core/paths.ts'
import { defineTask } from '../../lib/core/task.ts'
import { readUser } from '../../lib/remote/posix/accounts.ts'
import { giveScript } from '../../lib/remote/posix/unit.ts'
import { hostPath, listOf } from '../support/schema.ts'
import { userFact, userName } from '../system/account/accounts.ts'

const options = v.strictObject({
  path: hostPath,
  user: userName,
  files: v.optional(listOf(hostPath, 'files of the host')),
})

/**
 * A folder that belongs to a user, with all below it. Whether it does is told by the folder itself and by some of what is in
 * it, which a plan knows beforehand; then all is given to them. What a link there leads to stays whose it is.
 */
export const owned = defineTask('owned', {
  options,
  title: ({ path, user }) => `give ${path} to ${user}`,
  reads: ({ path, user, files = [] }) => ({
    at: followedFact(path),
    account: userFact(user),
    inner: each(files, followedFact),
  }),
  plan: ({ path, user }, { at, account, inner }) => {
    const known = readUser(account, user)
    if (isRefusal(known)) return known
    if (known === undefined)
      return refuse(`there is no user ${user} to whom ${path} is to belong`, 'make them before, with user()')
    if (at.type === 'absent')
      return refuse(`${path} is not there to be given to ${user}`, 'make it before, with directory()')
    if (at.type !== 'directory') return refuse(`${path} is a ${at.type}, no directory`, 'name the directory')
    const isTheirs = (one: PathAnswer) =>
      !(one.type === 'file' || one.type === 'directory') || one.owner === user || !isAtOrBelow(one.real, at.real)
    if ([at, ...inner.values()].every(isTheirs)) return []
    return [{ op: 'run', script: giveScript(path, user), effects: { owned: [{ path, owner: user }] } }]
  },
})
