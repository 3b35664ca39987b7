import { spawn } from 'node:child_process'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type LocalSpec, local } from '../../../lib/core/connection.ts'
import { mysql } from '../../../tasks/wso2is/index.ts'
import { startServer, stopServer } from '../../../tasks/wso2is/server/start-server.ts'
import { scratch, testShells } from '../../support/shells.ts'
import { endServer, serverLog, serverOf, testJava } from '../../support/standin.ts'
import { type Ended, type Node, type StandinCluster, standinCluster } from '../../support/standin-cluster.ts'

const test = suite<{ cluster: StandinCluster }>('start')
const java = testJava()

test.before(async (context) => {
  context.cluster = await standinCluster(2, [local(), almostNothing()])
})
test.after(({ cluster }) => cluster.end())

/** The second node's host has nothing but BusyBox and nohup: no curl, and a ps that knows no -p. */
function almostNothing(): LocalSpec {
  const { options } = testShells().find(({ name }) => name === 'busybox')?.spec ?? local()
  const folder = scratch('nohup')
  symlinkSync('/usr/bin/nohup', join(folder, 'nohup'))
  return local({ ...options, env: { PATH: `${options.env?.PATH}:${folder}` } })
}

const start = ({ home, offset, self }: Node, timeout = 30) =>
  startServer({ home, version: '5.4.1', offset, self, java, timeout })
const stop = ({ home, offset }: Node) => stopServer({ home, version: '5.4.1', offset })
const startAll = (cluster: StandinCluster) => cluster.play('start', (node) => start(node))
const statuses = (ended: readonly Ended[]) => ended.map(({ host, status }) => `${host} ${status}`)
const reasons = (ended: readonly Ended[]) => ended.map(({ reason }) => reason).join('\n')
const allOk = ['is1', 'is2'].flatMap((name) => [`${name} ok`, `${name} ok`, `${name} ok`])
const first = ({ nodes }: StandinCluster) => nodes[0] as Node
const second = ({ nodes }: StandinCluster) => nodes[1] as Node

test('two nodes on one machine: started one after the other, they find each other', async ({ cluster }) => {
  await cluster.run([cluster.play('configure', (node) => cluster.configure(node))])
  const dry = await cluster.run([startAll(cluster)], { dryRun: true })
  assert.equal(statuses(dry), ['is1 ok', 'is1 ok', 'is1 changed', 'is2 ok', 'is2 ok', 'is2 changed'])
  assert.is(serverOf(first(cluster).home), undefined)
  const ended = await cluster.run([startAll(cluster)])
  assert.equal(statuses(ended), statuses(dry), reasons(ended))
  assert.match(serverLog(first(cluster).home), `Member joined [`)
  assert.match(serverLog(first(cluster).home), `/127.0.0.1:${second(cluster).self.port}`)
})

test('a second run changes nothing', async ({ cluster }) => {
  const before = cluster.nodes.map(({ home }) => serverOf(home))
  assert.equal(statuses(await cluster.run([startAll(cluster)])), allOk)
  assert.equal(
    cluster.nodes.map(({ home }) => serverOf(home)),
    before,
  )
})

test('a changed file restarts the node that has it, and no other', async ({ cluster }) => {
  const [one, two] = cluster.nodes.map(({ home }) => serverOf(home))
  const carbon = join(second(cluster).home, 'repository/conf/carbon.xml')
  writeFileSync(carbon, `${readFileSync(carbon, 'latin1')}<!-- changed -->\n`, 'latin1')
  const ended = await cluster.run([startAll(cluster)])
  assert.equal(statuses(ended), [...allOk.slice(0, 5), 'is2 changed'], reasons(ended))
  assert.is(serverOf(first(cluster).home), one)
  assert.is.not(serverOf(second(cluster).home), two)
  assert.match(serverLog(first(cluster).home), /Member left/)
})

test('a node that was killed is started, though its pid file names another process now', async ({ cluster }) => {
  const { home } = first(cluster)
  await endServer(home)
  writeFileSync(join(home, 'wso2carbon.pid'), String(process.pid))
  const ended = await cluster.run([startAll(cluster)])
  assert.equal(statuses(ended), ['is1 ok', 'is1 ok', 'is1 changed', ...allOk.slice(3)], reasons(ended))
  assert.ok(serverOf(home))
})

