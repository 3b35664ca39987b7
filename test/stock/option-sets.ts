import { secret } from '../../lib/core/secret.ts'
import type { Pattern1 } from '../../playbooks/pattern1/variables.ts'
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
  userStoreDatasource,
} from '../../tasks/wso2is/index.ts'

/** A way to use pattern 1: variables, those of each node, and what an XPath 1.0 reader finds on the last node. */
export interface OptionSet {
  readonly name: string
  readonly vars: Partial<Pattern1>
  /** Default: one node. */
  readonly nodes?: readonly Partial<Pattern1>[]
  readonly reads: readonly (readonly [file: string, path: string, wanted: string])[]
}

const server = (name: string): DatabaseConnection => ({
  host: 'db.example.com',
  name,
  user: 'wso2',
  password: secret('db'),
})
const two = (make: (server: DatabaseConnection) => ReturnType<typeof mysql>) => ({
  databases: { userStore: make(server('UM')), identity: make(server('ID')) },
})
const connection = {
  bindDn: 'cn=Manager,dc=example,dc=com',
  password: secret('db'),
  userSearchBase: 'ou=Users,dc=example,dc=com',
  groupSearchBase: 'ou=Groups,dc=example,dc=com',
}

const master = 'conf/datasources/master-datasources.xml'
const users = 'conf/user-mgt.xml'
const source = (name: string) => `/datasources-configuration/datasources/datasource[name="${name}"]`
const url = (name: string) => `string(${source(name)}//url)`
const driver = (name: string) => `string(${source(name)}//driverClassName)`
const query = (name: string) => `string(${source(name)}//validationQuery)`
const manager = '/UserManager/Realm/UserStoreManager'
const property = (name: string) => `string(${manager}/Property[@name="${name}"])`
const store = (kind: string, address: string): OptionSet['reads'] => [
  [users, `count(${manager})`, '1'],
  [users, `string(${manager}/@class)`, `org.wso2.carbon.user.core.ldap.${kind}UserStoreManager`],
  [users, property('ConnectionURL'), address],
  [users, property('ConnectionName'), connection.bindDn],
  [users, property('UserSearchBase'), connection.userSearchBase],
  [users, property('GroupSearchBase'), connection.groupSearchBase],
]
const member = (at: number) => `concat(//members/member[${at}]/hostName, ":", //members/member[${at}]/port)`
const local = (...names: string[]) => names.map((name) => `/*[local-name()="${name}"]`).join('')

