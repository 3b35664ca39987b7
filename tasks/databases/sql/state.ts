import type { CommandAnswer } from '../../../lib/core/answers.ts'
import type { Fact } from '../../../lib/core/fact.ts'
import { isRefusal, type Refusal } from '../../../lib/core/failure.ts'
import { call, ifFound } from '../../../lib/remote/posix/sql.ts'
import { askSql, rowOf, rowsOf, type SqlConnection } from './connection.ts'
import { literal } from './quote.ts'
import { canBe } from './role.ts'

/** What a server says of one database. */
export interface DatabaseFound {
  /** Undefined: there is no such database. */
  readonly database?: {
    readonly characterSet: string
    readonly collation: string
    readonly owner: string
    /** Whether the user of the connection may act as the owner; in MySQL there is none. */
    readonly isOurs: boolean
  }
  readonly tables: readonly string[]
}

/** The question that all tasks about one database share, so that each sees what the ones before it will have done. */
export function databaseFact(connection: SqlConnection, database: string): Fact<CommandAnswer> {
  const name = literal(connection.kind, database)
  if (connection.kind === 'mysql') {
    const found = `SELECT '=database', default_character_set_name, default_collation_name, '' FROM information_schema.schemata WHERE schema_name = ${name}`
    const tables = `SELECT '=table', table_name FROM information_schema.tables WHERE table_schema = ${name}`
    return askSql(connection, call('mysql', ["SET SESSION sql_mode = ''", found, tables]))
  }
  const found = `SELECT '=database', pg_encoding_to_char(encoding), datcollate, pg_get_userbyid(datdba), ${canBe('datdba')} FROM pg_database WHERE datname = ${name}`
  const tables = `SELECT '=table', relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('r', 'p') AND nspname <> 'information_schema' AND nspname !~ '^pg_'`
  return askSql(connection, ifFound(call('postgresql', [found]), call('postgresql', [tables], { database })))
}

/** What was found, with tables in small letters: a server may fold their names. */
export function readDatabase(connection: SqlConnection, answer: CommandAnswer): DatabaseFound | Refusal {
  const rows = rowsOf(connection, answer)
  if (isRefusal(rows)) return rows
  const [, characterSet = '', collation = '', owner = '', ours] = rows.find(([kind]) => kind === 'database') ?? []
  const tables = rows.flatMap(([kind, name]) => (kind === 'table' && name ? [name.toLowerCase()] : []))
  return { tables, ...(characterSet ? { database: { characterSet, collation, owner, isOurs: ours !== 'f' } } : {}) }
}

/** The answer as it will be. */
export function showDatabase(connection: SqlConnection, { database, tables }: DatabaseFound): CommandAnswer {
  const first = database
    ? [rowOf(connection, 'database', database.characterSet, database.collation, database.owner)]
    : []
  return { status: 0, output: [...first, ...tables.map((name) => rowOf(connection, 'table', name))].join('\n') }
}
