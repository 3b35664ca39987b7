import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import { h2 } from '../../tasks/wso2is/index.ts'
import { type Bench, bench, type Ran, told } from '../support/e2e.ts'
import { scratch } from '../support/shells.ts'

/** Keys of a file that nothing reads are told by every report, in a dry run and in one that changes something, and stay. */
interface Context {
  work: Bench
  path: string
  run(...words: string[]): Promise<Ran>
}

const test = suite<Context>('keys that nothing reads')

const before = `[server]
hostname = "localhost"
mgt_hostname = "mgt.example.com"
pattern = "1"
hostnam = "typo"

[super_admin]
password = "admin"

[user_store]
type = "database_unique_id"

[database.bps_database]
url = "jdbc:h2:./x"

[oauth]
some = 1
more = 2

[embedded_ldap]
enable = true

[keystore.primary]
name = "wso2carbon.p12"
`

/** What is told of each, with what is to be done. */
const told7: readonly RegExp[] = [
  /server\.mgt_hostname is not known to be read by 7\.2\.0 \(write server\.mgt_console_hostname\)/,
  /server\.pattern is not known to be read by 7\.2\.0 \(it says nothing to any version: take it out\)/,
  /server\.hostnam is not known to be read by 7\.2\.0 \(write server\.hostname\)/,
  /database\.bps_database\.url is not known to be read by 7\.2\.0 \(bps_database\.config\.url is meant, which is read up to 6\.1\.0: take it out\)/,
  /oauth\.some, oauth\.more is not known here \(see that it is spelt as the product has it\)/,
  /embedded_ldap\.enable is not known to be read by 7\.2\.0 \(it is read by 5\.11\.0 alone: take it out\)/,
  /keystore\.primary\.name is not known to be read by 7\.2\.0 \(write keystore\.primary\.file_name\)/,
]

test.before.each((context) => {
  const home = join(scratch('toml-warnings'), 'is')
  const put = (name: string, text: string) => {
    mkdirSync(join(home, name, '..'), { recursive: true })
    writeFileSync(join(home, name), text)
  }
  put('repository/conf/deployment.toml', before)
  put('repository/conf/carbon.xml', '<Server>\n    <Version>7.2.0</Version>\n</Server>\n')
  context.work = bench()
  context.path = join(home, 'repository/conf/deployment.toml')
  const inventory = context.work.inventory({
    hosts: { is1: { connect: local(), groups: ['is'] } },
    vars: {
      ...{ version: '7.2.0', home, hostname: 'is.example.com', member: '10.0.0.11' },
      ...{ adminPassword: 'Demo-admin-1', accept: ['certificate'] },
      databases: { userStore: h2({ name: 'UM' }), identity: h2({ name: 'ID' }) },
    },
  })
  context.run = (...words) => context.work.run('apply', inventory, 'pattern1', ...words)
})
test.after.each(({ work }) => work.remove())

for (const report of ['tree', 'lines', 'json'])
  for (const dry of [true, false])
    test(`in the report ${report} of a ${dry ? 'dry run' : 'run'}`, async ({ run, path }) => {
      const ran = await run('--output', report, ...(dry ? ['--dry-run'] : []))
      assert.is(ran.status, 0, told(ran))
      const said = ran.out.replace(/\s+/g, ' ')
      for (const words of told7) assert.match(said, words)
      const after = readFileSync(path, 'utf8')
      if (dry) assert.is(after, before)
      for (const line of [
        'mgt_hostname = "mgt.example.com"',
        'pattern = "1"',
        'hostnam = "typo"',
        'name = "wso2carbon.p12"',
      ])
        assert.ok(after.split('\n').includes(line), line)
    })

test('as a warning, which stands in the way of nothing, also where all is as it shall be', async ({ run }) => {
  await run()
  const again = await run('--output', 'json')
  assert.is(again.status, 0, told(again))
  const steps = again.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ type, task }) => type === 'step' && task === 'deploymentTomlReview')
  assert.equal(
    steps.map(({ status, warning }) => ({ status, warning })),
    [{ status: 'ok', warning: true }],
  )
  const lines = await run('--output', 'lines')
  assert.match(lines.out, /is1 \| warning \| look through deployment\.toml of /)
})

test.run()
