import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Cluster, cluster, home } from '../support/cluster.ts'
import { visit } from '../support/cluster-client.ts'
import { counts, told } from '../support/e2e.ts'

/** From bare Debian hosts to a verified cluster, as user `deploy` with sudo; and that it is one. */
const test = suite<{ is: Cluster }>('a cluster with MariaDB')

test.before(async (context) => {
  context.is = await cluster(2, 'mariadb')
})
test.after(({ is }) => is.stop())

const run = ({ work, inventory }: Cluster, ...words: string[]) => {
  const [command = '', ...more] = words
  return work.run(command, inventory(), 'pattern1', '--output', 'json', ...more)
}
const sql = (is: Cluster, statement: string) => is.db.run(`mariadb -N -B WSO2UMDB -e "${statement}"`)

test('a dry run on bare hosts refuses nothing, and changes nothing', async ({ is }) => {
  const ran = await run(is, 'apply', '--dry-run')
  assert.is(ran.status, 0, told(ran))
  assert.is(counts(ran).failed ?? counts(ran).refused, undefined, told(ran))
  assert.is((await is.lb.run('ls /etc/nginx; ls /opt')).stdout, '')
})

test('from bare hosts to a running cluster', async ({ is }) => {
  const ran = await run(is, 'apply')
  assert.is(ran.status, 0, told(ran))
  assert.equal(Object.keys(counts(ran)).sort(), ['changed', 'ok'])
})

test('every check is ok', async ({ is }) => {
  const ran = await run(is, 'verify')
  assert.is(ran.status, 0, told(ran))
  assert.equal(Object.keys(counts(ran)), ['ok'])
})

test('rows are still there after a second apply, which changes nothing', async ({ is }) => {
  await sql(is, "INSERT INTO UM_USER (UM_USER_NAME) VALUES ('somebody')")
  const ran = await run(is, 'apply')
  assert.equal([ran.status, Object.keys(counts(ran))], [0, ['ok']], told(ran))
  const trips = Object.values(ran.hosts).map(({ roundTrips }) => roundTrips)
  assert.ok(Math.max(...trips) <= 4, `round trips: ${trips}`)
  assert.is((await sql(is, 'SELECT UM_USER_NAME FROM UM_USER ORDER BY 1')).stdout, 'admin\nsomebody\n')
})

test('a Java client that uses a node’s trust store is answered, and its session stays on one node', async ({ is }) => {
  for (const node of is.nodes) {
    const [first, ...more] = await visit(node, { times: 5 })
    assert.equal([first?.status, first?.session], ['200', 'new'])
    assert.equal(
      more,
      more.map(() => ({ status: '200', by: first?.by, session: 'kept' })),
    )
  }
})

test('one that trusts the nodes’ own certificate alone is not', async ({ is }) => {
  const [node] = is.nodes
  const error = await visit(node as Cluster['lb'], { trust: 'wso2carbon.jks' }).catch((caught: Error) => caught.message)
  assert.match(String(error), /SSLHandshakeException|unable to find valid certification path/)
})

test('the node that serves is killed: the other one serves, and the killed one comes back', async ({ is }) => {
  const [client] = is.nodes as [Cluster['lb']]
  const [before] = await visit(client)
  const served = is.nodes.find(({ address }) => before?.by.startsWith(address)) as Cluster['lb']
  assert.is((await served.run(`kill -9 $(cat ${home}/wso2carbon.pid)`)).code, 0)
  const after = await visit(client, { times: 3 })
  assert.equal(
    after.map(({ status, session }) => [status, session]),
    [['200', 'new'], ...after.slice(1).map(() => ['200', 'kept'])],
  )
  assert.equal(new Set(after.map(({ by }) => by)).size, 1)
  assert.is.not(after[0]?.by, before?.by)

  const found = await run(is, 'verify')
  assert.is(found.status, 1)
  assert.match(told(found), `no server of ${home} runs: start it`)
  const mended = await run(is, 'apply')
  assert.equal(
    mended.steps.filter(({ status }) => status !== 'ok').map(({ title, status }) => [title, status]),
    [[`run the server of ${home}`, 'changed']],
    told(mended),
  )
})

test.run()
