import type * as v from 'valibot'
import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { defineCheck } from '../../../lib/core/check.ts'
import { commandFact, type Fact } from '../../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../../lib/core/failure.ts'
import { askAddresses, readAddresses } from '../../../lib/remote/posix/addresses.ts'
import { askConnections, readConnections } from '../../../lib/remote/posix/connections.ts'
import { call } from '../../../lib/remote/posix/sql.ts'
import type { JdbcDatabase } from '../../databases/jdbc/jdbc-database.ts'
import { askSql, rowsOf, type SqlConnection } from '../../databases/sql/connection.ts'
import { datasource } from '../configuration/datasource.ts'
import { askLog, readLog } from '../posix/log.ts'
import { ofProduct } from '../product.ts'

const options = ofProduct({
  /** The data source, with its database. */
  datasource,
})
export type DatasourceCheck = v.InferInput<typeof options>

/**
 * A data source's user is let in from this node. Where the node has the database's client, it logs in; elsewhere the
 * connections that the server holds and its log must do, and the check says so.
 *
 * @example datasourceWorks({ home, version, datasource: identityDatasource(database) })
 */
export const datasourceWorks = defineCheck('datasourceWorks', {
  options,
  title: ({ datasource: { jndi, database } }) => `${jndi} reaches ${database.id}`,
  reads: ({ home, datasource: { database } }): DatasourceReads => {
    const login = loginOf(database)
    return {
      log: commandFact(askLog(home), []),
      open: commandFact(askConnections([database.server?.port ?? 0]), []),
      address: commandFact(askAddresses(database.server?.host ?? 'localhost'), []),
      ...(login ? { login: askSql(login.connection, login.script) } : {}),
    }
  },
  check: ({ datasource: { name, jndi, database } }, { log, open, address, login }) => {
    const { server } = database
    const fault = readLog(log.output).faults.find((line) =>
      [name, jndi, database.id].some((word) => line.includes(word)),
    )
    if (fault !== undefined) return refuse(`the server says: ${fault}`, 'mend it, and restart the server')
    if (server === undefined) return 'a file of the node itself'
    const by = loginOf(database)
    if (by && login && login.status !== 127) {
      const rows = rowsOf(by.connection, login)
      return isRefusal(rows) ? rows : `${database.user} is let in from here`
    }
    const addresses = [server.host, ...readAddresses(address)]
    const held = readConnections(open.output).filter(
      ({ remote }) =>
        remote.port === server.port && (remote.address === undefined || addresses.includes(remote.address)),
    ).length
    const at = `${server.host}:${server.port}`
    if (held > 0)
      return `no client is here to log in with; this host holds ${held} connections to ${at}, and the log tells no fault`
    return refuse(
      `this host holds no connection to ${at}, and has no client to log in with`,
      `see that the server runs and ${at} answers; ${by ? `install the client (Debian: ${by.package}) to be told more` : 'look into its log'}`,
    )
  },
})

type DatasourceReads = {
  log: Fact<CommandAnswer>
  open: Fact<CommandAnswer>
  address: Fact<CommandAnswer>
  login?: Fact<CommandAnswer>
}

/** How to log in as a data source does, where a client of the system can. */
function loginOf(database: JdbcDatabase): { connection: SqlConnection; script: string; package: string } | undefined {
  const { kind, server, user, password } = database
  if (server === undefined || (kind !== 'mysql' && kind !== 'postgresql')) return undefined
  const connection = { kind, host: server.host, port: server.port, user, password }
  const script = call(kind, ["SELECT '='"], { database: server.name })
  return { connection, script, package: kind === 'mysql' ? 'mariadb-client' : 'postgresql-client' }
}
