import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Cluster, cluster } from '../support/cluster.ts'
import { visit } from '../support/cluster-client.ts'
import { counts, told } from '../support/e2e.ts'
import { differences, hostSnapshot } from '../support/host-snapshot.ts'
import type { TestHost } from '../support/hosts.ts'

/** Each playbook that is shipped, in the order of a cluster's life, and what is there once its run is rolled back. */
const test = suite<{ is: Cluster; parts: Map<string, AllSeen>; tables: string }>('each shipped playbook, rolled back')

test.before(async (context) => {
  context.is = await cluster(3, 'mariadb')
  context.parts = new Map()
})
test.after(({ is }) => is.stop())

interface Seen {
  readonly files: ReadonlyMap<string, string>
  /** What runs and is mounted. */
  readonly live: string
  /** What a rollback keeps: packages, accounts, databases. */
  readonly kept: string
}
type AllSeen = ReadonlyMap<string, Seen>

const live = `for p in java nginx mariadbd; do pgrep -x $p >/dev/null && echo $p runs; done; grep -c ' /mnt/is ' /proc/mounts`
const kept = `dpkg-query -W -f '\${Package} \${Version}\\n'; getent passwd; ls -A /var/lib/mysql 2>/dev/null | grep WSO2`
const databases = `mariadb -NB -e "SELECT user, host FROM mysql.user ORDER BY 1, 2; SHOW DATABASES;
SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema LIKE 'WSO2%' ORDER BY 1, 2"`

const hostsOf = ({ lb, db, nodes }: Cluster): [string, TestHost][] => [
  ['lb', lb],
  ['mariadb', db],
  ...nodes.map((node, at): [string, TestHost] => [`is${at + 1}`, node]),
]

const look = async (is: Cluster): Promise<AllSeen> =>
  new Map(
    await Promise.all(
      hostsOf(is).map(async ([name, host]): Promise<[string, Seen]> => {
        const [files, one, other] = [await hostSnapshot(host), await host.run(live), await host.run(kept)]
        return [name, { files, live: one.stdout, kept: other.stdout }]
      }),
    ),
  )

interface Run {
  readonly nodes?: number
  readonly set?: readonly string[]
}

async function applied({ work, inventory }: Cluster, playbook: string, { nodes = 2, set = [] }: Run = {}) {
  const words = set.flatMap((one) => ['--set', one])
  const ran = await work.run('apply', inventory(nodes), playbook, '--output', 'json', ...words)
  assert.is(ran.status, 0, told(ran))
  assert.ok((counts(ran).changed ?? 0) > 0, `${playbook} has changed nothing`)
}

interface Way extends Run {
  /** What the rollback is to name as kept, and what is to be other than before: both in order, by host. */
  readonly names?: readonly RegExp[]
  readonly but?: readonly RegExp[]
}

/** The newest run is rolled back, and all that it names is as it was; what is kept is named, and is as the run has left it. */
async function rolledBack(is: Cluster, playbook: string, before: AllSeen, { nodes = 2, names = [], but = [] }: Way) {
  const between = await look(is)
  const inventory = is.inventory(nodes)
  const history = await is.work.run('history', inventory, '--output', 'json')
  const runs = history.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const newest = runs
    .filter((run) => !run.undone && run.undoes === undefined)
    .map(({ id }) => id)
    .sort()
    .at(-1)
  const own = runs.filter(({ id }) => id === newest)
  assert.is(own[0]?.playbook, playbook)
  const back = await is.work.run('rollback', inventory, '--output', 'json')
  assert.is(back.status, 0, told(back))
  const after = await look(is)
  const said = back.steps.filter(({ reason }) => reason !== undefined).map(({ host, reason }) => `${host}: ${reason}`)
  for (const name of names)
    assert.ok(
      said.some((line) => name.test(line)),
      `${name} is not in\n${said.join('\n')}`,
    )
  const expected = [...but, ...ofServers]
  for (const [host, was] of before) {
    const is = after.get(host) as Seen
    const paths: string[] = own
      .filter((run) => run.host === host)
      .flatMap(({ steps }) => steps)
      .flatMap((step) => step.paths)
    const stays = said.filter((line) => line.startsWith(`${host}: kept: `))
    const keptPaths = stays.flatMap((line) => /(?: |^)(\/[^\s,]+)/.exec(line)?.[1] ?? [])
    const byPackages = stays.some((line) => line.includes('packages'))
    const other = differences(was.files, is.files).filter((line) => {
      const path = line.slice(2).split(': ')[0] ?? ''
      if (isBelow(path, keptPaths) || expected.some((one) => one.test(line))) return false
      return isBelow(path, paths) || !(byPackages && path.startsWith('/etc/'))
    })
    assert.equal(other, [], `${playbook} on ${host}: ${said.join('\n')}`)
    if (!stays.some((line) => line.includes('nothing is mounted')))
      assert.is(is.live, was.live, `${playbook} on ${host}`)
    assert.is(is.kept, between.get(host)?.kept, `${playbook} on ${host}`)
  }
}

