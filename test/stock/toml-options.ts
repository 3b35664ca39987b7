import { secret } from '../../lib/core/secret.ts'
import type { Pattern1 } from '../../playbooks/pattern1/variables.ts'
import type { JdbcDatabase } from '../../tasks/databases/jdbc/jdbc-database.ts'
import {
  activeDirectory,
  type DatabaseConnection,
  db2,
  h2,
  ldap,
  mssql,
  mysql,
  oracle,
  postgresql,
  readOnlyLdap,
  type TomlVersion,
  type UserDirectory,
  userStoreDatasource,
} from '../../tasks/wso2is/index.ts'
import { secretValue } from '../support/e2e.ts'

/** What Python finds at a key afterwards, or that nothing is there. */
export type Wanted = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** A way to use pattern 1: variables, those of each node, and what the file of the last node then says. */
export interface TomlOptions {
  readonly name: string
  readonly vars: Partial<Pattern1> | ((version: TomlVersion) => Partial<Pattern1>)
  readonly nodes?: readonly Partial<Pattern1>[]
  readonly wanted: (version: TomlVersion) => Wanted
  readonly only?: (version: TomlVersion) => boolean
  /** What only a program of the host knows beforehand. */
  readonly unforeseen?: (version: TomlVersion) => readonly string[]
}

const order = ['5.9.0', '5.10.0', '5.11.0', '6.0.0', '6.1.0', '7.0.0', '7.1.0', '7.2.0', '7.3.0']
const since = (first: string) => (version: string) => order.indexOf(version) >= order.indexOf(first)
const until = (last: string) => (version: string) => order.indexOf(version) <= order.indexOf(last)

/** As a parser of XML has to find it. */
export const inXml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

const server = (name: string): DatabaseConnection => ({
  host: 'db.example.com',
  name,
  user: 'wso2',
  password: secret('db'),
})

const kinds: Readonly<Record<JdbcDatabase['kind'], string>> = {
  mysql: 'mysql',
  postgresql: 'postgre',
  mssql: 'mssql',
  oracle: 'oracle',
  db2: 'db2',
  h2: 'h2',
}

const connection = (table: string, database: JdbcDatabase, type?: string | false): Wanted => ({
  ...(type === undefined ? {} : { [`${table}.type`]: type === false ? undefined : type }),
  [`${table}.url`]: inXml(database.url),
  [`${table}.username`]: database.user,
  [`${table}.password`]: database.kind === 'h2' ? 'wso2carbon' : inXml(secretValue),
  [`${table}.driver`]: database.driverClass,
  [`${table}.pool_options.maxActive`]: 80,
  [`${table}.pool_options.maxWait`]: 60000,
  [`${table}.pool_options.minIdle`]: 5,
  [`${table}.pool_options.testOnBorrow`]: true,
  [`${table}.pool_options.validationQuery`]: database.validationQuery,
  [`${table}.pool_options.validationInterval`]: 30000,
  [`${table}.pool_options.defaultAutoCommit`]: false,
})

const two = (make: (server: DatabaseConnection) => JdbcDatabase) => ({
  databases: { userStore: make(server('UM')), identity: make(server('ID')) },
})

const tables = (databases: { userStore: JdbcDatabase; identity: JdbcDatabase }, type?: string | false): Wanted => ({
  ...connection('database.shared_db', databases.userStore, type ?? kinds[databases.userStore.kind]),
  ...connection('database.identity_db', databases.identity, type ?? kinds[databases.identity.kind]),
})

/** What every run sets, whatever else it does. */
export const always = (version: TomlVersion): Wanted => ({
  'server.hostname': 'is.example.com',
  'server.node_ip': '10.0.0.11',
  'server.base_path': 'https://is.example.com',
  'user_store.type': version === '5.9.0' ? 'database' : 'database_unique_id',
  'user_store.connection_url': undefined,
  'user_store.connection_name': undefined,
  'user_store.connection_password': undefined,
  'user_store.base_dn': undefined,
  ...(version === '5.11.0' ? { 'embedded_ldap.enable': false } : {}),
  'clustering.membership_scheme': 'wka',
  'clustering.domain': 'wso2.is.domain',
  'clustering.local_member_host': '10.0.0.11',
  'clustering.local_member_port': 4000,
  'clustering.members': ['10.0.0.11:4000'],
  'transport.http.properties.proxyPort': 80,
  'transport.https.properties.proxyPort': 443,
  'super_admin.password': inXml(secretValue),
  'carbon_health_check.enable': true,
  'carbon_health_check.health_checker.data_source_health_checker.properties."monitored.datasources"':
    'jdbc/SHARED_DB,jdbc/WSO2IdentityDB',
})

