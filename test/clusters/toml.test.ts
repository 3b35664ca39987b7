import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { secret } from '../../lib/core/secret.ts'
import type { Pattern1 } from '../../playbooks/pattern1.ts'
import { mysql } from '../../tasks/wso2is/index.ts'
import { zipOf } from '../support/archives.ts'
import { type Cluster, cluster } from '../support/cluster.ts'
import { visit } from '../support/cluster-client.ts'
import { dbscripts7 } from '../support/dbscripts.ts'
import { counts, type Ran, told } from '../support/e2e.ts'
import { keyStoreFor } from '../support/key-store.ts'
import { standinFiles7 } from '../support/standin.ts'

/** A whole cluster that deployment.toml configures: behind nginx, with a share and a key store of its own, until it is taken down. */
interface Context {
  is: Cluster
  vars: Partial<Pattern1>
}
const test = suite<Context>('a cluster by deployment.toml')
const home = '/opt/wso2is-7.2.0'

test.before(async (context) => {
  context.is = await cluster(2, 'mariadb')
  const { work, db } = context.is
  const database = (name: string) =>
    mysql({ host: db.address, user: 'wso2carbon', password: secret('db'), connector: 'mariadb', name })
  context.vars = {
    ...{ version: '7.2.0', home, pack: work.write('wso2is-7.2.0.zip', pack()) },
    databases: { userStore: database('UM'), identity: database('IDN'), agentIdentity: database('AGENT') },
    ...{ adminPassword: 'Demo-admin-1', encryptionKey: '5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e' },
    keystore: {
      from: work.write('own.p12', keyStoreFor(['is.example.com', 'localhost'], 'own-store-1')),
      ...{ password: 'own-store-1', alias: 'is.example.com' },
    },
  }
})
test.after(({ is }) => is.stop())

const pack = (): Buffer =>
  zipOf({
    ...Object.fromEntries(
      Object.entries({ ...standinFiles7(), ...dbscripts7() }).map(([path, bytes]) => [
        `wso2is-7.2.0/${path}`,
        path.endsWith('.sh') ? { run: bytes.toString() } : bytes,
      ]),
    ),
    'wso2is-7.2.0/repository/components/lib/': '',
    'wso2is-7.2.0/repository/tenants/': '',
  })

const run = ({ is, vars }: Context, playbook: string, set: readonly string[] = [], command = 'apply') =>
  is.work.run(command, is.inventory(2, vars), playbook, '--output', 'json', ...set.flatMap((one) => ['--set', one]))

const changed = ({ steps }: Ran): string[] =>
  steps.filter(({ status }) => status !== 'ok').map(({ host, title }) => `${host}: ${title}`)

async function nothingIsLeft(context: Context): Promise<void> {
  for (const command of ['apply', 'verify']) {
    const ran = await run(context, 'pattern1', [], command)
    assert.equal([ran.status, Object.keys(counts(ran))], [0, ['ok']], told(ran))
  }
}

test('from bare hosts to a cluster that is well', async (context) => {
  const ran = await run(context, 'pattern1')
  assert.is(ran.status, 0, told(ran))
  await nothingIsLeft(context)
})

test('a certificate is renewed: on the load balancer, and in the PKCS12 trust store of each node', async (context) => {
  const { is } = context
  const serial = 'openssl x509 -noout -serial -in /etc/nginx/ssl/is.crt'
  const before = await is.lb.run(serial)
  const ran = await run(context, 'renew-certificate', ['tls.days=400', 'tls.renewBefore=370'])
  assert.is(ran.status, 0, told(ran))
  const [certified, reloaded, ...more] = changed(ran)
  assert.equal([certified, reloaded], ['lb: certify is.example.com in /etc/nginx/ssl/is.crt', 'lb: run nginx'])
  const trust = (node: string) =>
    `${node}: trust is.example.com in ${home}/repository/resources/security/client-truststore.p12`
  assert.equal(more.slice(0, 2).sort(), [trust('is1'), trust('is2')])
  assert.equal(more.slice(2), [`is1: run the server of ${home}`, `is2: run the server of ${home}`])
  assert.is.not((await is.lb.run(serial)).stdout, before.stdout)
  for (const node of is.nodes)
    assert.is((await visit(node, { home, trust: 'client-truststore.p12' }))[0]?.status, '200')
  await nothingIsLeft(context)
})

const tables = ({ is }: Context) =>
  is.db.run(
    "mariadb -NB -e \"SELECT COUNT(*) FROM information_schema.tables WHERE table_schema IN ('UM', 'IDN', 'AGENT')\"",
  )

test('a teardown asks first, and names the database of the agents, too', async (context) => {
  const asked = await run(context, 'pattern1-teardown')
  assert.is(asked.status, 64)
  assert.match(asked.err, 'It leaves the databases UM, IDN, AGENT (dropDatabases=true drops them) and their users')
})

const confirm = 'confirm=is.example.com'

test('a teardown takes away what was made, and a new cluster finds the databases', async (context) => {
  const { is } = context
  const before = (await tables(context)).stdout
  const ran = await run(context, 'pattern1-teardown', [confirm])
  assert.is(ran.status, 0, told(ran))
  const left = 'ls /opt; grep -c /mnt/is /proc/mounts /etc/fstab; grep example.com /etc/hosts; pgrep java'
  for (const node of is.nodes) assert.match((await node.run(left)).stdout, /^\/proc\/mounts:0\n\/etc\/fstab:0\n$/)
  assert.is((await is.lb.run('ls /etc/nginx/conf.d /etc/nginx/ssl')).stdout, '/etc/nginx/conf.d:\n\n/etc/nginx/ssl:\n')
  assert.is((await tables(context)).stdout, before)
  const again = await run(context, 'pattern1-teardown', [confirm])
  assert.equal([again.status, Object.keys(counts(again))], [0, ['ok']], told(again))
  const anew = await run(context, 'pattern1')
  assert.is(anew.status, 0, told(anew))
  assert.not(changed(anew).some((line) => /load .*sql/.test(line)))
  await nothingIsLeft(context)
})

test('databases are dropped when that is said, too', async (context) => {
  const ran = await run(context, 'pattern1-teardown', [confirm, 'dropDatabases=true'])
  assert.is(ran.status, 0, told(ran))
  assert.is((await tables(context)).stdout, '0\n')
  const users = await context.is.db.run('mariadb -NB -e "SELECT COUNT(*) FROM mysql.user WHERE user = \'wso2carbon\'"')
  assert.is(users.stdout, '0\n')
})

test.run()
