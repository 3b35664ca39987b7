import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { foretell } from '../../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../../lib/core/failure.ts'
import type { Changes } from '../../../lib/core/resource.ts'
import { runSql } from './connection.ts'
import { notOurs } from './database-change.ts'
import type { SqlDatabase } from './database-options.ts'
import { placeOf } from './faults.ts'
import { ownersFact, readOwners, showOwners } from './owners.ts'
import { identifier } from './quote.ts'
import { mayNot, readRights } from './rights.ts'
import { joining } from './role.ts'
import { type DatabaseFound, databaseFact, showDatabase } from './state.ts'

/** What takes a database away, where it is there and its own word says so. */
export function databaseDrop(
  { connection, name, drop }: SqlDatabase,
  { database, tables }: DatabaseFound,
  answers: { readonly rights: CommandAnswer; readonly owners?: CommandAnswer | undefined },
): Changes {
  if (database === undefined) return []
  const { kind } = connection
  if (!drop)
    return refuse(
      `${name} on ${placeOf(connection)} is there${tables.length === 0 ? '' : ` and holds ${tables.length} tables`}`,
      'say drop: true beside absent to drop it with all that is in it',
    )
  const rights = readRights(connection, answers.rights)
  const owners = answers.owners && readOwners(connection, answers.owners)
  if (isRefusal(rights)) return rights
  if (isRefusal(owners)) return owners
  const no =
    mayNot(connection, rights, { what: `drop the database ${name}`, privileges: ['DROP'], database: name }) ??
    notOurs(connection, name, database)
  if (no) return no
  const owner = database.owner
  const left = owners && { ...owners, held: owners.held.filter((one) => one.database !== name) }
  return [
    runSql(connection, {
      text: [
        ...(kind === 'postgresql' && owner !== connection.user ? [joining(owner)] : []),
        `DROP DATABASE ${identifier(kind, name)};`,
      ].join('\n'),
      effects: {
        answers: [
          foretell(databaseFact(connection, name), showDatabase(connection, { tables: [] })),
          ...(left ? [foretell(ownersFact(connection), showOwners(connection, left))] : []),
        ],
      },
      rights: `it has to drop ${name}: give ${connection.user} the right to do so`,
      advice: `${name} is still there: end what is connected to it, then run again`,
    }),
  ]
}
