import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Cluster, cluster, home } from '../support/cluster.ts'
import { visit } from '../support/cluster-client.ts'
import { counts, type Ran, told } from '../support/e2e.ts'

/** What is done to a cluster that runs: each by a playbook of the same tasks. */
const test = suite<{ is: Cluster }>('a cluster from its second day on')

test.before(async (context) => {
  context.is = await cluster(3, 'mariadb')
  const ran = await run(context.is, 'pattern1')
  assert.is(ran.status, 0, told(ran))
})
test.after(({ is }) => is.stop())

interface Run {
  readonly nodes?: number
  readonly set?: readonly string[]
  readonly command?: string
}

const run = ({ work, inventory }: Cluster, playbook: string, { nodes = 2, set = [], command = 'apply' }: Run = {}) =>
  work.run(command, inventory(nodes), playbook, '--output', 'json', ...set.flatMap((one) => ['--set', one]))

/** The steps that were not ok, in the order in which they ended: `is1: run the server of …`. */
const changed = ({ steps }: Ran): string[] =>
  steps
    .filter(({ status }) => status !== 'ok')
    .map(({ host, title, status }) => `${host}: ${title}${status === 'changed' ? '' : ` (${status})`}`)

const pid = async (host: Cluster['lb'] | undefined) => (await host?.run(`cat ${home}/wso2carbon.pid`))?.stdout
const pids = ({ nodes }: Cluster) => Promise.all(nodes.slice(0, 2).map(pid))
const restart = `run the server of ${home}`
const stop = `stop the server of ${home}`

async function nothingIsLeft(is: Cluster, { nodes = 2, set = [] }: Run = {}): Promise<void> {
  const again = await run(is, 'pattern1', { nodes, set })
  assert.equal([again.status, Object.keys(counts(again))], [0, ['ok']], told(again))
  const checks = await run(is, 'pattern1', { nodes, set, command: 'verify' })
  assert.equal([checks.status, Object.keys(counts(checks))], [0, ['ok']], told(checks))
}

test('a rolling restart: each is stopped and started before the next one', async ({ is }) => {
  const before = await pids(is)
  const ran = await run(is, 'rolling-restart')
  assert.is(ran.status, 0, told(ran))
  assert.equal(changed(ran), [`is1: ${stop}`, `is1: ${restart}`, `is2: ${stop}`, `is2: ${restart}`])
  const after = await pids(is)
  assert.not(before.some((one) => after.includes(one)))
  await nothingIsLeft(is)
})

const sessions = ['sessions={"persist":true,"temporary":false}']
const title = 'keep identity data in jdbc/WSO2IdentityDS'

test('a change of configuration, node by node', async ({ is }) => {
  const ran = await run(is, 'roll-out', { set: sessions })
  assert.is(ran.status, 0, told(ran))
  const [first = '', ...more] = changed(ran)
  assert.equal(
    [first.slice(0, 4), ...more],
    ['is1:', `is1: ${restart}`, first.replace('is1', 'is2'), `is2: ${restart}`],
    title,
  )
  await nothingIsLeft(is, { set: sessions })
})

test('a third node: a member everywhere, and behind nginx; nothing else of the old ones changes', async ({ is }) => {
  const ran = await run(is, 'add-node', { nodes: 3, set: sessions })
  assert.is(ran.status, 0, told(ran))
  const old = changed(ran).filter((line) => !line.startsWith('is3'))
  const cluster = (at: number) => `is${at}: cluster as ${is.nodes[at - 1]?.address}:4000 in wso2.is.domain`
  assert.equal(old.slice(0, 2).sort(), [cluster(1), cluster(2)])
  assert.equal(old.slice(2), [
    `is1: ${restart}`,
    `is2: ${restart}`,
    'lb: configure nginx: is.http.conf, is.https.conf',
    'lb: run nginx',
  ])
  await nothingIsLeft(is, { nodes: 3, set: sessions })
})

test('a node is taken out: its server is stopped, the others forget it', async ({ is }) => {
  const ran = await run(is, 'remove-node', { nodes: 3, set: [...sessions, 'node=is3'] })
  assert.is(ran.status, 0, told(ran))
  const lines = changed(ran)
  assert.equal(lines.slice(0, 3), ['lb: configure nginx: is.http.conf, is.https.conf', 'lb: run nginx', `is3: ${stop}`])
  assert.equal(lines.slice(5), [`is1: ${restart}`, `is2: ${restart}`])
  assert.is(lines.length, 7, lines.join('\n'))
  await nothingIsLeft(is, { set: sessions })
})

test('a node that is none cannot be taken out', async ({ is }) => {
  const ran = await run(is, 'remove-node', { set: ['node=is9'] })
  assert.is(ran.status, 64)
  assert.match(ran.err, 'node is is9: name one of is1, is2')
})

const renewal = ['tls.days=400', 'tls.renewBefore=370']

