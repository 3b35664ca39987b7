import { foretell } from '../../../lib/core/fact.ts'
import type { Run } from '../../../lib/core/operation.ts'
import { quote } from '../../../lib/remote/posix/quote.ts'
import { runSql, type SqlConnection } from './connection.ts'
import { identifier, literal } from './quote.ts'
import type { SqlScript } from './script-options.ts'
import { connectTo, type DatabaseFound, databaseFact, showDatabase } from './state.ts'

/** Loads a script that creates these tables. */
export function load(args: SqlScript, tables: readonly string[], found: DatabaseFound): Run {
  const { connection, database, path } = args
  const after: DatabaseFound = { ...found, tables: [...found.tables, ...tables.map((table) => table.toLowerCase())] }
  return runSql(connection, {
    text: '',
    script: connection.kind === 'mysql' ? loadMysql(args, tables) : loadPostgresql(args, tables),
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

function loadPostgresql({ database, path, owner, types = {} }: SqlScript, tables: readonly string[]): string {
  const marker = identifier('postgresql', markerOf(path))
  const here = `SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('r', 'p') AND nspname !~ '^pg_' AND lower(relname) IN (${listed('postgresql', tables)})`
  const again = `DO $runbook$ BEGIN IF EXISTS (${here}) THEN RAISE EXCEPTION ${literal('postgresql', `the database has tables of this script now`)}; END IF; END $runbook$`
  const steps = [
    ...(owner === undefined ? [] : [`-c ${quote(`SET ROLE ${identifier('postgresql', owner)}`)}`]),
    `-c ${quote(`CREATE TABLE ${marker} ()`)}`,
    `-c ${quote(again)}`,
    '-f -',
    `-c ${quote(`DROP TABLE ${marker}`)}`,
  ]
  const sql = `sql -d ${quote(connectTo(database))} -1 ${steps.join(' ')} >/dev/null`
  if (Object.keys(types).length === 0) return `exec 4<${quote(path)} || exit\n${sql} <&4`
  return `t=$(LC_ALL=C sed -E ${replacing(types)} <${quote(path)}) || exit\nprintf '%s\\n' "$t" | ${sql}`
}

/** Each place of a type's name, in letters of any size, and no other word that it is a part of. */
function replacing(types: Readonly<Record<string, string>>): string {
  const edits = Object.entries(types).flatMap(([is, newer], at) => {
    const letters = [...is].map((one) => (/[a-z]/i.test(one) ? `[${one.toUpperCase()}${one.toLowerCase()}]` : one))
    const edge = '[^[:alnum:]_]'
    return [`:a${at}`, `s/(^|${edge})${letters.join('')}(${edge}|$)/\\1${newer}\\2/`, `ta${at}`]
  })
  return edits.map((edit) => `-e ${quote(edit)}`).join(' ')
}
