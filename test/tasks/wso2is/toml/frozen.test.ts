import { toml } from '../../../../tasks/edits/toml.ts'
import { deploymentToml, type TomlVersion } from '../../../../tasks/wso2is/index.ts'
import { type Situation, tryInTurn } from '../../../support/situations.ts'

/** What a server keeps from its first start on is kept however an edit spells the change of it. */
const path = 'repository/conf/deployment.toml'
const conf = `[server]
hostname = "is.example.com"
node_ip = "10.0.0.11"

[super_admin]
username = "admin"
password = "Admin-1"

[encryption]
key = "5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e"

[transport.https.properties]
proxyPort = 443
`
const before = { [path]: conf, 'repository/resources/conf/.metadata/metadata_config.properties': 'a=b\n' }
const { set, remove, rename, ensureTable } = toml

type Edits = Parameters<typeof deploymentToml>[0]['edits']
const edit =
  (edits: Edits, version: TomlVersion = '7.2.0', renaming?: boolean) =>
  ({ at }: { at(path: string): string }) =>
    deploymentToml({ home: at(''), version, edits, renaming })

const refused = (name: string, edits: Edits, says: RegExp): Situation => ({
  name,
  before,
  resources: edit(edits),
  refused: says,
})
const made = (name: string, edits: Edits, after: string, renaming?: boolean): Situation => ({
  name,
  before,
  resources: edit(edits, '7.2.0', renaming),
  statuses: ['changed'],
  after: { [path]: after },
})

const name = /has started as server\.hostname = is\.example\.com, and it is to be (other\.example\.com|localhost): /

tryInTurn('deployment.toml of a server that has started', [
  refused('a name, as one key of its table', [set('server', { hostname: 'other.example.com' })], name),
  refused('a name that goes with its table', [remove('server')], name),
  refused('a name that becomes another setting', [rename('server.hostname', 'base_path')], name),
  refused(
    'a proxy port, as one key of its table',
    [set('transport.https.properties', { proxyPort: 8443 })],
    /has started as transport\.https\.properties\.proxyPort = 443, and it is to be 8443/,
  ),
  refused(
    'an encryption key, as one key of its table',
    [set('encryption', { key: 'a'.repeat(32) })],
    /has started with another encryption\.key/,
  ),
  refused(
    'an encryption key that goes with its table',
    [remove('encryption')],
    /has started with another encryption\.key/,
  ),
  refused(
    'the password of the administrator, as one key of its table',
    [set('super_admin', { username: 'admin', password: 'Admin-2' })],
    /has started with another super_admin\.password/,
  ),
  made(
    'the same values in a table are no change, and what is beside them may be changed',
    [set('server', { hostname: 'is.example.com', node_ip: '10.0.0.12' }), ensureTable('clustering')],
    `${conf.replace('10.0.0.11', '10.0.0.12')}\n[clustering]\n`,
  ),
  made(
    'another name in its table, wished for in spite of it',
    [set('server', { hostname: 'other.example.com', node_ip: '10.0.0.11' })],
    conf.replace('is.example.com', 'other.example.com'),
    true,
  ),
])
