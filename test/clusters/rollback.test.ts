import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Cluster, cluster } from '../support/cluster.ts'
import { told } from '../support/e2e.ts'
import { differences, hostSnapshot } from '../support/host-snapshot.ts'

const test = suite<{ is: Cluster }>('each shipped playbook, rolled back')

test.before(async (context) => {
  context.is = await cluster(3, 'mariadb')
})
test.after(({ is }) => is.stop())

const t0 = Date.now()
const log = (...words: unknown[]) => console.error(((Date.now() - t0) / 1000).toFixed(1), ...words)
const hostsOf = (is: Cluster) => ({ lb: is.lb, mariadb: is.db, ...Object.fromEntries(is.nodes.map((n, at) => [`is${at + 1}`, n])) })
const all = async (is: Cluster) => {
  const found = await Promise.all(Object.entries(hostsOf(is)).map(async ([name, h]) => [name, await hostSnapshot(h)] as const))
  return Object.fromEntries(found)
}
const state = async (is: Cluster) => Object.fromEntries(await Promise.all(Object.entries(hostsOf(is)).map(async ([name, h]) =>
  [name, (await h.run('pgrep -a "java|nginx|mariadbd" | cut -c1-90; grep -E "/mnt/is" /proc/mounts')).stdout])))

const cases: [string, number, string[]][] = [
  ['pattern1', 2, []],
  ['pattern1', 2, []],
  ['rolling-restart', 2, []],
  ['roll-out', 2, ['sessions={"persist":true,"temporary":false}']],
  ['add-node', 3, []],
  ['remove-node', 2, ['node=is2']],
  ['renew-certificate', 2, ['tls.days=400', 'tls.renewBefore=370']],
  ['pattern1-teardown', 2, ['confirm=is.example.com']],
  ['pattern1-teardown', 2, ['confirm=is.example.com', 'dropDatabases=true']],
  ['databases', 2, []],
]
let at = 0
for (const [name, nodes, set] of cases) {
  const keep = at++ === 1
  test(`${at} ${name}`, async ({ is }) => {
    const inventory = is.inventory(nodes)
    const before = await all(is)
    const was = await state(is)
    log(name, 'snapshot', Object.values(before).map((m) => m.size).join(' '))
    const ran = await is.work.run('apply', inventory, name, '--output', 'json', ...set.flatMap((one) => ['--set', one]))
    log(name, 'applied', ran.status, ran.steps.filter((s) => s.status === 'changed').length)
    if (ran.status !== 0) log(told(ran))
    if (keep) return
    const history = await is.work.run('history', inventory, '--output', 'json')
    const runs = history.out.trim().split('\n').map((l) => JSON.parse(l))
    for (const r of runs.filter((r) => r.id === runs[0].id)) log(r.host, r.playbook, JSON.stringify(r.steps.map((s: any) => [s.title, s.status, s.paths])).slice(0, 6000))
    const back = await is.work.run('rollback', inventory, '--output', 'json')
    log(name, 'rolled back', back.status)
    for (const s of back.steps) log('   ', s.host, s.status, s.title, JSON.stringify((s as any).findings ?? (s as any).warnings ?? s.reason ?? ''))
    if (back.status !== 0) log(told(back), back.out)
    const after = await all(is)
    for (const h of Object.keys(before)) {
      const d = differences(before[h] as any, after[h] as any)
      log('  DIFF', h, d.length, '\n' + d.slice(0, 60).join('\n'))
    }
    const now = await state(is)
    for (const h of Object.keys(before)) if (was[h] !== now[h]) log('  STATE', h, '\n' + was[h] + '---\n' + now[h])
    assert.is(1, 1)
  })
}
test.run()
