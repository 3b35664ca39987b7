import * as v from 'valibot'
import { isRefusal, refuse } from '../../lib/core/failure.ts'
import { defineTask } from '../../lib/core/task.ts'
import { line } from '../support/schema.ts'
import { runSql, sqlConnection } from './connection.ts'
import { passwordFault, placeOf } from './faults.ts'
import { fits, identifier, literal, plainMode, tooLong } from './quote.ts'
import { type DatabaseFound, databaseFact, readDatabase, showDatabase } from './state.ts'

const options = v.pipe(
  v.strictObject({
    /** A user who may create databases. */
    connection: sqlConnection,
    /** Its name. */
    name: line('the name of a database'),
    /** MySQL: as in `latin1`, `utf8mb4`; PostgreSQL: as in `UTF8`. Default: the server's own for a new one, else as it is. */
    characterSet: v.optional(line('a character set, as in UTF8')),
    /** MySQL, as in `latin1_swedish_ci`. Default: the usual one of the character set. */
    collation: v.optional(line('a collation, as in latin1_swedish_ci')),
    /** PostgreSQL: the role that owns it. Default: the user of the connection for a new one, else as it is. */
    owner: v.optional(line('the name of a role')),
  }),
  v.check(
    ({ connection, name }) => fits(connection.kind, name),
    ({ input }) => tooLong(input.connection.kind, input.name),
  ),
  v.check(
    ({ connection, collation }) => connection.kind === 'mysql' || collation === undefined,
    'collation is for MySQL alone, PostgreSQL takes that of its template: leave it out',
  ),
  v.check(
    ({ connection, owner }) => connection.kind === 'postgresql' || owner === undefined,
    'owner is for PostgreSQL alone, in MySQL nobody owns a database: grant rights on it with sqlUser()',
  ),
)
export type SqlDatabase = v.InferInput<typeof options>

/**
 * A database on a MySQL, MariaDB or PostgreSQL server. It is never dropped; the character set of one that holds tables is
 * never changed.
 *
 * @example sqlDatabase({ connection, name: 'WSO2UMDB', characterSet: 'latin1' })
 */
export const sqlDatabase = defineTask('sqlDatabase', {
  options,
  title: ({ name }) => `create the database ${name}`,
  reads: ({ connection, name }) => ({ at: databaseFact(connection, name) }),
  plan: (args, { at }) => {
    const { connection, name, owner } = args
    const found = passwordFault(connection) ?? readDatabase(connection, at)
    if (isRefusal(found)) return found
    const fault = differs(args, found)
    if (fault === true && found.tables.length > 0) return cannotChange(args, found)
    if (fault === true && connection.kind === 'postgresql') return cannotChange(args, found)
    const statements = found.database
      ? [
          ...(fault ? [`ALTER DATABASE ${identifier(connection.kind, name)}${encoding(args)};`] : []),
          ...(owner !== undefined && connection.kind === 'postgresql' && found.database.owner !== owner
            ? [
                asMember(owner),
                `ALTER DATABASE ${identifier('postgresql', name)} OWNER TO ${identifier('postgresql', owner)};`,
              ]
            : []),
        ]
      : creation(args)
    if (statements.length === 0) return []
    const wanted = { characterSet: args.characterSet ?? 'default', collation: args.collation ?? '', owner: owner ?? '' }
    const after = showDatabase({ tables: found.tables, database: { ...wanted, ...kept(args, found) } })
    return [
      runSql(
        connection,
        [plainMode(connection.kind), ...statements].join('\n'),
        { answers: [{ question: databaseFact(connection, name).question, answer: after }] },
        { advice: `it has to create ${name}: give the user of the connection the right to do so` },
      ),
    ]
  },
})

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

function cannotChange(args: SqlDatabase, { database, tables }: DatabaseFound) {
  const is = `${args.name} on ${placeOf(args.connection)} has the character set ${database?.characterSet} (${database?.collation})`
  const wanted = [args.characterSet, args.collation].filter(Boolean).join(', ')
  const holds = tables.length > 0 ? `, and holds ${tables.length} tables` : ''
  return refuse(`${is}${holds}, not ${wanted}`, 'name the one that it has, or another database')
}

function creation(args: SqlDatabase): string[] {
  const { connection, name, owner } = args
  const create = `CREATE DATABASE ${identifier(connection.kind, name)}`
  if (connection.kind === 'mysql') return [`${create}${encoding(args)};`]
  const { characterSet } = args
  return [
    ...(owner === undefined ? [] : [asMember(owner)]),
    [
      create,
      ...(owner === undefined ? [] : [`OWNER ${identifier('postgresql', owner)}`]),
      ...(characterSet === undefined ? [] : [`ENCODING ${literal('postgresql', characterSet)} TEMPLATE template0`]),
    ]
      .join(' ')
      .concat(';'),
  ]
}

const encoding = ({ characterSet, collation }: SqlDatabase): string =>
  `${characterSet === undefined ? '' : ` CHARACTER SET ${literal('mysql', characterSet)}`}${collation === undefined ? '' : ` COLLATE ${literal('mysql', collation)}`}`

/**
 * Who is no superuser, as on a managed server, gives away a database only to a role that he may become. From 16 on the
 * maker of a role is its member without that right, until he grants it to himself.
 */
function asMember(owner: string): string {
  const role = literal('postgresql', owner)
  const may = `pg_has_role(current_user, ${role}, CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END)`
  return `DO $runbook$ BEGIN IF NOT ${may} THEN EXECUTE format('GRANT %I TO %I', ${role}, current_user); END IF; END $runbook$;`
}
