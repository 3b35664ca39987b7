import { ensureMember, ensureTable, remove, rename, set, type TomlEdit } from '../../lib/edit/toml/index.ts'

/** A step of the guide: its edits, and each line that differs afterwards, and in which versions. */
export interface TomlRow {
  readonly row: string
  readonly edits: readonly TomlEdit[]
  readonly changes: readonly string[]
  readonly only?: readonly string[]
}

const old = ['5.9.0', '5.11.0']
const recent = ['7.2.0', '7.3.0']
const url = 'jdbc:mysql://10.0.0.20:3306/shared?useSSL=false&amp;useUnicode=true'
const checker = 'carbon_health_check.health_checker.data_source_health_checker'
const members = ['10.0.0.11:4000', '10.0.0.12:4000']

export const rows: readonly TomlRow[] = [
  {
    row: '3, 17',
    only: ['5.11.0'],
    edits: [
      set('user_store.type', 'database_unique_id'),
      ...['connection_url', 'connection_name', 'connection_password', 'base_dn'].map((key) =>
        remove(['user_store', key]),
      ),
      set('embedded_ldap.enable', false),
    ],
    changes: [
      '-type = "read_write_ldap_unique_id"',
      `-connection_url = "ldap://localhost:$\{Ports.EmbeddedLDAP.LDAPServerPort}"`,
      '-connection_name = "uid=admin,ou=system"',
      '-connection_password = "admin"',
      '-base_dn = "dc=wso2,dc=org"      #refers the base dn on which the user and group search bases will be generated',
      '+type = "database_unique_id"',
      '+',
      '+[embedded_ldap]',
      '+enable = false',
    ],
  },
  {
    row: '5',
    edits: [
      set('database.shared_db.type', 'mysql'),
      set('database.shared_db.url', url),
      set('database.shared_db.driver', 'com.mysql.cj.jdbc.Driver'),
      set('database.shared_db.pool_options.validationQuery', 'SELECT 1'),
      ensureTable('database.identity_db.pool_options'),
    ],
    changes: [
      '+[database.identity_db.pool_options]',
      '+',
      '-type = "h2"',
      '-url = "jdbc:h2:./repository/database/WSO2SHARED_DB;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000"',
      '+type = "mysql"',
      `+url = "${url}"`,
      '+driver = "com.mysql.cj.jdbc.Driver"',
      '+[database.shared_db.pool_options]',
      '+validationQuery = "SELECT 1"',
      '+',
    ],
  },
  {
    row: '5, agent identity',
    only: recent,
    edits: [set('datasource.AgentIdentity.url', url), set('datasource.WSO2CONSENT_DB.id', 'WSO2CONSENT_DB')],
    changes: [
      '-url = "jdbc:h2:./repository/database/WSO2AGENTIDENTITY_DB;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000"',
      `+url = "${url}"`,
      '+[datasource.WSO2CONSENT_DB]',
      '+id = "WSO2CONSENT_DB"',
      '+',
    ],
  },
  {
    row: '5, more data sources',
    only: [...old, '6.0.0', '6.1.0', '7.0.0'],
    edits: [ensureMember('datasource', 'id', { id: 'WSO2CONSENT_DB', url })],
    changes: ['+', '+[[datasource]]', '+id = "WSO2CONSENT_DB"', `+url = "${url}"`],
  },
  {
    row: '10-14',
    edits: [
      set('clustering.membership_scheme', 'wka'),
      set('clustering.local_member_port', 4000),
      set('clustering.members', members),
    ],
    changes: [
      '+',
      '+[clustering]',
      '+membership_scheme = "wka"',
      '+local_member_port = 4000',
      `+members = ["${members.join('", "')}"]`,
    ],
  },
  {
    row: '16',
    edits: [set('database.user.url', url), set('realm_manager.data_source', 'WSO2USER_DB')],
    changes: ['+[database.user]', `+url = "${url}"`, '+', '+', '+[realm_manager]', '+data_source = "WSO2USER_DB"'],
  },
  {
    row: '19, 20',
    edits: [
      set('transport.https.properties.proxyPort', 443),
      ensureMember('catalina.valves', 'properties.className', {
        properties: { className: 'org.apache.catalina.valves.RemoteIpValve', internalProxies: '10\\.0\\.0\\.10' },
      }),
    ],
    changes: [
      '+',
      '+[transport.https.properties]',
      '+proxyPort = 443',
      '+',
      '+[[catalina.valves]]',
      '+properties.className = "org.apache.catalina.valves.RemoteIpValve"',
      '+properties.internalProxies = "10\\\\.0\\\\.0\\\\.10"',
    ],
  },
  {
    row: '21',
    edits: [set('server.hostname', 'is.example.com'), set('server.offset', 1)],
    changes: ['-hostname = "localhost"', '+hostname = "is.example.com"', '+offset = 1'],
  },
  {
    row: '34',
    only: ['5.11.0', '7.3.0'],
    edits: [set('truststore.password', "it's")],
    changes: ['-password="wso2carbon"', '+password="it\'s"'],
  },
  {
    row: '35',
    only: ['5.9.0'],
    edits: [rename('keystore.primary.name', 'file_name'), set('keystore.tls.file_name', 'node.jks')],
    changes: [
      '-name = "wso2carbon.jks"',
      '+file_name = "wso2carbon.jks"',
      '+',
      '+[keystore.tls]',
      '+file_name = "node.jks"',
    ],
  },
  {
    row: '35, where a commented header stands',
    only: ['7.3.0'],
    edits: [set('keystore.tls.file_name', 'node.p12')],
    changes: ['+[keystore.tls]', '+file_name = "node.p12"', '+'],
  },
  {
    row: '40',
    edits: [set(`${checker}.properties.'monitored.datasources'`, 'jdbc/SHARED_DB')],
    changes: ['+', `+[${checker}.properties]`, '+"monitored.datasources" = "jdbc/SHARED_DB"'],
  },
]

export const wrong: readonly (readonly [
  what: string,
  edits: readonly TomlEdit[],
  words: RegExp,
  only?: readonly string[],
])[] = [
  [
    'the data source of the consent page, beside one that is a table',
    [ensureMember('datasource', 'id', { id: 'WSO2CONSENT_DB' })],
    /^datasource is a table \(line 26, column 2\), and an array of tables was wanted: set the keys of this table/,
    recent,
  ],
  [
    'a key that is only in a comment',
    [rename('keystore.tls.file_name', 'x')],
    /^there is no keystore\.tls\.file_name, .*near it: line \d+, column 1: in a comment/,
    ['5.11.0', '7.0.0', '7.3.0'],
  ],
  [
    'a header as a value',
    [set('super_admin', 'admin')],
    /^super_admin is a table with lines of its own \(line 6, column 2\)/,
  ],
  ['a table below a value', [set('server.hostname.x', 1)], /^server\.hostname is a string \(line 2, column 1\)/],
  [
    'values of several kinds',
    [set('clustering.members', ['10.0.0.11:4000', 4000])],
    /an array holds strings and integers/,
  ],
]
