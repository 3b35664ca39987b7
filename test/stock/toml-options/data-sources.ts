import type { JdbcDatabase } from '../../../tasks/databases/jdbc/jdbc-database.ts'
import { mysql, userStoreDatasource } from '../../../tasks/wso2is/index.ts'
import { since, until } from './since.ts'
import { connection, server, tables, two } from './tables.ts'
import type { TomlOptions, Wanted } from './toml-option.ts'

const more = two(mysql)
const extra = { ...userStoreDatasource(mysql(server('MINE'))), name: 'MINE', jndi: 'jdbc/MINE' }
const member = (table: string, database: JdbcDatabase): Wanted => ({
  [`${table}.id`]: 'MINE',
  ...connection(table, database),
})

/** Databases beside the two that every cluster has. */
export const dataSourceOptions: readonly TomlOptions[] = [
  {
    name: 'data sources of their own, up to 7.1.0',
    only: until('7.1.0'),
    vars: { ...more, datasources: [extra] },
    wanted: () => ({ ...tables(more.databases), ...member('datasource.0', extra.database) }),
  },
  {
    name: 'data sources of their own, from 7.2.0 on, consents and agents',
    only: since('7.2.0'),
    vars: {
      databases: { ...more.databases, consent: mysql(server('CON')), agentIdentity: mysql(server('AGENT')) },
      datasources: [extra],
    },
    wanted: () => ({
      ...tables(more.databases),
      ...member('datasource.MINE', extra.database),
      ...connection('datasource.AgentIdentity', mysql(server('AGENT'))),
      ...connection('datasource.WSO2CONSENT_DB', mysql(server('CON'))),
      'datasource.WSO2CONSENT_DB.id': 'WSO2CONSENT_DB',
      'authentication.consent.data_source': 'jdbc/WSO2CONSENT_DB',
    }),
  },
  {
    name: 'business processes on a server',
    only: until('6.1.0'),
    vars: { databases: { ...more.databases, processes: mysql(server('BPS')) } },
    wanted: () => ({ ...tables(more.databases), ...connection('bps_database.config', mysql(server('BPS'))) }),
  },
]