const stock = mysql({ host: '10.0.0.20', name: 'WSO2UMDB', user: 'wso2carbon', password: secret('db') })
export const base = {
  databases: {
    userStore: stock,
    identity: mysql({ host: '10.0.0.20', name: 'WSO2_IDENTITY_DB', user: 'wso2carbon', password: secret('db') }),
  },
}

const directory = {
  bindDn: 'cn=Manager,dc=example,dc=com',
  password: secret('db'),
  userSearchBase: 'ou=Users,dc=example,dc=com',
  groupSearchBase: 'ou=Groups,dc=example,dc=com',
}
const properties = (values: Readonly<Record<string, string>>): Wanted =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`user_store.properties.${key}`, value]))
const unique = (version: TomlVersion) => (version === '5.9.0' ? '' : '_unique_id')
const stored = (version: TomlVersion, type: string, url: string): Wanted => ({
  'user_store.type': `${type}${unique(version)}`,
  'user_store.connection_url': url,
  'user_store.connection_name': directory.bindDn,
  'user_store.connection_password': inXml(secretValue),
  ...properties({ UserSearchBase: directory.userSearchBase, GroupSearchBase: directory.groupSearchBase }),
  ...(until('5.11.0')(version) ? { 'super_admin.password': 'admin' } : {}),
})
/** Users in a directory. Up to 5.11.0 its administrator is who they are there. */
const usersIn = (make: (version: TomlVersion) => UserDirectory) => (version: TomlVersion) => ({
  ...base,
  userStore: make(version),
  ...(until('5.11.0')(version) ? { adminPassword: undefined } : {}),
})
/** By what users are known: from 5.10.0 on. */
const known = (version: TomlVersion, values: Readonly<Record<string, string>>): Wanted =>
  version === '5.9.0' ? {} : properties(values)

const small = two((to) =>
  mysql({ ...to, connector: '8', port: 3307, parameters: { serverTimezone: 'UTC', a: '<"x&y">' } }),
)
const maria = two((to) => mysql({ ...to, connector: 'mariadb' }))
const apart = { ...two(postgresql).databases, registry: postgresql(server('REG')) }
const h2s = { userStore: h2({ name: 'UM' }), identity: h2({ name: 'ID' }) }
const more = two(mysql)
const extra = { ...userStoreDatasource(mysql(server('MINE'))), name: 'MINE', jndi: 'jdbc/MINE' }
const member = (table: string, database: JdbcDatabase): Wanted => ({
  [`${table}.id`]: 'MINE',
  ...connection(table, database),
})

