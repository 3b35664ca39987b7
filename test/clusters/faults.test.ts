import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Cluster, cluster, home, packWithScripts } from '../support/cluster.ts'
import { visit } from '../support/cluster-client.ts'
import { type Ran, told } from '../support/e2e.ts'
import type { TestHost } from '../support/hosts.ts'

/** What can go wrong with a cluster, by the command. In this order: what is wrong before anything is made comes first. */
const test = suite<{ is: Cluster }>('faults of a cluster')

test.before(async (context) => {
  context.is = await cluster(2, 'mariadb')
})
test.after(({ is }) => is.stop())

const run = ({ work, inventory }: Cluster, playbook: string, ...set: string[]) =>
  work.run('apply', inventory(), playbook, '--output', 'json', ...set.flatMap((one) => ['--set', one]))

/** What was refused or failed, as `host: why`. */
const faults = ({ steps }: Ran): string[] =>
  steps
    .filter(({ status }) => status === 'refused' || status === 'failed')
    .map(({ host, reason }) => `${host}: ${reason}`)

/** Nothing was made on these hosts. */
async function bare(hosts: readonly TestHost[]): Promise<void> {
  for (const host of hosts) {
    const { stdout } = await host.run(
      'ls -d /opt/* /etc/nginx /etc/mysql /mnt/is 2>/dev/null; grep is.example /etc/hosts',
    )
    assert.is(stdout, '')
  }
}

test('a certificate and a key that do not belong together', async ({ is }) => {
  for (const name of ['one', 'two']) {
    const files = ['-keyout', join(is.work.folder, `${name}.key`), '-out', join(is.work.folder, `${name}.crt`)]
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=is.example.com', ...files]
    execFileSync('openssl', [...made, '-addext', 'subjectAltName=DNS:is.example.com'], { stdio: 'pipe' })
  }
  const from = { certificate: join(is.work.folder, 'one.crt'), key: join(is.work.folder, 'two.key') }
  const ran = await run(is, 'load-balancer', `tls.from=${JSON.stringify(from)}`)
  assert.is(ran.status, 1, told(ran))
  assert.match(faults(ran).join('\n'), /lb: .*one\.crt \(.*is\.example\.com.*\) does not belong to its key: bring/)
  assert.is((await is.lb.run('ls /etc/nginx/ssl /etc/nginx/conf.d 2>/dev/null')).stdout, '/etc/nginx/conf.d:\n')
})

test('a pack that is no zip', async ({ is }) => {
  const pack = is.work.write('not.zip', 'this is no zip\n')
  const ran = await run(is, 'pattern1', `pack=${pack}`)
  assert.ok(ran.status === 4 || ran.status === 1, told(ran))
  assert.match(told(ran), `${pack}`)
  assert.match(told(ran), /zip/)
  await bare([...is.nodes, is.db])
})

test('a pack that lacks a script', async ({ is }) => {
  const whole = is.work.write('lacking.zip', packWithScripts())
  execFileSync('zip', ['-qd', whole, 'wso2is-5.4.1/dbscripts/identity/mysql-5.7.sql'])
  const ran = await run(is, 'databases', `pack=${whole}`)
  assert.is(ran.status, 4, told(ran))
  assert.match(faults(ran).join('\n'), /mariadb: .*dbscripts\/identity\/mysql-5\.7\.sql.*: name an archive that has it/)
  await bare([...is.nodes, is.db])
})

test('a share that is not there', async ({ is }) => {
  const ran = await run(is, 'node', 'share={"path":"/mnt/none"}')
  assert.is(ran.status, 4, told(ran))
  const words = 'the share /mnt/none is not there, or does not answer: mount it before, with mount()'
  assert.equal(faults(ran).sort(), [`is1: ${words}`, `is2: ${words}`])
  await bare([...is.nodes, is.db])
})

test('a node that does not get healthy: its log is told, and the second one is not started', async ({ is }) => {
  const ran = await run(is, 'pattern1', 'driver=/usr/share/java/postgresql.jar', 'start.timeout=5')
  assert.is(ran.status, 1, told(ran))
  const [only = '', ...more] = faults(ran)
  assert.equal(more, [])
  assert.match(only, /^is1: .*has not said that it is started 5 seconds after its start\n.*its log ends:/s)
  assert.match(only, 'ClassNotFoundException: org.mariadb.jdbc.Driver')
  const second = ran.steps.filter(({ host, play }) => host === 'is2' && play === 'start')
  assert.equal([...new Set(second.map(({ reason }) => reason))], ['is1 did not get through this play'])
  assert.is((await is.nodes[1]?.run('pgrep java'))?.stdout, '')
})

test('the fault mended, the next run goes on from there', async ({ is }) => {
  const ran = await run(is, 'pattern1')
  assert.is(ran.status, 0, told(ran))
  assert.is((await visit(is.nodes[1] as Cluster['lb']))[0]?.status, '200')
})

test('a configuration that nginx does not take: the old one keeps serving', async ({ is }) => {
  const sites = 'cat /etc/nginx/conf.d/is.*'
  await is.lb.run("echo 'no_such_directive on;' >/etc/nginx/conf.d/zz.conf")
  const before = await is.lb.run(sites)
  const ran = await run(is, 'pattern1', 'nginx.endpoints=true')
  assert.is(ran.status, 1, told(ran))
  assert.match(
    faults(ran).join('\n'),
    /lb: .*unknown directive "no_such_directive" in \/etc\/nginx\/conf\.d\/zz\.conf/s,
  )
  assert.is((await is.lb.run(sites)).stdout, before.stdout)
  assert.is((await visit(is.nodes[0] as Cluster['lb']))[0]?.status, '200')
  await is.lb.run('rm /etc/nginx/conf.d/zz.conf')
})

test('the database host is down: no server is started without it', async ({ is }) => {
  const [first] = is.nodes
  await first?.run(`kill -9 $(cat ${home}/wso2carbon.pid)`)
  await is.db.unplug()
  const ran = await run(is, 'pattern1')
  assert.is(ran.status, 3, told(ran))
  assert.match(ran.err, 'mariadb is unreachable: ')
  const start = ran.steps.filter(({ play }) => play === 'start')
  assert.equal(
    [...new Set(start.map(({ status, reason }) => `${status}: ${reason}`))],
    ['skipped: it rests on mariadb, which did not get through an earlier play'],
  )
  const alone = await run(is, 'start')
  assert.is(alone.status, 1, told(alone))
  assert.match(faults(alone).join('\n'), `is1: the command ended with status 1: waited 30 seconds until port 3306`)
  assert.is((await first?.run('pgrep java'))?.stdout, '')
})

test.run()
