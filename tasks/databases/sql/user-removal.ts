import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { foretell } from '../../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../../../lib/core/failure.ts'
import type { Changes } from '../../../lib/core/resource.ts'
import { call, inTurn } from '../../../lib/remote/posix/sql.ts'
import { runSql, type SqlConnection } from './connection.ts'
import { passwordFault, placeOf } from './faults.ts'
import { type Held, ownersFact, readOwners, showOwners } from './owners.ts'
import { account, identifier } from './quote.ts'
import { mayNot, readRights } from './rights.ts'
import { joining, roleFact, showRole } from './role.ts'

interface Unwanted {
  readonly connection: SqlConnection
  readonly name: string
  readonly host?: string | undefined
  readonly keepObjects?: boolean | undefined
}

/** What takes a user away, with his rights, and with nothing that he owns. */
export function userRemoval(
  { connection, name, host = '%', keepObjects = false }: Unwanted,
  answers: { readonly rights: CommandAnswer; readonly owners: CommandAnswer },
): Changes {
  const { kind } = connection
  const owners = passwordFault(connection) ?? readOwners(connection, answers.owners)
  if (isRefusal(owners)) return owners
  const user = kind === 'mysql' ? `${name}@${host}` : name
  if (!owners.users.includes(user)) return []
  const held = owners.held.filter((one) => one.user === user)
  const owned = held.filter((one) => one.owned > 0)
  if (owned.length > 0 && !keepObjects) return ownsSomething(connection, user, owned)
  const rights = readRights(connection, answers.rights)
  if (isRefusal(rights)) return rights
  const no = mayNot(connection, rights, {
    what: `drop the user ${name}`,
    attribute: 'CREATEROLE',
    privileges: ['CREATE USER'],
  })
  if (no) return no
  const after = {
    users: owners.users.filter((one) => one !== user),
    held: owners.held.filter((one) => one.user !== user),
  }
  const gone = [foretell(ownersFact(connection), showOwners(connection, after))]
  const change = {
    rights: `it has to drop the user ${name}: give ${connection.user} the right to do so`,
    advice: `the user ${name} is still there: mend what the error above says, then run again`,
  }
  if (kind === 'mysql')
    return [runSql(connection, { ...change, text: `DROP USER ${account(name, host)};`, effects: { answers: gone } })]
  const answersAfter = [...gone, foretell(roleFact(connection, name), showRole(connection, 'absent'))]
  const inside = held.filter((one) => one.inside).map(({ database }) => database)
  return [runSql(connection, { ...change, ...dropRole(name, inside), effects: { answers: answersAfter } })]
}

function ownsSomething(connection: SqlConnection, user: string, owned: readonly Held[]): Refusal {
  const mysql = connection.kind === 'mysql'
  const what = owned.map(({ database, inside, owned }) =>
    inside
      ? `${owned} objects in ${database}`
      : database === ''
        ? `${owned} objects of the server`
        : `the database ${database}`,
  )
  return refuse(
    `${user} on ${placeOf(connection)} ${mysql ? 'is the definer of' : 'owns'} ${what.join(', ')}`,
    `drop the databases before, with sqlDatabase(), or say keepObjects: true beside absent: ${mysql ? 'they stay, and fail until they are defined as somebody else' : `they are then given to ${connection.user}`}`,
  )
}

/**
 * Each database gives up what it has of the role by itself, `postgres` last, with the role. What the role owns is given
 * away first, so that DROP OWNED finds nothing but rights.
 */
function dropRole(name: string, databases: readonly string[]): { readonly text: string; readonly script: string } {
  const role = identifier('postgresql', name)
  const leave = `REASSIGN OWNED BY ${role} TO CURRENT_USER; DROP OWNED BY ${role};`
  const others = databases.filter((database) => database !== 'postgres')
  return {
    text: '',
    script: inTurn([
      call('postgresql', [joining(name)]),
      ...others.map((database) => call('postgresql', [leave], { database, whole: true })),
      call('postgresql', [`${leave} DROP ROLE ${role};`], { whole: true }),
    ]),
  }
}