export const tomlOptions: readonly TomlOptions[] = [
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
  {
    name: 'LDAP',
    // 5.10.0 writes the identifier itself, which an OpenLDAP does not let it do with its own.
    vars: usersIn((version) =>
      ldap({
        ...directory,
        url: 'ldap://ldap.example.com:389',
        ...(version === '5.10.0' ? { userIdAttribute: 'employeeNumber' } : {}),
      }),
    ),
    wanted: (version) => ({
      ...tables(base.databases),
      ...stored(version, 'read_write_ldap', 'ldap://ldap.example.com:389'),
      ...properties({ UserEntryObjectClass: 'inetOrgPerson' }),
      ...(version === '5.10.0'
        ? known(version, { UserIDAttribute: 'employeeNumber' })
        : known(version, { UserIDAttribute: 'entryUUID', ImmutableAttributes: 'entryUUID' })),
    }),
  },
  {
    name: "another Identity Server's LDAP, by StartTLS and a filter of its own",
    vars: usersIn(() =>
      ldap({
        ...{ ...directory, url: 'ldap://ldap.example.com:389', startTls: true, schema: 'wso2' },
        userFilter: '(objectClass=wso2Person)',
      }),
    ),
    wanted: (version) => ({
      ...tables(base.databases),
      ...stored(version, 'read_write_ldap', 'ldap://ldap.example.com:389'),
      ...properties({
        UserEntryObjectClass: 'identityPerson',
        UserNameSearchFilter: '(&amp;(objectClass=wso2Person)(uid=?))',
        UserNameListFilter: '(objectClass=wso2Person)',
        StartTLSEnabled: 'true',
      }),
      ...known(version, { UserIDAttribute: 'scimId', UserIdSearchFilter: '(&amp;(objectClass=wso2Person)(uid=?))' }),
    }),
  },
  {
    name: 'LDAP that is only read, by a filter of its own',
    vars: usersIn(() =>
      readOnlyLdap({
        ...directory,
        url: 'ldaps://ldap.example.com:636',
        userFilter: '(&(objectClass=person)(!(ou=left)))',
      }),
    ),
    wanted: (version) => ({
      ...tables(base.databases),
      ...stored(version, 'read_only_ldap', 'ldaps://ldap.example.com:636'),
      ...properties({
        UserNameSearchFilter: '(&amp;(&amp;(objectClass=person)(!(ou=left)))(uid=?))',
        UserNameListFilter: '(&amp;(objectClass=person)(!(ou=left)))',
      }),
      ...known(version, { UserIDAttribute: 'entryUUID' }),
    }),
  },
  {
    name: 'an Active Directory that is only read',
    only: since('5.10.0'),
    vars: usersIn(() =>
      readOnlyLdap({ ...directory, url: 'ldaps://ad.example.com:636', userIdAttribute: 'objectGUID' }),
    ),
    wanted: (version) => ({
      ...tables(base.databases),
      ...stored(version, 'read_only_ldap', 'ldaps://ad.example.com:636'),
      ...properties({ UserIDAttribute: 'objectGUID', '"java.naming.ldap.attributes.binary"': 'objectGUID' }),
    }),
  },
  {
    name: 'Active Directory',
    vars: usersIn(() => activeDirectory({ ...directory, url: 'ldaps://ad.example.com:636' })),
    wanted: (version) => ({
      ...tables(base.databases),
      ...stored(version, 'active_directory', 'ldaps://ad.example.com:636'),
      ...properties({
        UserEntryObjectClass: 'user',
        UserNameAttribute: 'cn',
        UserNameSearchFilter: '(&amp;(objectClass=user)(cn=?))',
        UserNameListFilter: '(objectClass=user)',
        GroupEntryObjectClass: 'group',
        GroupNameAttribute: 'cn',
        GroupNameSearchFilter: '(&amp;(objectClass=group)(cn=?))',
        GroupNameListFilter: '(objectClass=group)',
        MembershipAttribute: 'member',
      }),
    }),
  },
  {
    name: 'RemoteIpValve, other proxy ports, sessions, a range and a name with &',
    vars: {
      ...base,
      remoteIpValve: { internalProxies: '10\\.0\\.0\\.\\d{1,3}|127\\.0\\.0\\.1' },
      proxyPorts: { http: 8080, https: 8443 },
      sessions: { persist: true, temporary: false },
      memberRange: '10.0.0.11-14',
      domain: 'a & b',
    },
    wanted: () => ({
      ...tables(base.databases),
      'catalina.valves.0.properties.className': 'org.apache.catalina.valves.RemoteIpValve',
      'catalina.valves.0.properties.internalProxies': '10\\.0\\.0\\.\\d{1,3}|127\\.0\\.0\\.1',
      'catalina.valves.0.properties.remoteIpHeader': 'x-forwarded-for',
      'catalina.valves.0.properties.proxiesHeader': 'x-forwarded-by',
      'catalina.valves.0.properties.protocolHeader': 'x-forwarded-proto',
      'transport.http.properties.proxyPort': 8080,
      'transport.https.properties.proxyPort': 8443,
      'server.base_path': 'https://is.example.com:8443',
      'session_data.persistence.enable_persistence': true,
      'session_data.persistence.persist_temporary_data': false,
      'clustering.members': ['10.0.0.11-14:4000'],
      'clustering.domain': 'a &amp; b',
    }),
  },
  {
    name: 'names for the console and for the server itself',
    only: since('6.0.0'),
    vars: { ...base, managementHostname: 'mgt.is.example.com', internalHostname: 'is1.internal' },
    wanted: () => ({
      ...tables(base.databases),
      'server.mgt_console_hostname': 'mgt.is.example.com',
      'server.internal_hostname': 'is1.internal',
    }),
  },
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
  {
    name: 'callbacks',
    only: since('7.0.0'),
    vars: { ...base, callbackUrls: true },
    wanted: () => ({
      ...tables(base.databases),
      'console.callback_url': 'https://is.example.com/console',
      'myaccount.callback_url': 'https://is.example.com/myaccount',
    }),
  },
]
