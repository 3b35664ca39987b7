import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Cluster, cluster } from '../support/cluster.ts'
import { visit } from '../support/cluster-client.ts'
import { counts, told } from '../support/e2e.ts'

/**
 * The pack's scripts for PostgreSQL begin with DROP TABLE: to run them twice would delete every user. This cluster also has
 * what the one with MariaDB has not: the guide's share of all artifacts, an EC key, a name of its own for the console.
 */
const test = suite<{ is: Cluster }>('a cluster with PostgreSQL')

test.before(async (context) => {
  context.is = await cluster(2, 'postgresql')
})
test.after(({ is }) => is.stop())

const run = ({ work, inventory }: Cluster, command: string) =>
  work.run(command, inventory(2, more), 'pattern1', '--output', 'json')
const more = {
  managementHostname: 'mgt.is.example.com',
  share: { path: '/mnt/is', what: 'deployment', mount: { device: '/srv/share', type: 'bind' } },
  tls: { algorithm: 'ec-prime256v1' },
} as const
const sql = ({ db }: Cluster, statement: string) =>
  db.run(`su postgres -c 'cd / && psql -qAt -d WSO2UMDB' <<'SQL'\n${statement}\nSQL`)

test('from bare hosts to a running cluster', async ({ is }) => {
  const ran = await run(is, 'apply')
  assert.is(ran.status, 0, told(ran))
  const [visited] = await visit(is.nodes[0] as Cluster['lb'])
  assert.is(visited?.status, '200')
})

test('every check is ok', async ({ is }) => {
  const ran = await run(is, 'verify')
  assert.equal([ran.status, Object.keys(counts(ran))], [0, ['ok']], told(ran))
})

test('rows are still there after a second apply, which changes nothing', async ({ is }) => {
  const inserted = await sql(is, `INSERT INTO "UM_USER" (UM_ID, UM_USER_NAME) VALUES (77, 'somebody');`)
  assert.is(inserted.code, 0, inserted.stderr)
  const ran = await run(is, 'apply')
  assert.equal([ran.status, Object.keys(counts(ran))], [0, ['ok']], told(ran))
  assert.is((await sql(is, 'SELECT UM_USER_NAME FROM "UM_USER" ORDER BY 1;')).stdout, 'admin\nsomebody\n')
})

test.run()
