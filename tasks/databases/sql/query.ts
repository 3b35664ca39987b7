import * as v from 'valibot'
import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { commandFact, type Fact, readAs } from '../../../lib/core/fact.ts'
import { askServer, call, inTurn } from '../../../lib/remote/posix/sql.ts'
import { readRows } from '../../../lib/remote/posix/sql-rows.ts'
import { defineData } from '../../support/define-data.ts'
import { text, wordOf } from '../../support/schema.ts'
import { sqlConnection } from './connection.ts'
import { noAnswer, placeOf } from './faults.ts'
import { identifier } from './quote.ts'
import type { SqlConnection } from './sql-connection.ts'

type ColumnType = 'text' | 'number' | 'boolean'

/** What is asked, and the columns of the answer with their types. */
export interface SqlQuery<Columns extends Readonly<Record<string, ColumnType>>> {
  /** The server, and as whom. */
  readonly connection: SqlConnection
  /** The database that is asked. */
  readonly database: string
  /** A SELECT without a semicolon; what it changes is not kept. It holds no secret. The order of rows is not kept by every server. */
  readonly query: string
  /** The columns of the answer, each with its type. */
  readonly columns: Columns
}

/** The rows that came; none, and why, where the server did not answer so. */
export interface SqlRows<Columns extends Readonly<Record<string, ColumnType>>> {
  /** By the names of the columns. */
  readonly rows: readonly { readonly [Name in keyof Columns]: Values[Columns[Name]] | null }[]
  /** Why there is no answer. */
  readonly fault?: string
}

interface Values {
  readonly text: string
  readonly number: number
  readonly boolean: boolean
}

const options = v.strictObject({
  connection: sqlConnection,
  database: text('the name of a database'),
  query: v.pipe(
    text('a SELECT'),
    v.regex(/^\s*(select|with)\b/i, 'it is no SELECT: a question only reads'),
    v.check((query) => !query.includes(';'), 'it has a semicolon in it: give one SELECT, without'),
  ),
  columns: v.pipe(
    v.record(text('the name of a column'), wordOf('text', 'number', 'boolean')),
    v.check((columns) => Object.keys(columns).length > 0, "it is empty: give the columns, as in { name: 'text' }"),
  ),
})

const factOf = defineData('sqlQuery', options, ({ connection, database, query, columns }) => {
  const names = Object.keys(columns)
  const script = askServer(connection, placeOf(connection), scriptOf(connection.kind, database, query, names))
  const raw = commandFact(script, undefined, [connection.password ?? '', '\n'])
  return readAs(raw, (answer) => rowsOf(connection, columns, answer))
})

/**
 * A question to a database, for `given`: its rows come typed. Where the server is not there yet, there is no row, and `fault`
 * says why.
 *
 * @example
 * given({ tenants: sqlQuery({ connection: db, database: 'um', query: 'SELECT id, domain FROM tenant', columns: { id: 'number', domain: 'text' } }) },
 *   ({ tenants }) => tenants.rows.map(({ domain }) => directory({ path: `/srv/tenants/${domain}` })))
 */
export const sqlQuery = <const Columns extends Readonly<Record<string, ColumnType>>>(
  query: SqlQuery<Columns>,
): Fact<SqlRows<Columns>> => factOf(query) as Fact<SqlRows<Columns>>

/** Each column comes as the hexadecimal digits of its characters, so that whatever is in it ends nothing; `-` is NULL. */
function scriptOf(kind: SqlConnection['kind'], database: string, query: string, names: readonly string[]): string {
  const columns = names.map((name) => {
    const column = `found_rows.${identifier(kind, name)}`
    return kind === 'mysql'
      ? `COALESCE(CONCAT('x', HEX(CONVERT(${column} USING utf8mb4))), '-')`
      : `CASE WHEN ${column} IS NULL THEN '-' ELSE CONCAT('x', encode(convert_to(${column}::text, 'UTF8'), 'hex')) END`
  })
  if (kind === 'mysql') {
    const select = `SELECT CONCAT('=', ${columns.join(", ',', ")}) FROM (${query}) AS found_rows`
    return call(kind, ["SET SESSION sql_mode = ''", 'SET SESSION TRANSACTION READ ONLY', select], { database })
  }
  const select = `SELECT CONCAT('=', ${columns.join(", ',', ")}) FROM (${query}) AS found_rows`
  return inTurn([call(kind, ['SET default_transaction_read_only = on', select], { database })])
}

function rowsOf(connection: SqlConnection, columns: Readonly<Record<string, ColumnType>>, answer: CommandAnswer) {
  if (answer.status !== 0) return { rows: [], fault: noAnswer(connection, answer.status, answer.output).refusal }
  const names = Object.entries(columns)
  const rows = readRows('postgresql', answer.output)
    .map(([line = '']) => line.split(','))
    .map((row) => Object.fromEntries(names.map(([name, type], at) => [name, columnValue(type, row[at] ?? '-')])))
  return { rows }
}

function columnValue(type: ColumnType, digits: string): string | number | boolean | null {
  if (digits === '-') return null
  const said = Buffer.from(digits.slice(1), 'hex').toString()
  if (type === 'number') return Number(said)
  return type === 'boolean' ? ['1', 't', 'true'].includes(said) : said
}
