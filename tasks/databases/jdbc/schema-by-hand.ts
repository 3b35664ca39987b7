import * as v from 'valibot'
import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { defineCheck } from '../../../lib/core/check.ts'
import { bytesOf } from '../../../lib/core/content.ts'
import { commandFact, contentFact, each, type Fact } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import { noClient, startClient } from '../../../lib/remote/posix/database-client.ts'
import { hostPath, someOf } from '../../support/schema.ts'
import { tablesOf } from '../sql/tables.ts'
import { type JdbcDatabase, madeDatabase } from './jdbc-database.ts'

const options = v.strictObject({
  /** Oracle, DB2 or SQL Server. */
  database: v.pipe(
    madeDatabase('jdbcDatabase()'),
    v.check(
      ({ kind }) => ['oracle', 'db2', 'mssql'].includes(kind),
      ({ input }) => `it is of the kind ${input.kind}, whose scripts need no hand: use sqlScript()`,
    ),
  ),
  /** Scripts on the host, in the order in which to run them. */
  scripts: someOf(hostPath, 'SQL files of the host'),
})
export type SchemaByHand = v.InferInput<typeof options>

/**
 * Changes nothing: names the scripts that somebody has to run, and where `sqlplus` or `db2` is on the host and is let in,
 * refuses while their tables are missing. Where nothing can tell, it does not stand in the way: no client, no connection,
 * or SQL Server, whose client takes a password only from its arguments or its environment.
 *
 * @example schemaByHand({ database: jdbcDatabase({ kind: 'oracle', … }), scripts: ['/opt/app/oracle.sql'] })
 */
export const schemaByHand = defineCheck('schemaByHand', {
  options,
  title: ({ database, scripts }) => `see that ${database.id} has had: ${scripts.join(', ')} (by hand)`,
  reads: ({ database, scripts }) => ({ tables: tablesFact(database), contents: each(scripts, contentFact) }),
  check: ({ database, scripts }, { tables, contents }) => {
    const found = rowsOf(tables)
    if (found === undefined) return 'nobody here can tell'
    const open = scripts.filter((path) => {
      const script = contents.get(path)
      if (script?.type !== 'file') return false
      const wanted = tablesOf(Buffer.from(bytesOf(script.content)).toString('latin1'), database.kind)
      return wanted.some((table) => !found.includes(table.toLowerCase()))
    })
    return open.length === 0
      ? 'their tables are there'
      : refuse(
          `${database.id} lacks tables of ${open.join(', ')}`,
          `run them there as ${database.user}, then run again`,
        )
  },
})

/** The tables that the user has, in small letters; undefined: nobody can tell. */
function rowsOf({ status, output }: CommandAnswer): string[] | undefined {
  const lines = output.split('\n').map((line) => line.trim())
  if (status !== 0 || !lines.includes('=tables')) return undefined
  return lines.filter((line) => line.startsWith('=table ')).map((line) => line.slice(7).toLowerCase())
}

/** All that the client is told, the password with it, comes by its standard input. */
function tablesFact({ kind, server, user, password }: JdbcDatabase): Fact<CommandAnswer> {
  const at = `//${server?.host}:${server?.port}/${server?.name}`
  const title = `what tables ${user} has at ${at}`
  const name = user.replace(/"/g, '""')
  switch (kind) {
    case 'oracle':
      return commandFact(startClient('sqlplus', title), inputs, [
        'WHENEVER SQLERROR EXIT 1\nSET HEADING OFF FEEDBACK OFF PAGESIZE 0 LINESIZE 200 DEFINE OFF\n',
        `CONNECT ${/^\w+$/.test(user) ? user : `"${name}"`}/"`,
        password,
        `"@${at}\nSELECT '=tables' FROM DUAL;\nSELECT '=table ' || table_name FROM user_tables;\nEXIT\n`,
      ])
    case 'db2':
      return commandFact(startClient('db2', title), inputs, [
        `CONNECT TO ${server?.name} USER ${user} USING '`,
        password,
        `';\nVALUES '=tables';\nSELECT '=table ' || tabname FROM syscat.tables WHERE tabschema = CURRENT SCHEMA;\n`,
      ])
    default:
      return commandFact(noClient(`${at}: nothing can tell`), [])
  }
}

const inputs = ['/var/lib/dpkg/status', '/var/lib/rpm']
