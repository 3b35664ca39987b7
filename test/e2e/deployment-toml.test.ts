import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import type { InventorySpec } from '../../lib/core/inventory-spec.ts'
import type { Pattern1 } from '../../playbooks/pattern1/variables.ts'
import { h2 } from '../../tasks/wso2is/index.ts'
import { type Bench, bench, counts, told } from '../support/e2e.ts'
import { scratch } from '../support/shells.ts'
import { endServer, freeOffsets, plantHome, serverOf, standinFiles7, testJava } from '../support/standin.ts'

/**
 * A server that is configured by deployment.toml, by the command, from its first start on: a stand-in that makes the other
 * files of it as the product does, keeps a mark of its first start, and answers for its health only where that is turned on.
 */
interface Context {
  work: Bench
  home: string
  spec: InventorySpec<Pattern1>
}

const test = suite<Context>('a server by deployment.toml')

test.before(async (context) => {
  const home = join(scratch('toml-server'), 'is1')
  plantHome(home, standinFiles7())
  const [ports] = await freeOffsets(1)
  const { home: javaHome, accept } = testJava()
  context.home = home
  context.work = bench()
  context.spec = {
    hosts: {
      is1: {
        connect: local(),
        groups: ['is'],
        vars: { home, member: '127.0.0.1', memberPort: ports?.member ?? 0, offset: ports?.offset ?? 0 },
      },
    },
    vars: {
      version: '7.2.0',
      hostname: 'is.example.com',
      databases: { userStore: h2({ name: 'UM' }), identity: h2({ name: 'ID' }) },
      adminPassword: 'Demo-admin-1',
      encryptionKey: '5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e',
      accept: ['certificate'],
      java: { home: javaHome, accept: [...accept] },
      start: { timeout: 60 },
    },
  }
})
test.after(async ({ home, work }) => {
  await endServer(home)
  work.remove()
})

const run = ({ work, spec }: Context, command: string, vars: Partial<Pattern1> = {}) =>
  work.run(command, work.inventory({ ...spec, vars: { ...spec.vars, ...vars } }), 'pattern1', '--output', 'json')

test('it is configured and started, and a second run has nothing to do', async (context) => {
  const first = await run(context, 'apply')
  assert.is(first.status, 0, told(first))
  assert.ok(serverOf(context.home))
  assert.ok(existsSync(join(context.home, 'repository/resources/conf/.metadata')))
  const second = await run(context, 'apply')
  assert.equal([second.status, Object.keys(counts(second))], [0, ['ok']], told(second))
})

test('verify reads back what the server has made of the file, and asks for its health', async (context) => {
  const ran = await run(context, 'verify')
  assert.is(ran.status, 0, told(ran))
  const titles = ran.steps.map(({ title, reason }) => `${title}: ${reason}`).join('\n')
  for (const file of ['axis2/axis2.xml', 'carbon.xml', 'datasources/master-datasources.xml'])
    assert.match(titles, `conf/${file} says what deployment.toml does: it says all of`)
  assert.match(titles, 'says that it is well: status 200, with its findings')
})

test('a file that somebody has edited by hand is told, and not edited', async (context) => {
  const path = join(context.home, 'repository/conf/axis2/axis2.xml')
  const before = readFileSync(path, 'utf8')
  writeFileSync(path, before.replace('<hostName>127.0.0.1<', '<hostName>10.9.9.9<'))
  const ran = await run(context, 'verify')
  assert.is(ran.status, 1)
  assert.match(told(ran), /axis2\.xml says something else at \/axisconfig\/clustering\/members/)
  assert.match(readFileSync(path, 'utf8'), '10.9.9.9')
  writeFileSync(path, before)
})

test('after the first start its name is kept, and so is its key', async (context) => {
  const renamed = await run(context, 'apply', { hostname: 'other.example.com' })
  assert.is(renamed.status, 4)
  assert.match(told(renamed), /has started as server\.hostname = is\.example\.com, and it is to be other\.example\.com/)
  const other = await run(context, 'apply', { encryptionKey: 'a'.repeat(32) })
  assert.is(other.status, 4)
  assert.match(told(other), /has started with another encryption\.key/)
  assert.is((await run(context, 'verify')).status, 0, 'nothing was changed')
})

test('a change of the file restarts it, and a health check that is off is found by its answer', async (context) => {
  const path = join(context.home, 'repository/conf/deployment.toml')
  const pid = serverOf(context.home)
  writeFileSync(path, readFileSync(path, 'utf8').replace('enable = true', 'enable = false'))
  const started = await run(context, 'apply', { healthCheck: false })
  assert.is(started.status, 0, told(started))
  assert.is.not(serverOf(context.home), pid)
  const ran = await run(context, 'verify')
  assert.is(ran.status, 1)
  assert.match(told(ran), /answers 200 with nothing below: the health check is off/)
})

test('day two: a change is rolled out, and in the end all is taken down', async (context) => {
  const changed = { ...context.spec.vars, sessions: { persist: true, temporary: false } }
  const inventory = context.work.inventory({ ...context.spec, vars: changed })
  const pid = serverOf(context.home)
  const rolled = await context.work.run('apply', inventory, 'roll-out', '--output', 'json')
  assert.is(rolled.status, 0, told(rolled))
  assert.is.not(serverOf(context.home), pid)
  const file = readFileSync(join(context.home, 'repository/conf/deployment.toml'), 'utf8')
  assert.match(file, /\[session_data\.persistence\]\nenable_persistence = true\npersist_temporary_data = false\n/)
  const down = ['--set', 'confirm=is.example.com', '--output', 'json']
  const taken = await context.work.run('apply', inventory, 'pattern1-teardown', ...down)
  assert.is(taken.status, 0, told(taken))
  assert.is(serverOf(context.home), undefined)
})

test.run()
