import { db2, h2, mssql, mysql, oracle, postgresql } from '../../../tasks/wso2is/index.ts'
import { since } from './since.ts'
import { base, connection, server, tables, two } from './tables.ts'
import type { TomlOptions } from './toml-option.ts'

const small = two((to) =>
  mysql({ ...to, connector: '8', port: 3307, parameters: { serverTimezone: 'UTC', a: '<"x&y">' } }),
)
const maria = two((to) => mysql({ ...to, connector: 'mariadb' }))
const apart = { ...two(postgresql).databases, registry: postgresql(server('REG')) }
const h2s = { userStore: h2({ name: 'UM' }), identity: h2({ name: 'ID' }) }

/** The kinds of databases, and where each is. */
export const databaseOptions: readonly TomlOptions[] = [
  { name: 'MySQL', vars: base, wanted: () => tables(base.databases) },
  {
    name: 'two nodes on one box, by offsets',
    vars: (version) => ({
      accept: ['encryptionKey', 'certificate'],
      databases: {
        ...two(mysql).databases,
        ...(since('7.2.0')(version) ? { agentIdentity: mysql(server('AGENT')) } : {}),
      },
    }),
    nodes: [
      { member: '10.0.0.11', offset: 0, memberPort: 4000 },
      { member: '10.0.0.11', offset: 1, memberPort: 4010 },
    ],
    wanted: (version) => ({
      ...tables(two(mysql).databases),
      ...(since('7.2.0')(version) ? connection('datasource.AgentIdentity', mysql(server('AGENT'))) : {}),
      'server.offset': 1,
      'clustering.local_member_port': 4010,
      'clustering.members': ['10.0.0.11:4000', '10.0.0.11:4010'],
    }),
  },
  { name: 'MySQL 8, other ports and parameters', vars: small, wanted: () => tables(small.databases) },
  {
    name: "MariaDB's own driver",
    vars: maria,
    wanted: (version) => tables(maria.databases, since('5.11.0')(version) ? 'mariadb' : false),
  },
  {
    name: 'PostgreSQL, and a registry database of its own',
    vars: { databases: apart },
    wanted: () => ({
      ...connection('database.shared_db', apart.registry, 'postgre'),
      ...connection('database.user', apart.userStore, 'postgre'),
      ...connection('database.identity_db', apart.identity, 'postgre'),
      'realm_manager.data_source': 'WSO2USER_DB',
      'carbon_health_check.health_checker.data_source_health_checker.properties."monitored.datasources"':
        'jdbc/SHARED_DB,jdbc/WSO2USER_DB,jdbc/WSO2IdentityDB',
    }),
  },
  ...[mssql, oracle, db2].map((make): TomlOptions => {
    const { databases } = two(make)
    return { name: make(server('UM')).kind, vars: { databases }, wanted: () => tables(databases) }
  }),
  { name: 'a single node on H2, no driver', vars: { databases: h2s }, wanted: () => tables(h2s) },
]