const isBelow = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`))

/** What servers write, and where the journal is: no operation names it. */
const ofServers = [
  /^. \S+\/(repository\/logs\/\S+|wso2carbon\.pid): /,
  /^\+ \/var\/lib\/runbook: /,
  /^\+ \/srv\/share\//,
]

/** A playbook's run and its rollback, one after the other. */
async function thereAndBack(is: Cluster, playbook: string, way: Way = {}) {
  const before = await look(is)
  await applied(is, playbook, way)
  await rolledBack(is, playbook, before, way)
}

const serves = async (is: Cluster) => {
  for (const node of is.nodes.slice(0, 2)) assert.is((await visit(node))[0]?.status, '200')
}

test('pattern1 on bare hosts: packages, databases, accounts and what is on the share stay, and are named', ({ is }) =>
  thereAndBack(is, 'pattern1', {
    names: [
      /^lb: kept: what was done with the packages nginx, openssl/,
      /^mariadb: kept: what was done with the packages mariadb-server/,
      /^mariadb: kept: what was done in the database server/,
      /^is1: kept: .*\/mnt\/is\/Deployment\/server\/userstores, on the share/,
    ],
  }))

for (const playbook of ['databases', 'node', 'load-balancer', 'start'])
  test(`${playbook}, a part of it`, async ({ is, parts }) => {
    parts.set(playbook, await look(is))
    await applied(is, playbook)
  })

test('verify changes nothing, and leaves nothing to roll back', async (context) => {
  const { is } = context
  context.tables = (await is.db.run(databases)).stdout
  assert.match(context.tables, /WSO2_IDENTITY_DB\t/)
  const before = await look(is)
  const ran = await is.work.run('verify', is.inventory(), 'verify', '--output', 'json')
  assert.equal([ran.status, Object.keys(counts(ran))], [0, ['ok']], told(ran))
  const after = await look(is)
  for (const [host, { files }] of before) assert.equal(differences(files, after.get(host)?.files ?? new Map()), [])
  await serves(is)
})

for (const playbook of ['start', 'load-balancer', 'node', 'databases'])
  test(`${playbook}, rolled back: what was there before it`, async ({ is, parts }) => {
    await rolledBack(is, playbook, parts.get(playbook) ?? new Map(), {})
  })

test('the databases that were kept have their tables and users when their server runs again', async ({
  is,
  tables,
}) => {
  assert.is((await is.db.run('service mariadb start')).code, 0)
  assert.is((await is.db.run(databases)).stdout, tables)
})

// A host keeps its last ten runs: what is rolled back above is not to be among those that later ones push out.
test('pattern1 once more, on what was kept: the cluster of the tests below', async ({ is }) => {
  await applied(is, 'pattern1')
  await serves(is)
})

const sessions = ['sessions={"persist":true,"temporary":false}']
const renewal = ['tls.days=400', 'tls.renewBefore=370']

for (const [playbook, way] of [
  ['rolling-restart', {}],
  ['roll-out', { set: sessions }],
  ['add-node', { nodes: 3 }],
  ['remove-node', { set: ['node=is2'] }],
  // The newer pair is kept beside the one that is served, as each former one is.
  ['renew-certificate', { set: renewal, but: [/^\+ \/etc\/nginx\/ssl\/is\.crt\.d\/\w+(\/|: )/] }],
] as const)
  test(`${playbook}: the cluster serves as before`, async ({ is }) => {
    await thereAndBack(is, playbook, way)
    await serves(is)
  })

test('pattern1-teardown: the homes are there again; the mount is not, and is named', async ({ is }) => {
  const names = [/^is1: kept: that nothing is mounted on \/mnt\/is/, /^is2: kept: that nothing is mounted on \/mnt\/is/]
  await thereAndBack(is, 'pattern1-teardown', { set: ['confirm=is.example.com'], names })
  for (const node of is.nodes.slice(0, 2)) assert.is((await node.run('mount /mnt/is')).code, 0)
  await serves(is)
})

test.run()