export const optionSets: readonly OptionSet[] = [
  {
    name: 'two nodes on one box, by offsets',
    vars: two(mysql),
    nodes: [
      { member: '10.0.0.11', offset: 0, memberPort: 4000 },
      { member: '10.0.0.11', offset: 1, memberPort: 4010 },
    ],
    reads: [
      ['conf/carbon.xml', `string(${local('Server', 'Ports', 'Offset')})`, '1'],
      ['conf/axis2/axis2.xml', 'string(//parameter[@name="localMemberPort"])', '4010'],
      ['conf/axis2/axis2.xml', member(1), '10.0.0.11:4000'],
      ['conf/axis2/axis2.xml', member(2), '10.0.0.11:4010'],
    ],
  },
  {
    name: 'MySQL 8, other ports and parameters',
    vars: two((to) => mysql({ ...to, connector: '8', port: 3307, parameters: { serverTimezone: 'UTC', a: 'x&y' } })),
    reads: [
      [master, driver('WSO2UserStore'), 'com.mysql.cj.jdbc.Driver'],
      [
        master,
        url('WSO2UserStore'),
        'jdbc:mysql://db.example.com:3307/UM?autoReconnect=true&useSSL=false&serverTimezone=UTC&a=x%26y',
      ],
    ],
  },
  {
    name: 'PostgreSQL, and a registry database of its own',
    vars: {
      databases: { ...two(postgresql).databases, registry: postgresql(server('REG')) },
    },
    reads: [
      [master, 'count(/datasources-configuration/datasources/datasource)', '4'],
      [master, url('WSO2_REGISTRY_DB'), 'jdbc:postgresql://db.example.com:5432/REG'],
      [master, driver('WSO2_REGISTRY_DB'), 'org.postgresql.Driver'],
      ['conf/registry.xml', 'string(//dbConfig[@name="sharedregistry"]/dataSource)', 'jdbc/WSO2RegistryDB'],
      ['conf/registry.xml', 'string(//remoteInstance/cacheId)', 'jdbc:postgresql://db.example.com:5432/REG'],
    ],
  },
  {
    name: 'SQL Server',
    vars: two(mssql),
    reads: [
      [
        master,
        url('WSO2UserStore'),
        'jdbc:sqlserver://db.example.com:1433;databaseName=UM;SendStringParametersAsUnicode=false',
      ],
      [master, driver('WSO2UserStore'), 'com.microsoft.sqlserver.jdbc.SQLServerDriver'],
    ],
  },
  {
    name: 'Oracle',
    vars: two(oracle),
    reads: [
      [master, url('WSO2UserStore'), 'jdbc:oracle:thin:@//db.example.com:1521/UM'],
      [master, query('WSO2UserStore'), 'SELECT 1 FROM DUAL'],
      ['conf/datasources/bps-datasources.xml', query('BPS_DS'), 'SELECT 1 FROM DUAL'],
    ],
  },
  {
    name: 'DB2, with the optional data sources of the dashboard',
    vars: { ...two(db2), dashboardDatasources: true },
    reads: [
      [master, 'count(/datasources-configuration/datasources/datasource)', '6'],
      [master, `string(${source('REG_DB')}/jndiConfig/name)`, 'jdbc/RegistryDB'],
      [master, query('USER_DB'), 'SELECT 1 FROM SYSIBM.SYSDUMMY1'],
    ],
  },
  {
    name: 'a single node on H2, no driver',
    vars: { databases: { userStore: h2({ name: 'UM' }), identity: h2({ name: 'ID' }) } },
    reads: [
      [master, url('WSO2_IDENTITY_DB'), 'jdbc:h2:./repository/database/ID;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000'],
    ],
  },
  {
    name: 'LDAP',
    vars: { userStore: ldap({ ...connection, url: 'ldap://ldap.example.com:389' }) },
    reads: [
      ...store('ReadWriteLDAP', 'ldap://ldap.example.com:389'),
      [users, property('UserEntryObjectClass'), 'inetOrgPerson'],
      [users, property('UserNameListFilter'), '(objectClass=person)'],
    ],
  },
  {
    name: 'an Active Directory with names, classes and filters of its own',
    vars: {
      userStore: activeDirectory({
        ...connection,
        url: 'ldaps://ad.example.com:636',
        userNameAttribute: 'sAMAccountName',
        userFilter: '(&(objectClass=user)(!(objectClass=computer)))',
        groupFilter: '(objectClass=group)',
        groupObjectClass: 'ourGroup',
        membershipAttribute: 'uniqueMember',
      }),
    },
    reads: [
      ...store('ActiveDirectory', 'ldaps://ad.example.com:636'),
      [users, property('UserEntryObjectClass'), 'user'],
      [users, property('UserNameAttribute'), 'sAMAccountName'],
      [users, property('UserNameSearchFilter'), '(&(&(objectClass=user)(!(objectClass=computer)))(sAMAccountName=?))'],
      [users, property('UserNameListFilter'), '(&(objectClass=user)(!(objectClass=computer)))'],
      [users, property('GroupEntryObjectClass'), 'ourGroup'],
      [users, property('GroupNameSearchFilter'), '(&(objectClass=group)(cn=?))'],
      [users, property('GroupNameListFilter'), '(objectClass=group)'],
      [users, property('MembershipAttribute'), 'uniqueMember'],
    ],
  },
  {
    name: 'LDAP that is only read',
    vars: { userStore: readOnlyLdap({ ...connection, url: 'ldaps://ldap.example.com:636' }) },
    reads: store('ReadOnlyLDAP', 'ldaps://ldap.example.com:636'),
  },
  {
    name: 'Active Directory',
    vars: { userStore: activeDirectory({ ...connection, url: 'ldaps://ad.example.com:636' }) },
    reads: store('ActiveDirectory', 'ldaps://ad.example.com:636'),
  },
  {
    name: 'RemoteIpValve, other proxy ports and names',
    vars: {
      remoteIpValve: { internalProxies: '10\\.0\\.0\\.\\d{1,3}|127\\.0\\.0\\.1' },
      proxyPorts: { http: 8080, https: 8443 },
      managementHostname: 'mgt.is.example.com',
      certificateNames: ['*.example.com', 'mgt.is.example.com'],
    },
    reads: [
      [
        'conf/tomcat/catalina-server.xml',
        'string(/Server/Service/Engine/Host/Valve[contains(@className, "RemoteIpValve")]/@internalProxies)',
        '10\\.0\\.0\\.\\d{1,3}|127\\.0\\.0\\.1',
      ],
      ['conf/tomcat/catalina-server.xml', 'string(//Connector[@port="9443"]/@proxyPort)', '8443'],
      ['conf/carbon.xml', `string(${local('Server', 'MgtHostName')})`, 'mgt.is.example.com'],
      [
        'conf/identity/sso-idp-config.xml',
        'string(//ServiceProvider[Issuer="wso2.my.dashboard"]/DefaultAssertionConsumerServiceURL)',
        'https://is.example.com:8443/dashboard/acs',
      ],
    ],
  },
  {
    name: 'sessions that outlive a node, and a member range',
    vars: { sessions: { persist: true, temporary: true }, memberRange: '10.0.0.11-14', domain: 'a & b' },
    reads: [
      ['conf/identity/identity.xml', `string(//*[local-name()="SessionDataPersist"]/*[local-name()="Enable"])`, 'true'],
      ['conf/axis2/axis2.xml', 'count(//members/member)', '1'],
      ['conf/axis2/axis2.xml', member(1), '10.0.0.11-14:4000'],
      ['conf/axis2/axis2.xml', 'string(//parameter[@name="domain"])', 'a & b'],
    ],
  },
  {
    name: 'JNDI names and data sources of their own',
    vars: {
      ...two(mysql),
      jndi: { realm: 'jdbc/MINE', registry: 'jdbc/WSO2UserStore' },
      datasources: [{ ...userStoreDatasource(mysql(server('MINE'))), name: 'MINE', jndi: 'jdbc/MINE' }],
    },
    reads: [
      [users, 'string(/UserManager/Realm/Configuration/Property[@name="dataSource"])', 'jdbc/MINE'],
      ['conf/registry.xml', 'string(//dbConfig[@name="sharedregistry"]/dataSource)', 'jdbc/WSO2UserStore'],
    ],
  },
]
