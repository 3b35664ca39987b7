import * as v from 'valibot'
import { bytesOf } from '../../lib/core/content.ts'
import { contentFact } from '../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../lib/core/failure.ts'
import type { Run } from '../../lib/core/operation.ts'
import { defineTask } from '../../lib/core/task.ts'
import { quote } from '../../lib/remote/quote.ts'
import { notAFile } from '../support/attributes.ts'
import { hostPath, line } from '../support/schema.ts'
import { runSql, type SqlConnection, sqlConnection } from './connection.ts'
import { passwordFault, placeOf } from './faults.ts'
import { identifier, literal } from './quote.ts'
import { connectTo, type DatabaseFound, databaseFact, readDatabase, showDatabase } from './state.ts'
import { tablesOf } from './tables.ts'

const options = v.pipe(
  v.strictObject({
    /** A user who may create tables in the database. */
    connection: sqlConnection,
    /** The database, which must be there. */
    database: line('the name of a database'),
    /** An SQL file on the host. The tables that it creates tell whether it has run. */
    path: hostPath,
    /** PostgreSQL: the role that shall own what the script makes. Default: the user of the connection. */
    owner: v.optional(line('the name of a role')),
  }),
  v.check(
    ({ connection, owner }) => connection.kind === 'postgresql' || owner === undefined,
    'owner is for PostgreSQL alone, in MySQL nobody owns a table: leave it out',
  ),
)
export type SqlScript = v.InferInput<typeof options>

/**
 * An SQL script that may run only once, loaded into a database that has none of its tables. Where all are there, nothing is
 * done; where some are, or a load was broken off, it is refused: nothing is ever dropped. PostgreSQL loads it as one
 * transaction. MySQL cannot, so a table `runbook_loading_…` stands in the database while a load is under way.
 *
 * @example sqlScript({ connection, database: 'WSO2UMDB', path: `${home}/dbscripts/mysql5.7.sql` })
 */
export const sqlScript = defineTask('sqlScript', {
  options,
  title: ({ path, database }) => `load ${path} into ${database}`,
  reads: ({ connection, database, path }) => ({
    at: databaseFact(connection, database),
    file: contentFact(path),
  }),
  plan: (args, { at, file }) => {
    const { connection, database, path } = args
    const found = passwordFault(connection) ?? readDatabase(connection, at)
    if (isRefusal(found)) return found
    if (found.database === undefined)
      return refuse(`${placeOf(connection)} has no database ${database}`, 'create it before, with sqlDatabase()')
    if (file.type === 'absent') return refuse(`the script ${path} is not there`, 'put it there, or name another')
    if (file.type !== 'file') return notAFile(path, file)
    const tables = tablesOf(Buffer.from(bytesOf(file.content)).toString('latin1'), connection.kind)
    if (tables.length === 0)
      return refuse(`${path} creates no table, so nothing tells whether it has run`, 'name another script')
    const missing = tables.filter((table) => !found.tables.includes(table.toLowerCase()))
    if (found.tables.includes(markerOf(path)) || (missing.length > 0 && missing.length < tables.length))
      return halfLoaded(args, tables, missing)
    return missing.length === 0 ? [] : [load(args, tables, found)]
  },
})

function halfLoaded({ connection, database, path }: SqlScript, tables: readonly string[], missing: readonly string[]) {
  const lacks =
    missing.length === 0
      ? `a load of it did not end (the table ${markerOf(path)} is there)`
      : `${tables.length - missing.length} of its ${tables.length} tables are there, ${some(missing)} ${missing.length === 1 ? 'is' : 'are'} missing`
  return refuse(
    `${database} on ${placeOf(connection)} holds ${path} by half: ${lacks}`,
    `look at what the database holds; if it is worth nothing, empty it yourself (all of it, also ${markerOf(path)}), else finish the script by hand${missing.length === 0 ? ` and drop ${markerOf(path)}` : ''}; then run again`,
  )
}

const some = (names: readonly string[]): string =>
  names.length > 6 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ')

/** A name of the script's own, in the small letters that both kinds of server keep. */
const markerOf = (path: string): string =>
  `runbook_loading_${path
    .split('/')
    .slice(-2)
    .join('_')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(-40)}`

function load(args: SqlScript, tables: readonly string[], found: DatabaseFound): Run {
  const { connection, database, path } = args
  const after: DatabaseFound = { ...found, tables: [...found.tables, ...tables.map((table) => table.toLowerCase())] }
  return runSql(
    connection,
    '',
    { answers: [{ question: databaseFact(connection, database).question, answer: showDatabase(after) }] },
    {
      script: connection.kind === 'mysql' ? loadMysql(args, tables) : loadPostgresql(args, tables),
      advice: `${path} did not get into ${database} as a whole: see the error above`,
    },
  )
}

const listed = (kind: SqlConnection['kind'], tables: readonly string[]): string =>
  tables.map((table) => literal(kind, table.toLowerCase())).join(', ')

/** The marker comes first, and what the plan has seen is looked at again behind it: two loads never meet. */
function loadMysql({ database, path }: SqlScript, tables: readonly string[]): string {
  const marker = identifier('mysql', markerOf(path))
  const here = `SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND LOWER(table_name) IN (${listed('mysql', tables)})`
  const db = `-D ${quote(database)}`
  return [
    `exec 4<${quote(path)} || exit`,
    `n=$(sql ${db} -e ${quote(`CREATE TABLE ${marker} (n INT PRIMARY KEY); ${here}`)}) || exit`,
    `if [ "$n" != 0 ]; then sql ${db} -e ${quote(`DROP TABLE ${marker}`)}; echo ${quote(`${database} has tables of ${path}`)}; exit 75; fi`,
    `sql ${db} <&4 && sql ${db} -e ${quote(`DROP TABLE ${marker}`)}`,
  ].join('\n')
}

function loadPostgresql({ database, path, owner }: SqlScript, tables: readonly string[]): string {
  const marker = identifier('postgresql', markerOf(path))
  const here = `SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('r', 'p') AND nspname !~ '^pg_' AND lower(relname) IN (${listed('postgresql', tables)})`
  const again = `DO $runbook$ BEGIN IF EXISTS (${here}) THEN RAISE EXCEPTION ${literal('postgresql', `the database has tables of this script now`)}; END IF; END $runbook$`
  const steps = [
    ...(owner === undefined ? [] : [`-c ${quote(`SET ROLE ${identifier('postgresql', owner)}`)}`]),
    `-c ${quote(`CREATE TABLE ${marker} ()`)}`,
    `-c ${quote(again)}`,
    `-f ${quote(path)}`,
    `-c ${quote(`DROP TABLE ${marker}`)}`,
  ]
  return `sql -d ${quote(connectTo(database))} -1 ${steps.join(' ')} >/dev/null`
}
