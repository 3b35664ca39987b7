import { secret } from '../../../../lib/core/secret.ts'
import { toml } from '../../../../tasks/edits/toml.ts'
import { deploymentToml, mysql, type TomlVersion } from '../../../../tasks/wso2is/index.ts'
import { clusterEdits } from '../../../../tasks/wso2is/settings/cluster-edits.ts'
import { databaseEdits, datasourceEdits } from '../../../../tasks/wso2is/settings/database-edits.ts'
import { nameEdits } from '../../../../tasks/wso2is/settings/name-edits.ts'
import { userStoreEdits } from '../../../../tasks/wso2is/settings/user-store-edits.ts'
import { type Places, type Situation, tryInTurn } from '../../../support/situations.ts'

/** What would hurt a user most, one situation each: the file as the product's parser, its templates and its first start see it. */
const path = 'repository/conf/deployment.toml'
const conf = `[server]
hostname = "localhost"
node_ip = "127.0.0.1"

[super_admin]
password = "admin"

[user_store]
type = "database_unique_id"

[database.shared_db]
type = "h2"
url = "jdbc:h2:./a"
username = "wso2carbon"
password = "wso2carbon"
`
const started = { 'repository/resources/conf/.metadata/metadata_config.properties': 'a=b\n' }
const { set, remove, ensureMember } = toml

const edit =
  (version: TomlVersion, edits: Parameters<typeof deploymentToml>[0]['edits'], renaming?: boolean) =>
  ({ at }: Places) =>
    deploymentToml({ home: at(''), version, edits, renaming })

const made = (name: string, resources: Situation['resources'], after: string, before = conf): Situation => ({
  name,
  before: { [path]: before },
  resources,
  statuses: ['changed'],
  after: { [path]: after },
})

const refused = (
  name: string,
  resources: Situation['resources'],
  says: RegExp,
  before = conf,
  more = {},
): Situation => ({
  name,
  before: { [path]: before, ...more },
  resources,
  refused: says,
})

const database = mysql({ host: 'db', name: 'um', user: 'u', password: 'p', connector: '8' })
const value = (name: string, text: string, says: RegExp, version: TomlVersion = '7.2.0') => [
  refused(`a text with ${name}`, edit(version, [set('super_admin.password', text)]), says),
  refused(
    `a secret with ${name}`,
    edit(version, [set('super_admin.password', secret(`with ${name}`, { value: text }))]),
    says,
  ),
]

