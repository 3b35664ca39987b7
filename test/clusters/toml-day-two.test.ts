import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import type { HostSpec } from '../../lib/core/inventory-spec.ts'
import { readKeystore } from '../../lib/read/keystore.ts'
import type { Pattern1 } from '../../playbooks/pattern1/variables.ts'
import { mysql } from '../../tasks/wso2is/index.ts'
import { dbscripts7 } from '../support/dbscripts.ts'
import { needs } from '../support/debian.ts'
import { type Bench, bench, counts, type Ran, told } from '../support/e2e.ts'
import { keyStoreFor } from '../support/key-store.ts'
import { mariadb } from '../support/mariadb.ts'
import { scratch } from '../support/shells.ts'
import type { SqlServer } from '../support/sql-server.ts'
import { endServer, freeOffsets, plantHome, serverOf, standinFiles7, testJava } from '../support/standin.ts'

/** Day two of two servers that are configured by deployment.toml, by the command, with a key store of their own. */
interface Context {
  work: Bench
  database: SqlServer
  homes: readonly [string, string]
  run(verb: string, playbook: string, nodes: number, ...more: string[]): Promise<Ran>
}

const test = suite<Context>('day two by deployment.toml')

test.before(async (context) => {
  const folder = scratch('toml-day-two')
  context.homes = [join(folder, 'is1'), join(folder, 'is2')]
  for (const home of context.homes) plantHome(home, { ...standinFiles7(), ...dbscripts7() })
  context.work = bench()
  needs(['libmariadb-java'])
  context.database = await mariadb()
  const { socket = '' } = context.database.connection
  const own = context.work.write('own.p12', keyStoreFor(['is.example.com', 'localhost'], 'own-store-1'))
  const offsets = await freeOffsets(2)
  const java = testJava()
  const to = (name: string) =>
    mysql({ host: '127.0.0.1', port: context.database.port, name, user: 'wso2', password: 'p', connector: 'mariadb' })
  const vars: Partial<Pattern1> = {
    ...{ version: '7.2.0', hostname: 'is.example.com' },
    driver: '/usr/share/java/mariadb-java-client.jar',
    databaseAdmin: { login: { user: 'root', socket } },
    databases: { userStore: to('UM'), identity: to('ID'), agentIdentity: to('AGENT') },
    ...{ adminPassword: 'Demo-admin-1', encryptionKey: '5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e' },
    keystore: { from: own, password: 'own-store-1', alias: 'is.example.com' },
    java: { home: java.home, accept: [...java.accept] },
    start: { timeout: 60 },
  }
  context.run = (verb, playbook, nodes, ...more) => {
    const hosts = context.homes.slice(0, nodes).map((home, at): [string, HostSpec<Pattern1>] => {
      const { member: memberPort = 0, offset = 0 } = offsets[at] ?? {}
      const own = { home, member: '127.0.0.1', memberPort, offset }
      return [`is${at + 1}`, { connect: local(), groups: ['is'], vars: own }]
    })
    const inventory = context.work.inventory({ hosts: Object.fromEntries(hosts), vars })
    return context.work.run(verb, inventory, playbook, '--output', 'json', ...more)
  }
})
test.after(async ({ homes, work, database }) => {
  for (const home of homes) await endServer(home)
  await database.stop()
  work.remove()
})

const toml = (home: string) => readFileSync(join(home, 'repository/conf/deployment.toml'), 'utf8')
const members = (home: string) => /^members = \[(.*)\]$/m.exec(toml(home))?.[1]?.split(', ').length

async function verified({ run }: Context, nodes: number) {
  const ran = await run('verify', 'pattern1', nodes)
  assert.is(ran.status, 0, told(ran))
}

test('a first node, whose own key store it trusts', async (context) => {
  const { run, homes } = context
  const ran = await run('apply', 'pattern1', 1)
  assert.is(ran.status, 0, told(ran))
  assert.is(members(homes[0]), 1)
  const security = join(homes[0], 'repository/resources/security')
  const trusted = readKeystore(readFileSync(join(security, 'client-truststore.p12')), 'wso2carbon')
  const own = readKeystore(readFileSync(join(security, 'own.p12')), 'own-store-1')
  if ('refusal' in trusted || 'refusal' in own) return assert.unreachable()
  assert.is(trusted.entries.find(({ alias }) => alias === 'node')?.sha256, own.entries[0]?.sha256)
  await verified(context, 1)
})

test('add-node: another one, and both know each other', async (context) => {
  const { run, homes } = context
  const pid = serverOf(homes[0])
  const ran = await run('apply', 'add-node', 2)
  assert.is(ran.status, 0, told(ran))
  assert.equal(homes.map(members), [2, 2])
  assert.is.not(serverOf(homes[0]), pid, 'the first one is restarted with it')
  assert.ok(serverOf(homes[1]))
  await verified(context, 2)
  const again = await run('apply', 'pattern1', 2)
  assert.equal(Object.keys(counts(again)), ['ok'], told(again))
})

test('rolling-restart: other processes, the same files', async (context) => {
  const { run, homes } = context
  const [before, pids] = [homes.map(toml), homes.map(serverOf)]
  const ran = await run('apply', 'rolling-restart', 2)
  assert.is(ran.status, 0, told(ran))
  assert.equal(homes.map(toml), before)
  for (const [at, home] of homes.entries()) assert.is.not(serverOf(home), pids[at])
})

test('what is frozen is refused on the first, and nothing is done on the second', async ({ run, homes }) => {
  const before = homes.map(toml)
  const ran = await run('apply', 'roll-out', 2, '--set', 'hostname=other.example.com')
  assert.is(ran.status, 4, told(ran))
  assert.match(told(ran), /has started as server\.hostname = is\.example\.com, and it is to be other\.example\.com/)
  assert.equal(homes.map(toml), before)
})

test('roll-out: a renewed key store comes to each node, and is trusted', async (context) => {
  const { run, homes, work } = context
  const renewed = keyStoreFor(['is.example.com', 'localhost'], 'own-store-1')
  writeFileSync(join(work.folder, 'own.p12'), renewed)
  const pids = homes.map(serverOf)
  const ran = await run('apply', 'roll-out', 2)
  assert.is(ran.status, 0, told(ran))
  for (const [at, home] of homes.entries()) {
    const store = readKeystore(
      readFileSync(join(home, 'repository/resources/security/client-truststore.p12')),
      'wso2carbon',
    )
    const own = readKeystore(renewed, 'own-store-1')
    if ('refusal' in store || 'refusal' in own) return assert.unreachable()
    assert.is(store.entries.find(({ alias }) => alias === 'node')?.sha256, own.entries[0]?.sha256)
    assert.is.not(serverOf(home), pids[at], 'it is restarted with it')
  }
})

test('remove-node: it is stopped, and the other forgets it', async (context) => {
  const { run, homes } = context
  const ran = await run('apply', 'remove-node', 2, '--set', 'node=is2')
  assert.is(ran.status, 0, told(ran))
  assert.is(serverOf(homes[1]), undefined)
  assert.is(members(homes[0]), 1)
  await verified(context, 1)
})

test.run()
