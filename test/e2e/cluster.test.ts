import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Cluster, cluster } from '../support/cluster.ts'
import { counts, told } from '../support/e2e.ts'

const test = suite<{ is: Cluster }>('a cluster with MariaDB')

test.before(async (context) => {
  context.is = await cluster(2, 'mariadb')
})
test.after(({ is }) => is.stop())

test('from bare hosts to a running cluster', async ({ is }) => {
  const ran = await is.work.run('apply', is.inventory(), 'pattern1', '--output', 'json')
  console.log(told(ran))
  assert.is(ran.status, 0, told(ran))
})

test('every check is ok', async ({ is }) => {
  const ran = await is.work.run('verify', is.inventory(), 'pattern1', '--output', 'json')
  assert.is(ran.status, 0, told(ran))
  assert.equal(Object.keys(counts(ran)), ['ok'])
})

test('a second apply changes nothing', async ({ is }) => {
  const ran = await is.work.run('apply', is.inventory(), 'pattern1', '--output', 'json')
  assert.equal([ran.status, Object.keys(counts(ran))], [0, ['ok']], told(ran))
  console.log(JSON.stringify(ran.hosts))
})

test.run()