tryInTurn('deployment.toml', [
  refused(
    'a file whose parts are in an order at which the product’s parser overflows',
    edit('7.2.0', [set('server.hostname', 'x')]),
    /deployment\.toml: the reader of this file would not take it: the table \S+ has its header behind a part of it \(line 1.*line 3/,
    '[database.shared_db.pool_options]\na = 1\n[database.shared_db]\nurl = "x"\n',
  ),
  made(
    'a table of a table goes behind its parent, never before',
    edit('7.2.0', [set('database.shared_db.pool_options.validationQuery', 'SELECT 1')]),
    `${conf}\n[database.shared_db.pool_options]\nvalidationQuery = "SELECT 1"\n`,
  ),
  refused(
    'a data source as an array in a file that has one as a table',
    edit('7.1.0', [ensureMember('datasource', 'id', { id: 'A', url: 'x' })]),
    /datasource is a table/,
    '[datasource.AgentIdentity]\nid = "AgentIdentity"\n',
  ),
  refused(
    'from 7.2.0 on, the array of tables that its documentation has',
    edit('7.2.0', [ensureMember('datasource', 'id', { id: 'A', url: 'x' })]),
    /datasource\[\]\.id is no key that Identity Server 7\.2\.0 is known to read/,
  ),
  made(
    'a further data source up to 7.1.0',
    edit('7.1.0', datasourceEdits('7.1.0', 'A', database)),
    `${conf}\n[[datasource]]\nid = "A"\nurl = "jdbc:mysql://db:3306/um?autoReconnect=true&amp;useSSL=false"\nusername = "u"\npassword = "p"\ndriver = "com.mysql.cj.jdbc.Driver"\npool_options.maxActive = 80\npool_options.maxWait = 60000\npool_options.minIdle = 5\npool_options.testOnBorrow = true\npool_options.validationQuery = "SELECT 1"\npool_options.validationInterval = 30000\npool_options.defaultAutoCommit = false\n`,
  ),
  made(
    'what XML needs escaped is escaped, also in a secret',
    edit('7.2.0', [
      set('database.shared_db.url', 'jdbc:mysql://db/um?a=b&c=<d>'),
      set('database.shared_db.password', secret('marks', { value: 'a&b<c>"d\'' })),
    ]),
    conf
      .replace('jdbc:h2:./a', 'jdbc:mysql://db/um?a=b&amp;c=&lt;d&gt;')
      .replace('password = "wso2carbon"', 'password = "a&amp;b&lt;c&gt;&quot;d\'"'),
  ),
  made(
    'what does not land in XML is not',
    edit('7.2.0', [set('identity.auth_framework.endpoint.app_password', 'a&b')]),
    `${conf}\n[identity.auth_framework.endpoint]\napp_password = "a&b"\n`,
  ),
  refused(
    'a key store’s password that XML and properties would spell differently',
    edit('7.2.0', [set('keystore.primary.password', secret('store', { value: 'a&b' }))]),
    /secret store for keystore\.primary\.password holds &, and is put into files of XML and of properties/,
  ),
  ...value('a reference', 'a$ref{b}', /holds what the product takes for a reference and replaces/),
  ...value('a name of the environment', '$env{HOME}', /holds what the product takes for a reference/),
  ...value('a template', 'a{{b}}', /holds what the product’s templates take for their own/),
  ...value('a tab', 'a\tb', /holds a tab, a line end or another control character: take it out/),
  refused(
    'a key that is often written and never read',
    edit('7.2.0', [set('keystore.primary.name', 'wso2carbon.jks')]),
    /keystore\.primary\.name is no key that Identity Server 7\.2\.0 is known to read, .*: write keystore\.primary\.file_name/,
  ),
  refused(
    'another one, whose table has moved',
    edit('6.1.0', [set('database.bps_database.url', 'x')]),
    /database\.bps_database\.url is no key .*: write bps_database\.config\.url/,
  ),
  refused(
    'a key that is read in later versions',
    edit('5.11.0', [set('server.mgt_console_hostname', 'x')]),
    /server\.mgt_console_hostname is no key .* 5\.11\.0 .*: it is read from 6\.0\.0 on: take it out/,
  ),
  refused(
    'a misspelt key',
    edit('7.2.0', [set('server.hostnam', 'x')]),
    /server\.hostnam is no key .*: write server\.hostname/,
  ),
  refused(
    'a key of another type',
    edit('7.2.0', [set('clustering.members', '10.0.0.11:4000')]),
    /clustering\.members is to be a list of texts in Identity Server 7\.2\.0/,
  ),
  refused(
    'a switch that is no truth',
    edit('7.2.0', [set('carbon_health_check.enable', 'yes')]),
    /carbon_health_check\.enable is to be true or false/,
  ),
  made(
    'a cluster is turned on by its scheme, with members and an address of its own',
    edit(
      '7.2.0',
      clusterEdits('7.2.0', {
        domain: 'd',
        self: { host: '10.0.0.11', port: 4001 },
        members: [
          { host: '10.0.0.11', port: 4001 },
          { host: '10.0.0.12', port: 4000 },
        ],
      }),
    ),
    `${conf}\n[clustering]\nmembership_scheme = "wka"\ndomain = "d"\nlocal_member_host = "10.0.0.11"\nlocal_member_port = 4001\nmembers = ["10.0.0.11:4001", "10.0.0.12:4000"]\n`,
  ),
  made(
    'a database of another kind has its own type and driver: the type of the pack would bring H2’s',
    edit('7.2.0', databaseEdits('7.2.0', 'database.shared_db', { ...database, kind: 'postgresql' }).slice(0, 5)),
    conf
      .replace('"h2"', '"postgre"')
      .replace('jdbc:h2:./a', 'jdbc:mysql://db:3306/um?autoReconnect=true&amp;useSSL=false')
      .replace('username = "wso2carbon"', 'username = "u"')
      .replace('password = "wso2carbon"', 'password = "p"\ndriver = "com.mysql.cj.jdbc.Driver"'),
  ),
  made(
    '5.9.0 has no users with identifiers of their own',
    edit('5.9.0', userStoreEdits('5.9.0', { kind: 'jdbc' })),
    conf.replace('database_unique_id', 'database'),
  ),
  made(
    'what stood there of a directory goes, the comment at its end with it',
    edit('5.11.0', userStoreEdits('5.11.0', { kind: 'jdbc' })),
    `${conf}\n[embedded_ldap]\nenable = false\n`,
    conf.replace(
      'type = "database_unique_id"\n',
      'type = "read_write_ldap_unique_id"\nconnection_url = "ldap://localhost"\nconnection_name = "uid=admin"\nconnection_password = "admin"\nbase_dn = "dc=wso2"      #refers to it\n',
    ),
  ),
  made(
    'names and ports, before the first start',
    edit(
      '7.2.0',
      nameEdits('7.2.0', {
        hostname: 'is.example.com',
        httpsPort: 8443,
        address: '10.0.0.11',
        offset: 1,
        managementHostname: 'mgt.example.com',
      }),
    ),
    conf
      .replace('localhost', 'is.example.com')
      .replace(
        'node_ip = "127.0.0.1"',
        'node_ip = "10.0.0.11"\nbase_path = "https://is.example.com:8443"\noffset = 1\nmgt_console_hostname = "mgt.example.com"',
      ),
  ),
  {
    name: 'a name that is the old one, after the first start',
    before: { [path]: conf, ...started },
    resources: edit('7.2.0', [set('server.hostname', 'localhost'), remove('server.offset')]),
    operations: [],
    statuses: ['ok'],
  },
  refused(
    'another name, after the first start',
    edit('7.2.0', [set('server.hostname', 'is.example.com')]),
    /the server has started as server\.hostname = localhost, and it is to be is\.example\.com: its database keeps .*: give the old value; have a server .*; or rename it by renaming .*set the issuer/,
    conf,
    started,
  ),
  refused(
    'another offset',
    edit('5.11.0', [set('server.offset', 1)]),
    /the server has started as server\.offset = 0, and it is to be 1.*read_only_apps = \[\]/,
    conf,
    started,
  ),
  refused(
    'a proxy port',
    edit('7.2.0', [set('transport.https.properties.proxyPort', 443)]),
    /the server has started as transport\.https\.properties\.proxyPort = nothing, and it is to be 443/,
    conf,
    started,
  ),
  {
    ...made(
      'another name, wished for in spite of it',
      edit('7.2.0', [set('server.hostname', 'x')], true),
      conf.replace('localhost', 'x'),
    ),
    before: { [path]: conf, ...started },
  },
  refused(
    'an encryption key, after the first start: no wish helps',
    edit('7.2.0', [set('encryption.key', 'a'.repeat(32))], true),
    /the server has started with another encryption\.key: what it has encrypted can be read with that one only/,
    conf,
    started,
  ),
  refused(
    'a password of the administrator, after the first start',
    edit('7.2.0', [set('super_admin.password', 'other')]),
    /the server has started with another super_admin\.password, which it reads at its first start only/,
    conf,
    started,
  ),
  refused(
    'users of another kind, after the first start',
    edit('5.11.0', [set('user_store.type', 'database')]),
    /the server has started with user_store\.type = database_unique_id, and it is to be database: its users would have to be migrated/,
    conf,
    started,
  ),
  {
    name: 'a secret that somebody has put into the product’s vault stays there',
    before: { [path]: conf.replace('"admin"', '"$secret{admin}"'), ...started },
    resources: edit('7.2.0', [set('super_admin.password', secret('vault', { value: 'other-one' }))]),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a home without the file',
    before: { 'repository/conf/carbon.xml': '' },
    resources: edit('7.2.0', [set('server.hostname', 'x')]),
    refused: /deployment\.toml is not there to edit/,
  },
])
