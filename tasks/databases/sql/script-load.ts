import { foretell } from '../../../lib/core/fact.ts'
import type { Run } from '../../../lib/core/operation.ts'
import { loadMysql, loadPostgresql } from '../../../lib/remote/posix/sql-load.ts'
import { runSql, type SqlConnection } from './connection.ts'
import { identifier, literal } from './quote.ts'
import type { SqlScript } from './script-options.ts'
import { type DatabaseFound, databaseFact, showDatabase } from './state.ts'

/** Loads a script that creates these tables. */
export function load(args: SqlScript, tables: readonly string[], found: DatabaseFound): Run {
  const { connection, database, path } = args
  const after: DatabaseFound = { ...found, tables: [...found.tables, ...tables.map((table) => table.toLowerCase())] }
  return runSql(connection, {
    text: '',
    script: connection.kind === 'mysql' ? mysqlScript(args, tables) : postgresqlScript(args, tables),
    effects: {
      answers: [foretell(databaseFact(connection, database), showDatabase(connection, after))],
    },
    rights: `${path} did not get into ${database} as a whole: give ${connection.user} the right to do what it does`,
    advice: `${path} did not get into ${database} as a whole: see the error above`,
  })
}

/** A name of the script's own, in the small letters that both kinds of server keep. */
export const markerOf = (path: string): string =>
  `runbook_loading_${path
    .split('/')
    .slice(-2)
    .join('_')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(-40)}`

const listed = (kind: SqlConnection['kind'], tables: readonly string[]): string =>
  tables.map((table) => literal(kind, table.toLowerCase())).join(', ')

function mysqlScript({ database, path }: SqlScript, tables: readonly string[]): string {
  const marker = identifier('mysql', markerOf(path))
  const here = `SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND LOWER(table_name) IN (${listed('mysql', tables)})`
  return loadMysql({
    path,
    database,
    begin: [`CREATE TABLE ${marker} (n INT PRIMARY KEY)`, here],
    end: `DROP TABLE ${marker}`,
  })
}

function postgresqlScript({ database, path, owner, types = {} }: SqlScript, tables: readonly string[]): string {
  const marker = identifier('postgresql', markerOf(path))
  const here = `SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('r', 'p') AND nspname !~ '^pg_' AND lower(relname) IN (${listed('postgresql', tables)})`
  const again = `DO $runbook$ BEGIN IF EXISTS (${here}) THEN RAISE EXCEPTION ${literal('postgresql', `the database has tables of this script now`)}; END IF; END $runbook$`
  return loadPostgresql({
    path,
    database,
    before: [
      ...(owner === undefined ? [] : [`SET ROLE ${identifier('postgresql', owner)}`]),
      `CREATE TABLE ${marker} ()`,
      again,
    ],
    after: `DROP TABLE ${marker}`,
    types,
  })
}
