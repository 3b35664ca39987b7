import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { foretell } from '../../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../../../lib/core/failure.ts'
import type { Changes } from '../../../lib/core/resource.ts'
import { runSql, type SqlConnection } from './connection.ts'
import type { SqlDatabase } from './database-options.ts'
import { placeOf } from './faults.ts'
import { identifier, literal, plainMode } from './quote.ts'
import { mayNot, readRights } from './rights.ts'
import { cannotBe, joining } from './role.ts'
import { type DatabaseFound, databaseFact, showDatabase } from './state.ts'

/** What makes a database as it shall be. */
export function databaseChange(
  args: SqlDatabase,
  found: DatabaseFound,
  answers: { readonly rights: CommandAnswer; readonly role?: CommandAnswer | undefined },
): Changes {
  const { connection, name, owner } = args
  const fault = differs(args, found)
  if (fault && (found.tables.length > 0 || connection.kind === 'postgresql')) return cannotChange(args, found)
  const gives = owner !== undefined && found.database?.owner !== owner
  if (found.database && !fault && !gives) return []
  const no = cannotMake(args, found, gives, answers)
  if (no) return no
  const wanted = {
    characterSet: args.characterSet ?? 'default',
    collation: args.collation ?? '',
    owner: owner ?? '',
    isOurs: true,
  }
  const after = showDatabase(connection, { tables: found.tables, database: { ...wanted, ...kept(args, found) } })
  const statements = found.database ? alteration(args, fault, gives) : creation(args)
  return [
    runSql(connection, {
      text: [plainMode(connection.kind), ...statements].join('\n'),
      effects: { answers: [foretell(databaseFact(connection, name), after)] },
      rights: `it has to create ${name}: give ${connection.user} the right to do so`,
      advice: `${name} is not as it shall be: mend what the error above says, then run again`,
    }),
  ]
}

const kept = (args: SqlDatabase, { database }: DatabaseFound) => ({
  ...(database && args.characterSet === undefined ? { characterSet: database.characterSet } : {}),
  ...(database && args.owner === undefined ? { owner: database.owner } : {}),
})

function differs({ characterSet, collation }: SqlDatabase, { database }: DatabaseFound): boolean {
  if (database === undefined) return false
  const other = (wanted: string | undefined, is: string) => wanted !== undefined && plain(wanted) !== plain(is)
  return other(characterSet, database.characterSet) || other(collation, database.collation)
}

/** `utf8` and `UTF-8` are one; so are MySQL's `utf8` and `utf8mb3`. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[-_]/g, '')
    .replace(/^utf8mb3/, 'utf8')

function cannotChange(args: SqlDatabase, { database, tables }: DatabaseFound): Refusal {
  const is = `${args.name} on ${placeOf(args.connection)} has the character set ${database?.characterSet} (${database?.collation})`
  const wanted = [args.characterSet, args.collation].filter(Boolean).join(', ')
  const holds = tables.length > 0 ? `, and holds ${tables.length} tables` : ''
  return refuse(`${is}${holds}, not ${wanted}`, 'name the one that it has, or another database')
}

function cannotMake(
  { connection, name, owner }: SqlDatabase,
  { database }: DatabaseFound,
  gives: boolean,
  answers: { readonly rights: CommandAnswer; readonly role?: CommandAnswer | undefined },
): Refusal | undefined {
  const rights = readRights(connection, answers.rights)
  if (isRefusal(rights)) return rights
  const needed = database
    ? { what: `change the database ${name}`, privileges: ['ALTER'], database: name }
    : { what: `create the database ${name}`, privileges: ['CREATE'], database: name }
  const no =
    mayNot(connection, rights, { ...needed, attribute: 'CREATEDB' }) ??
    (database && notOurs(connection, name, database))
  return no ?? (gives && owner !== undefined && answers.role ? cannotBe(connection, owner, answers.role) : undefined)
}

/** Only who may act as its owner changes or drops a database of PostgreSQL. */
export const notOurs = (
  connection: SqlConnection,
  name: string,
  { isOurs, owner }: NonNullable<DatabaseFound['database']>,
): Refusal | undefined =>
  isOurs
    ? undefined
    : refuse(
        `${name} on ${placeOf(connection)} belongs to ${owner}`,
        `connect as ${owner}, or make ${connection.user} a member of that role`,
      )

function alteration(args: SqlDatabase, fault: boolean, gives: boolean): string[] {
  const { connection, owner = '' } = args
  const alter = `ALTER DATABASE ${identifier(connection.kind, args.name)}`
  return [
    ...(fault ? [`${alter}${encoding(args)};`] : []),
    ...(gives ? ['BEGIN;', joining(owner), `${alter} OWNER TO ${identifier('postgresql', owner)};`, 'COMMIT;'] : []),
  ]
}

/** PostgreSQL creates no database inside a transaction: of what comes before it, a membership is all that may be left. */
function creation(args: SqlDatabase): string[] {
  const { connection, name, owner, characterSet } = args
  const create = `CREATE DATABASE ${identifier(connection.kind, name)}`
  if (connection.kind === 'mysql') return [`${create}${encoding(args)};`]
  const whose = owner === undefined ? '' : ` OWNER ${identifier('postgresql', owner)}`
  const how = characterSet === undefined ? '' : ` ENCODING ${literal('postgresql', characterSet)} TEMPLATE template0`
  return [...(owner === undefined ? [] : [joining(owner)]), `${create}${whose}${how};`]
}

const encoding = ({ characterSet, collation }: SqlDatabase): string =>
  `${characterSet === undefined ? '' : ` CHARACTER SET ${literal('mysql', characterSet)}`}${collation === undefined ? '' : ` COLLATE ${literal('mysql', collation)}`}`
