import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { needs } from '../support/debian.ts'
import { type Bench, bench, counts, type Ran, told } from '../support/e2e.ts'
import { addMixed } from '../support/e2e-mixed.ts'
import { startHosts, type TestHost } from '../support/hosts.ts'

/** The options of the command on twenty hosts: entries of one inventory, on two machines, each with its own home. */
interface Context {
  hosts: readonly TestHost[]
  work: Bench
  inventory: string
  stop(): Promise<void>
}

const test = suite<Context>('options on twenty hosts')
const names = Array.from({ length: 20 }, (_, at) => `node${String(at + 1).padStart(2, '0')}`)

test.before(async (context) => {
  needs(['zip'])
  const { hosts, stop } = await startHosts(2)
  const work = bench()
  addMixed(work)
  const entries = names.map((name, at) => {
    const group = at % 2 === 0 ? 'even' : 'odd'
    const host = hosts[at % 2]
    if (host === undefined) throw new Error('no host')
    return [name, { connect: host.spec(), groups: [group], vars: { home: `/srv/${name}` } }] as const
  })
  const inventory = work.inventory({ hosts: Object.fromEntries(entries) })
  await Promise.all(hosts.map((host) => host.run(`cd /srv; mkdir ${names.join(' ')}`)))
  Object.assign(context, { hosts, work, inventory, stop })
})
test.after(async ({ stop, work }) => {
  work.remove()
  await stop()
})

const apply = ({ work, inventory }: Context, ...more: string[]) =>
  work.run('apply', inventory, './mixed.ts', '--output', 'json', ...more)
const touched = ({ steps }: Ran) => [...new Set(steps.map(({ host }) => host))].sort()
const tasksOf = ({ steps }: Ran, status: string) => [
  ...new Set(steps.filter((step) => step.status === status).map(({ task }) => task)),
]

test('--limit: names, groups, globs and what they leave out', async (context) => {
  for (const [pattern, wanted] of [
    ['node03', ['node03']],
    ['odd,!node1*,!node2?', ['node02', 'node04', 'node06', 'node08']],
    ['node0[12],node20', ['node01', 'node02', 'node20']],
  ] as const) {
    const ran = await apply(context, '--dry-run', '--limit', pattern)
    assert.is(ran.status, 0, told(ran))
    assert.equal(touched(ran), wanted, pattern)
    assert.equal(Object.keys(ran.hosts).sort(), wanted, pattern)
  }
  const none = await apply(context, '--limit', 'nod01')
  assert.is(none.status, 64)
  assert.match(none.err, /nod01.*node01/s)
})

test('twenty hosts, four at a time, and every event on a line of its own', async (context) => {
  const applied = await apply(context, '--forks', '4')
  assert.is(applied.status, 0, told(applied))
  assert.equal(touched(applied), names)
  const last = JSON.parse(applied.out.trim().split('\n').at(-1) ?? '')
  assert.equal(Object.keys(last).sort(), ['at', 'hosts', 'mode', 'seconds', 'startedAt', 'type', 'version'])
  assert.is(last.type, 'summary')
  for (const { ok, changed, refused, failed, unreachable, roundTrips } of Object.values(applied.hosts)) {
    assert.is(ok + changed, 13)
    assert.equal([refused, failed, unreachable], [0, 0, false])
    assert.ok(roundTrips <= 6)
  }
  const again = await apply(context)
  assert.equal(counts(again), { ok: 20 * 13 }, told(again))
})

test('--tags and --skip-tags: by tag and by task', async (context) => {
  const word = ['--dry-run', '--set', 'word=y', '--limit', 'node01']
  const only = await apply(context, ...word, '--tags', 'edits')
  assert.equal(tasksOf(only, 'changed'), ['xml', 'json', 'properties', 'lines'], told(only))
  const without = await apply(context, ...word, '--skip-tags', 'edits,lines')
  assert.equal(tasksOf(without, 'changed'), ['file'], told(without))
  const wrong = await apply(context, ...word, '--tags', 'edit')
  assert.is(wrong.status, 64)
  assert.match(wrong.err, /edit.*edits/s)
})

test('--set and --dry-run --detailed-exitcode: shown, not done', async (context) => {
  const wanted = ['--set', 'word=z', '--limit', 'node01,node02']
  const dry = await apply(context, ...wanted, '--dry-run', '--detailed-exitcode', '--diff')
  assert.is(dry.status, 2, told(dry))
  assert.ok(dry.steps.some(({ diff }) => diff?.includes('-  <name>x</name>\n+  <name>z</name>')))
  assert.is((await apply(context, '--dry-run', '--detailed-exitcode')).status, 0)
  const wrong = await apply(context, '--set', 'wrd=z')
  assert.is(wrong.status, 64)
  assert.match(wrong.err, /wrd.*word/s)
  const applied = await apply(context, ...wanted)
  assert.is(applied.status, 0, told(applied))
  for (const host of context.hosts) {
    assert.match((await host.run('cat /srv/node0[12]/app/conf.xml')).stdout, /<name>z<\/name>/)
  }
})

test('three hundred steps more, and not one round trip', async (context) => {
  const more = ['--set', 'more=300', '--limit', 'node03,node04']
  const applied = await apply(context, ...more)
  assert.is(applied.status, 0, told(applied))
  const again = await apply(context, ...more)
  assert.equal(counts(again), { ok: 2 * 313 }, told(again))
  for (const name of ['node03', 'node04']) {
    assert.ok((applied.hosts[name]?.roundTrips ?? 9) <= 6, String(applied.hosts[name]?.roundTrips))
    assert.ok((again.hosts[name]?.roundTrips ?? 9) <= 2, String(again.hosts[name]?.roundTrips))
  }
})

test('one host that is gone: the others are done, and the gravest status is given', async (context) => {
  const { work, hosts } = context
  const [host] = hosts
  if (host === undefined) throw new Error('no host')
  await host.run('mkdir /srv/left /srv/right; echo broken > /srv/right/a')
  const inventory = work.inventory(
    {
      hosts: {
        gone: { connect: host.spec({ port: 2 }), vars: { home: '/srv/gone' } },
        left: { connect: host.spec(), vars: { home: '/srv/left' } },
        right: { connect: host.spec(), vars: { home: '/srv/right' } },
      },
    },
    'some.ts',
  )
  const ran = await work.run('apply', inventory, './mixed.ts', '--output', 'json')
  assert.is(ran.status, 3, told(ran))
  assert.ok(ran.hosts.gone?.unreachable)
  assert.is(ran.hosts.left?.changed, 13, told(ran))
  assert.ok((ran.hosts.right?.refused ?? 0) > 0)
  assert.is((await host.run('ls /srv/right')).stdout, 'a\n')
  const without = await work.run('apply', inventory, './mixed.ts', '--output', 'json', '--limit', '!gone')
  assert.is(without.status, 4, told(without))
})

test('lines and list: as people read them', async (context) => {
  const { work, inventory } = context
  const ran = await work.run('apply', inventory, './mixed.ts', '--limit', 'node05', '--set', 'word=lines')
  assert.match(ran.out, /^mixed \| node05 \| changed \| edit \/srv\/node05\/app\/conf\.xml$/m)
  assert.match(ran.out, /^summary \| node05 \| \d+ ok, \d+ changed, \d round trips$/m)
  const listed = await work.run('list', inventory, './mixed.ts')
  assert.is(listed.status, 0, told(listed))
  for (const name of names) assert.match(listed.out, new RegExp(name))
})

test.run()