test('a certificate is renewed: on the load balancer, and in the trust store of each node', async ({ is }) => {
  const serial = 'openssl x509 -noout -serial -in /etc/nginx/ssl/is.crt'
  const before = await is.lb.run(serial)
  const ran = await run(is, 'renew-certificate', { set: [...sessions, ...renewal] })
  assert.is(ran.status, 0, told(ran))
  const lines = changed(ran)
  assert.equal(lines.slice(0, 2), ['lb: certify is.example.com in /etc/nginx/ssl/is.crt', 'lb: run nginx'])
  assert.equal(lines.slice(4), [`is1: ${restart}`, `is2: ${restart}`])
  assert.is(lines.length, 6, lines.join('\n'))
  assert.is.not((await is.lb.run(serial)).stdout, before.stdout)
  for (const node of is.nodes.slice(0, 2)) assert.is((await visit(node))[0]?.status, '200')
  await nothingIsLeft(is, { set: sessions })
})

test('a rolling restart stops at the first node that does not get healthy', async ({ is }) => {
  const [first, second] = is.nodes
  const driver = `${home}/repository/components/lib/mariadb-java-client.jar`
  await first?.run(`mv ${driver} /root/`)
  const other = await pid(second)
  const ran = await run(is, 'rolling-restart', { set: [...sessions, 'start.timeout=5'] })
  assert.is(ran.status, 1)
  assert.match(told(ran), /has not said that it is started 5 seconds after its start.*its log ends:/s)
  assert.match(told(ran), 'java.lang.ClassNotFoundException: org.mariadb.jdbc.Driver')
  assert.equal(
    changed(ran).filter((line) => line.startsWith('is2')),
    [`is2: ${stop} (skipped)`, ...skippedStart(ran)],
  )
  assert.match(JSON.stringify(ran.steps), 'it rests on is1, which did not get through an earlier play')
  assert.is(await pid(second), other)
  await first?.run(`mv /root/mariadb-java-client.jar ${driver}`)
  const down = await run(is, 'rolling-restart', { set: sessions })
  assert.equal([down.status, await pid(second)], [4, other], 'with one down, the other is not stopped')
  assert.is((await run(is, 'start', { set: sessions })).status, 0)
  await nothingIsLeft(is, { set: sessions })
})

const skippedStart = ({ steps }: Ran): string[] =>
  steps.filter(({ play }) => play === 'start is2').map(({ title }) => `is2: ${title} (skipped)`)

const tables = ({ db }: Cluster) =>
  db.run('mariadb -NB -e "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = \'WSO2UMDB\'"')

test('a teardown asks first', async ({ is }) => {
  const ran = await run(is, 'pattern1-teardown')
  assert.is(ran.status, 64)
  assert.match(ran.err, 'it takes away the servers of is1, is2 with their homes; the sites and the certificate of lb')
  assert.match(ran.err, 'It leaves the databases WSO2UMDB, WSO2_IDENTITY_DB (dropDatabases=true drops them)')
  assert.match(ran.err, '--set confirm=is.example.com')
  assert.is((await run(is, 'pattern1-teardown', { set: ['confirm=other.example.com'] })).status, 64)
  assert.is((await visit(is.nodes[0] as Cluster['lb']))[0]?.status, '200')
})

const confirm = 'confirm=is.example.com'

test('a teardown takes away what was made, and leaves the databases: a new cluster finds them', async ({ is }) => {
  const before = (await tables(is)).stdout
  const ran = await run(is, 'pattern1-teardown', { set: [confirm] })
  assert.is(ran.status, 0, told(ran))
  const left = 'ls /opt; grep -c /mnt/is /proc/mounts /etc/fstab; grep example.com /etc/hosts; pgrep java'
  for (const node of is.nodes.slice(0, 2)) {
    assert.match((await node.run(left)).stdout, /^\/proc\/mounts:0\n\/etc\/fstab:0\n$/)
  }
  assert.is(
    (await is.lb.run('ls /etc/nginx/conf.d /etc/nginx/ssl; nginx -t')).stdout.trim(),
    '/etc/nginx/conf.d:\n\n/etc/nginx/ssl:',
  )
  assert.is((await tables(is)).stdout, before)
  const again = await run(is, 'pattern1-teardown', { set: [confirm] })
  assert.equal([again.status, Object.keys(counts(again))], [0, ['ok']], told(again))

  const anew = await run(is, 'pattern1')
  assert.is(anew.status, 0, told(anew))
  assert.not(
    changed(anew).some((line) => /load .*sql/.test(line)),
    'no script is loaded again',
  )
  await nothingIsLeft(is)
})

test('databases are dropped when that is said, too', async ({ is }) => {
  const ran = await run(is, 'pattern1-teardown', { set: [confirm, 'dropDatabases=true'] })
  assert.is(ran.status, 0, told(ran))
  assert.is((await tables(is)).stdout, '0\n')
})

test.run()
