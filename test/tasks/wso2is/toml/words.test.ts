import { secret } from '../../../../lib/core/secret.ts'
import { toml } from '../../../../tasks/edits/toml.ts'
import { deploymentToml, deploymentTomlReview, type TomlVersion } from '../../../../tasks/wso2is/index.ts'
import { type Places, type Situation, tryInTurn } from '../../../support/situations.ts'

/** What the product takes without complaint and makes nothing of: refused in an edit, told of in a file. */
const path = 'repository/conf/deployment.toml'
const file = `[database.shared_db]
type = "h2"
url = "jdbc:h2:./a"
`
const { set, ensureTable, ensureMember, rename } = toml
type Edits = Parameters<typeof deploymentToml>[0]['edits']

const refused = (name: string, version: TomlVersion, edits: Edits, says: RegExp): Situation => ({
  name,
  before: { [path]: file },
  resources: ({ at }: Places) => deploymentToml({ home: at(''), version, edits }),
  refused: says,
})
const made = (name: string, version: TomlVersion, edits: Edits, after: string): Situation => ({
  name,
  before: { [path]: file },
  resources: ({ at }: Places) => deploymentToml({ home: at(''), version, edits }),
  statuses: ['changed'],
  after: { [path]: after },
})
const members = (...all: string[]) => [set('clustering.members', all)]

tryInTurn('words of deployment.toml', [
  refused(
    'a kind of database by another name',
    '7.2.0',
    [set('database.shared_db.type', 'postgresql')],
    /"postgresql" is nothing that Identity Server 7\.2\.0 knows as database\.shared_db\.type, and it would make nothing of it: write postgre$/m,
  ),
  refused(
    "MariaDB's own, before there was one",
    '5.10.0',
    [set('database.user.type', 'mariadb')],
    /"mariadb" is nothing that .*: give one of db2, h2, mssql, mysql, oracle, postgre, or leave it out, and give url and driver/,
  ),
  made(
    'the same from 5.11.0 on',
    '5.11.0',
    [set('database.shared_db.type', 'mariadb')],
    file.replace('"h2"', '"mariadb"'),
  ),
  refused(
    'users with identifiers in 5.9.0',
    '5.9.0',
    [set('user_store.type', 'database_unique_id')],
    /"database_unique_id" is nothing that Identity Server 5\.9\.0 knows as user_store\.type/,
  ),
  refused(
    'a scheme of another spelling, in a table',
    '7.2.0',
    [set('clustering', { membership_scheme: 'WKA' })],
    /"WKA" is nothing .* clustering\.membership_scheme, .*: write wka/,
  ),
  refused(
    'a member without a port',
    '7.2.0',
    members('10.0.0.11'),
    /"10\.0\.0\.11" is no member of clustering\.members/,
  ),
  refused('a member of IPv6', '7.2.0', members('10.0.0.11:4000', '[fd00::1]:4000'), /"\[fd00::1\]:4000" is no member/),
  refused('members that are no texts', '7.2.0', [set('clustering.members', [1, 2])], /is to be a list of texts/),
  made(
    'a range of members',
    '7.2.0',
    members('10.0.0.11-14:4000'),
    `${file}\n[clustering]\nmembers = ["10.0.0.11-14:4000"]\n`,
  ),
  refused(
    'a port in words',
    '7.2.0',
    [set('clustering.local_member_port', 'abc')],
    /local_member_port is to be a whole number/,
  ),
  refused('a part of a port', '7.2.0', [set('server.offset', 1.5)], /server\.offset is to be a whole number/),
  made('a port as a text', '7.2.0', [set('server.offset', '1')], `${file}\n[server]\noffset = "1"\n`),
  refused(
    'a table that the version does not read',
    '7.2.0',
    [ensureTable('keystore.tsl')],
    /keystore\.tsl is no key that Identity Server 7\.2\.0 is known to read/,
  ),
  refused('an empty one', '7.2.0', [set('bps_database', {})], /bps_database is no key that .* 7\.2\.0/),
  refused('one by another name', '7.2.0', [rename('database.shared_db', 'shared')], /database\.shared is no key that/),
  made('a table that it reads', '7.2.0', [ensureTable('keystore.tls')], `${file}\n[keystore.tls]\n`),
  made(
    'a member that is a secret has no word to be held against',
    '7.1.0',
    [ensureMember('datasource', 'id', { id: 'A', password: secret('free', { value: 'mysql' }) })],
    `${file}\n[[datasource]]\nid = "A"\npassword = "mysql"\n`,
  ),
])

const doubt = (name: string, version: TomlVersion, text: string, says: RegExp): Situation => ({
  name,
  before: { [path]: text },
  resources: ({ at }: Places) => deploymentTomlReview({ home: at(''), version }),
  operations: [],
  statuses: ['ok'],
  reason: says,
})

tryInTurn('a file that says what is not as it seems', [
  doubt(
    'clustering that nothing turns on',
    '7.2.0',
    '[clustering]\nmembers = ["10.0.0.11:4000"]\n',
    /clustering\.membership_scheme is not set, and without it the rest of clustering turns nothing on \(write "wka"\)/,
  ),
  doubt(
    'a kind of database by another name',
    '7.2.0',
    file.replace('h2"', 'postgresql"'),
    /"postgresql" is nothing .*: write postgre/,
  ),
  doubt('a member without a port', '7.2.0', '[clustering]\nmembers = ["10.0.0.11"]\n', /"10\.0\.0\.11" is no member/),
  doubt(
    'users with identifiers in 5.9.0',
    '5.9.0',
    '[user_store]\ntype = "database_unique_id"\n',
    /is nothing that Identity Server 5\.9\.0 knows/,
  ),
  doubt(
    'a URL with a bare &',
    '7.2.0',
    '[datasource.A]\nurl = "jdbc:mysql://db/a?b=c&d=e"\n',
    /datasource\.A\.url holds a bare & or <, and is put into XML as it stands/,
  ),
  doubt(
    'another URL beside the type of the pack',
    '7.2.0',
    file.replace('jdbc:h2:./a', 'jdbc:mysql://db/a'),
    /database\.shared_db\.type is h2, which brings H2's driver/,
  ),
  doubt(
    'what is as it should be',
    '7.2.0',
    '[datasource.A]\nurl = "jdbc:mysql://db/a?b=c&amp;d=e"\n\n[database.user]\ntype = "$env{KIND}"\n',
    /^(?!.*(holds a bare|is nothing|is h2|turns nothing on))/s,
  ),
])
