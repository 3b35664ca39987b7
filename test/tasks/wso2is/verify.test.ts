import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type LocalSpec, local } from '../../../lib/core/connection.ts'
import { contentFact, on } from '../../../lib/core/fact.ts'
import type { Resources } from '../../../lib/core/resource.ts'
import { certificateLasts } from '../../../tasks/checks/certificate-lasts.ts'
import { clocksAgree } from '../../../tasks/checks/clocks-agree.ts'
import type { JdbcDatabase } from '../../../tasks/index.ts'
import { verifyCluster } from '../../../tasks/wso2is/checks/verify-cluster.ts'
import { verifyNode } from '../../../tasks/wso2is/checks/verify-node.ts'
import { createDatabases } from '../../../tasks/wso2is/databases/create-databases.ts'
import { identityDatasource, mysql, userStoreDatasource } from '../../../tasks/wso2is/index.ts'
import { startServer } from '../../../tasks/wso2is/server/start-server.ts'
import { dbscripts } from '../../support/dbscripts.ts'
import { needs } from '../../support/debian.ts'
import { mariadb } from '../../support/mariadb.ts'
import { scratch } from '../../support/shells.ts'
import { freePort, type SqlServer } from '../../support/sql-server.ts'
import { endServer, serverLog, testJava } from '../../support/standin.ts'
import { type Node, type StandinCluster, standinCluster } from '../../support/standin-cluster.ts'

interface Context {
  cluster: StandinCluster
  database: SqlServer
  users: JdbcDatabase
  identity: JdbcDatabase
  port: number
  balancer: string
  clock: string
}

const test = suite<Context>('verify')
const java = testJava()
const hostname = 'is.example.com'

test.before(async (context) => {
  needs(['nginx-light', 'openssl', 'libmariadb-java'])
  context.clock = scratch('clock')
  context.cluster = await standinCluster(2, [local(), slowClock(context.clock)])
  context.database = await mariadb()
  const server = {
    host: '127.0.0.1',
    port: context.database.port,
    user: 'wso2carbon',
    password: 'p&w<"\'d>',
    connector: 'mariadb',
  } as const
  context.users = mysql({ ...server, name: 'WSO2UMDB' })
  context.identity = mysql({ ...server, name: 'WSO2_IDENTITY_DB' })
  for (const { home } of context.cluster.nodes) {
    copyFileSync(
      '/usr/share/java/mariadb-java-client.jar',
      join(home, 'repository/components/lib/mariadb-java-client.jar'),
    )
  }
  context.port = await freePort()
  context.balancer = scratch('balancer')
})
test.after(async ({ cluster, database, balancer }) => {
  await cluster.end()
  stopNginx(balancer)
  await database.stop()
})

/** The shell of a host whose clock is two minutes behind, once a file says so. */
function slowClock(folder: string): LocalSpec {
  const script = `#!/bin/sh
[ ! -e ${folder}/broken ] || exit 1
s=$(/bin/date "$@")
[ -e ${folder}/behind ] && [ "$*" = +%s ] && s=$((s - 120))
echo "$s"
`
  writeFileSync(join(folder, 'date'), script, { mode: 0o755 })
  return local({ env: { PATH: `${folder}:${process.env.PATH}` } })
}