test('a server whose pid file is lost is found by its ports, and not started twice', async ({ cluster }) => {
  const { home, self } = first(cluster)
  const pid = serverOf(home) as number
  writeFileSync(join(home, 'wso2carbon.pid'), '')
  const ended = await cluster.run([startAll(cluster)])
  assert.is(ended[1]?.status, 'refused')
  assert.match(reasons(ended), `taken by process ${pid}, another server of ${home}, which its pid file does not name`)
  assert.match(reasons(ended), `kill ${pid}`)
  assert.match(reasons(ended), 'is1 did not get through this play')
  assert.not.match(serverLog(home), `Port: ${self.port + 1}`)
  writeFileSync(join(home, 'wso2carbon.pid'), String(pid))
})

test('a stale process that holds the member port is named before a start', async ({ cluster }) => {
  const { home, self } = second(cluster)
  await cluster.run([cluster.play('stop', (node) => (node.home === home ? stop(node) : []))])
  assert.is(serverOf(home), undefined)
  assert.match(serverLog(home), /Shutdown hook running\n$/)
  const stale = spawn(process.execPath, [
    '-e',
    `require('net').createServer().listen(${self.port}, '127.0.0.1', () => console.log(1))`,
  ])
  await new Promise((resolve) => stale.stdout.once('data', resolve))
  const ended = await cluster.run([startAll(cluster)])
  stale.kill()
  assert.is(ended[4]?.status, 'refused')
  assert.match(reasons(ended), `port ${self.port} is taken by process ${stale.pid}, `)
  assert.match(reasons(ended), `would listen on ${self.port + 1} in its place, where no other node looks for it`)
})

test('a node that never gets healthy: the reason from its log, and a new start once it is mended', async ({
  cluster,
}) => {
  const node = second(cluster)
  const missing = mysql({ host: '127.0.0.1', port: 9, name: 'x', user: 'u', password: 'p' })
  const broken = [
    cluster.play('configure', (one) => (one === node ? cluster.configure(one, { userStore: missing }) : [])),
    cluster.play('start', (one) => (one === node ? start(one, 3) : [])),
  ]
  const failed = await cluster.run(broken)
  assert.is(failed.at(-1)?.status, 'failed')
  assert.match(reasons(failed), /has not said that it is started 3 seconds after its start/)
  assert.match(reasons(failed), /ClassNotFoundException: com\.mysql\.jdbc\.Driver/)
  const hung = serverOf(node.home)
  assert.ok(hung, 'the server is left as it is')
  const again = await cluster.run(broken)
  assert.is(again.at(-1)?.status, 'failed', 'a start that did not succeed is not taken for one')
  const mended = [cluster.play('configure', (one) => cluster.configure(one)), startAll(cluster)]
  assert.is((await cluster.run(mended)).at(-1)?.status, 'changed')
})

test('a server that ends at once is not waited for', async ({ cluster }) => {
  const node = first(cluster)
  const script = join(node.home, 'bin/wso2server.sh')
  const real = readFileSync(script, 'utf8')
  await endServer(node.home)
  writeFileSync(
    script,
    real.replace('-Xmx128m', '-Xmx128m -cp /nowhere').replace('-classpath "$CARBON_HOME/bin/standin.jar"', ''),
  )
  const ended = await cluster.run([cluster.play('start', (one) => (one === node ? start(one, 4) : []))])
  writeFileSync(script, real)
  assert.is(ended.at(-1)?.status, 'failed')
  assert.match(reasons(ended), /does not start/)
})

const blocker = (port: number): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server))
  })

test('the HTTPS port held by a process', async ({ cluster }) => {
  const node = first(cluster)
  const server = await blocker(9443 + node.offset)
  const ended = await cluster.run([startAll(cluster)])
  server.close()
  assert.match(reasons(ended), `port ${9443 + node.offset} is taken by process ${process.pid}`)
  assert.match(reasons(ended), /or give this node another offset/)
})

test.run()