/** nginx as the guide has it, on loopback. */
async function startNginx({ cluster, port, balancer }: Context, sticky: boolean): Promise<void> {
  stopNginx(balancer)
  mkdirSync(join(balancer, 'tmp'), { recursive: true })
  const servers = cluster.nodes.map(({ offset }) => `server 127.0.0.1:${9443 + offset};`).join(' ')
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${balancer}/tmp;`)
  writeFileSync(
    join(balancer, 'nginx.conf'),
    `pid ${balancer}/nginx.pid; error_log ${balancer}/error.log; events {}
http { access_log off; ${paths.join(' ')}
  upstream is { ${sticky ? 'ip_hash;' : ''} ${servers} }
  server { listen 127.0.0.1:${port} ssl; server_name ${hostname}; ssl_certificate ${balancer}/is.crt; ssl_certificate_key ${balancer}/is.key;
    location / { proxy_set_header Host $http_host; proxy_pass https://is; } } }
`,
  )
  spawn('nginx', ['-p', balancer, '-e', `${balancer}/error.log`, '-c', `${balancer}/nginx.conf`], { stdio: 'ignore' })
  for (let tries = 0; tries < 1000 && !(await listens(port)); tries++)
    await new Promise((resolve) => setTimeout(resolve, 50))
}

function stopNginx(balancer: string): void {
  try {
    process.kill(Number(readFileSync(join(balancer, 'nginx.pid'), 'utf8')), 'SIGTERM')
    while (readFileSync(join(balancer, 'nginx.pid'), 'utf8'))
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
  } catch {
    // It does not run, or no longer.
  }
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy() !== undefined))
    socket.once('error', () => resolve(false))
  })

function makeCertificate(balancer: string, days = 365, name = hostname): void {
  const args = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-subj',
    `/CN=${name}`,
  ]
  const files = ['-keyout', join(balancer, 'is.key'), '-out', join(balancer, 'is.crt')]
  execFileSync('openssl', [...args, ...files, '-days', `${days}`, '-addext', `subjectAltName=DNS:${name}`], {
    stdio: 'pipe',
  })
}

const checks = (context: Context, node: Node): Resources => [
  verifyNode({
    home: node.home,
    version: '5.4.1',
    offset: node.offset,
    self: node.self,
    members: context.cluster.nodes.map(({ self }) => self),
    datasources: [userStoreDatasource(context.users), identityDatasource(context.identity)],
    registry: identityDatasource(context.identity),
    links: [{ path: join(node.home, 'repository/tenants'), target: join(node.home, 'share') }],
  }),
  verifyCluster({
    front: {
      hostname,
      port: context.port,
      address: '127.0.0.1',
      trust: on('is1', contentFact(join(context.balancer, 'is.crt'))),
    },
    others: context.cluster.nodes.map(({ name }) => name).filter((name) => name !== node.name),
  }),
]

/** What is not ok, of each node. */
async function faults(context: Context): Promise<string[]> {
  const { cluster } = context
  const plays = cluster.nodes.map((node) =>
    cluster.play(node.name, (one) => (one === node ? checks(context, node) : [])),
  )
  const all: string[] = []
  for (const play of plays) {
    for (const { host, status, title, reason } of await cluster.run([play], { dryRun: true })) {
      if (status !== 'ok' && status !== 'skipped') all.push(`${host} ${status} ${title}: ${reason}`)
    }
  }
  return all
}

const start = ({ cluster }: Context, timeout = 30) =>
  cluster.play('start', ({ home, offset, self }) =>
    startServer({ home, version: '5.4.1', offset, self, java, timeout }),
  )

test('both nodes at once on an empty database: the second is told of a duplicate, and is started again', async (context) => {
  const { cluster, database, users, identity, balancer } = context
  for (const { home } of cluster.nodes) {
    mkdirSync(join(home, 'share'))
    symlinkSync(join(home, 'share'), join(home, 'repository/tenants'))
    execFileSync('cp', ['-r', dbscripts('mysql'), join(home, 'dbscripts')])
  }
  makeCertificate(balancer)
  await startNginx(context, true)
  const [one] = cluster.nodes
  const made = await cluster.run([
    cluster.play('databases', (node) =>
      node === one
        ? createDatabases({
            databases: { userStore: users, identity },
            version: '5.4.1',
            admin: { user: 'root', socket: database.connection.socket ?? '' },
            scripts: { home: node.home },
          })
        : [],
    ),
    cluster.play('configure', (node) => cluster.configure(node, { userStore: users, identity, hostname })),
  ])
  assert.equal(
    made.filter(({ status }) => status !== 'changed' && status !== 'ok'),
    [],
  )
  const { options: _, ...both } = start(context, 6)
  const failed = await cluster.run([{ ...both, options: {} }])
  assert.is(failed.filter(({ status }) => status === 'failed').length, 1, failed.map(({ reason }) => reason).join('\n'))
  assert.match(failed.map(({ reason }) => reason).join('\n'), /Cannot initialize the realm: .*Duplicate entry 'admin'/)
  const mended = await cluster.run([start(context)])
  assert.equal([...new Set(mended.map(({ status }) => status))].sort(), ['changed', 'ok'])
  assert.match(cluster.nodes.map(({ home }) => serverLog(home)).join(''), /Member joined/)
})

test('all is well', async (context) => {
  assert.equal(await faults(context), [])
})

test('a wrong password is found by logging in', async (context) => {
  context.database.query("ALTER USER 'wso2carbon'@'%' IDENTIFIED BY 'other'")
  const found = await faults(context)
  context.database.query(`ALTER USER 'wso2carbon'@'%' IDENTIFIED BY 'p&w<"\\'d>'`)
  assert.match(
    found.join('\n'),
    /is1 refused jdbc\/WSO2UserStore reaches .*: MySQL at 127.0.0.1:\d+ as wso2carbon is not let in \(ERROR 1045/,
  )
})

test('a balancer that is not sticky', async (context) => {
  await startNginx(context, false)
  const found = await faults(context)
  assert.match(
    found.join('\n'),
    /sessions at is\.example\.com .*: \d of 6 requests of one session met a node that does not know it/,
  )
  assert.is(found.length, 2)
  await startNginx(context, true)
})

test('a certificate that was renewed, but not taken up', async (context) => {
  makeCertificate(context.balancer)
  const found = await faults(context)
  assert.match(found.join('\n'), /the certificate presented, of CN=is\.example\.com, is not the one that is trusted/)
  await startNginx(context, true)
  assert.equal(await faults(context), [])
})

test('a certificate for another name', async (context) => {
  makeCertificate(context.balancer, 365, 'other.example.com')
  await startNginx(context, true)
  assert.match(
    (await faults(context)).join('\n'),
    /the certificate presented is for CN=other\.example\.com, not for is\.example\.com/,
  )
})

test('a certificate near its end, and clocks', async (context) => {
  const { cluster, balancer, clock } = context
  const path = join(balancer, 'is.crt')
  makeCertificate(balancer, 12)
  await startNginx(context, true)
  const check = (resources: Resources) =>
    cluster.run([cluster.play('x', (node) => (node === cluster.nodes[0] ? resources : []))])
  const [near] = await check(certificateLasts({ path }))
  assert.match(near?.reason ?? '', /is\.crt ends in 1[12] days, on \d{4}-\d\d-\d\d: renew it/)
  writeFileSync(join(clock, 'behind'), '')
  const [apart] = await check(clocksAgree({ others: ['is2'] }))
  unlinkSync(join(clock, 'behind'))
  assert.match(apart?.reason ?? '', /the clock of is2 is 1[12]\d s behind: set the clocks/)
  writeFileSync(join(clock, 'broken'), '')
  const [silent] = await check(clocksAgree({ others: ['is2'] }))
  unlinkSync(join(clock, 'broken'))
  assert.match(silent?.reason ?? '', /the clock of is2 cannot be read \(no answer\): look at what date \+%s says there/)
})

test('no balancer', async (context) => {
  stopNginx(context.balancer)
  const found = await faults(context)
  assert.match(
    found.join('\n'),
    /is2 refused https:\/\/is\.example\.com:\d+\/carbon.*cannot be spoken to by TLS \(.*refused/i,
  )
  assert.match(found.join('\n'), /gives no session cookie/)
  await startNginx(context, true)
})

test('one node is killed: the other says so, the page still comes', async (context) => {
  const { cluster } = context
  const gone = cluster.nodes[1] as Node
  const left = () => serverLog(cluster.nodes[0]?.home ?? '').split('Member left').length
  const before = left()
  await endServer(gone.home)
  while (left() === before) await new Promise((resolve) => setTimeout(resolve, 50))
  const found = await faults(context)
  assert.match(
    found.join('\n'),
    `is1 refused the cluster has 2 members: this node does not see 127.0.0.1:${gone.self.port} (it left)`,
  )
  assert.match(found.join('\n'), `is2 refused the server of ${gone.home} is up on ports`)
  assert.not.match(found.join('\n'), 'is1 refused https')
  await cluster.run([start(context)])
  assert.equal(await faults(context), [])
})

test('a share that is not mounted, and a mount that is not configured', async (context) => {
  const { home } = context.cluster.nodes[0] as Node
  renameSync(join(home, 'share'), join(home, 'away'))
  const registry = join(home, 'repository/conf/registry.xml')
  const before = readFileSync(registry, 'utf8')
  writeFileSync(registry, before.replace(/<mount path="\/_system\/config"[\s\S]*?<\/mount>/, ''))
  const [links] = [await faults(context)]
  renameSync(join(home, 'away'), join(home, 'share'))
  writeFileSync(registry, before)
  assert.match(links.join('\n'), /repository\/tenants is shared by .*share is not there: mount the share/)
  assert.match(links.join('\n'), /is1 changed mount the registry/)
})

test('a link that is none', async (context) => {
  const { home } = context.cluster.nodes[1] as Node
  unlinkSync(join(home, 'repository/tenants'))
  mkdirSync(join(home, 'repository/tenants'))
  assert.match((await faults(context)).join('\n'), /tenants is a directory, not a link: link it to/)
})

test.run()
