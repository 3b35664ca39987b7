import { execFile } from 'node:child_process'
import { truncateSync } from 'node:fs'
import { promisify } from 'node:util'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Bench, bench, counts, told } from '../support/e2e.ts'
import { sha256 } from '../support/e2e-tree.ts'
import { startHosts, type TestHost } from '../support/hosts.ts'

/** A run that breaks off half-way: it says so, every file is old or new, and the next run brings the rest. */
interface Context {
  host: TestHost
  work: Bench
  stop(): Promise<void>
}

const test = suite<Context>('runs that break off')
const files = 150
const together = 5

test.before(async (context) => {
  const { hosts, stop } = await startHosts(1)
  const [host] = hosts
  if (host === undefined) throw new Error('no host')
  const work = bench()
  work.write('playbook.ts', playbook)
  Object.assign(context, { host, work, stop })
})
test.after(async ({ stop, work }) => {
  work.remove()
  await stop()
})

/** Small files travel inside the script, large ones are uploaded. What lies between two commands comes as a whole. */
const playbook = `
import * as v from 'valibot'
import { command, file, play, playbook } from 'runbook'
export default playbook('files', { vars: v.object({}), plays: (inventory) => [
  play('files', inventory.group('all'), () => Array.from({ length: ${files} }, (_, at) => [
    file({ path: '/srv/d/' + at, text: 'new'.repeat(at % 50 === 49 ? 40000 : 3000) }),
    at % ${together} === ${together - 1} ? [command({ script: 'touch /srv/d-' + at, creates: '/srv/d-' + at })] : [],
  ])),
] })`

/** What a whole file is, by its digest. */
const wholes = new Map(
  [3000, 40000].flatMap((times) =>
    ['old', 'new'].map((word) => [sha256(Buffer.from(word.repeat(times))), word] as const),
  ),
)

const strikes: readonly {
  readonly name: string
  readonly status: number | null
  readonly says: RegExp
  /** Strikes when some of the files are there, and none after. */
  strike(context: Context, pid: number): Promise<unknown>
  readonly after?: (host: TestHost) => Promise<unknown>
}[] = [
  {
    name: 'the session is killed on the host',
    status: 3,
    says: /is7 .*unreachable/s,
    strike: ({ host }) => host.run(`pkill -KILL -f 'sshd: [d]eploy'`),
  },
  {
    name: 'the shell is killed on the host',
    status: 3,
    says: /is7 .*unreachable/s,
    strike: ({ host }) => host.run(`pkill -KILL -f '[s]udo -n -H'; pkill -KILL -P 1 -x sh; true`),
  },
  {
    name: 'the network goes away',
    status: 3,
    says: /the connection to .* was lost \(silent for .*run again/,
    strike: ({ host }) => host.unplug(),
    after: (host) => plugIn(host),
  },
  {
    name: 'Ctrl-C',
    status: 130,
    says: /interrupted/,
    strike: async (_context, pid) => process.kill(pid, 'SIGINT'),
  },
  {
    name: 'the command itself is killed',
    status: null,
    says: /^/,
    strike: async (_context, pid) => process.kill(pid, 'SIGKILL'),
  },
]

for (const { name, status, says, strike, after } of strikes) {
  test(name, async (context) => {
    const { host, work } = context
    await host.run(`rm -rf /srv/d /srv/d-*; mkdir /srv/d; cd /srv/d; printf 'old%.0s' $(seq 3000) > 0
      for i in $(seq 1 ${files - 1}); do cp 0 $i; done`)
    const inventory = work.inventory({
      hosts: { is7: { connect: host.spec({ user: 'deploy', keepAlive: 0.3 }), become: true } },
    })
    const run = work.start('apply', inventory, './playbook.ts', '--output', 'json')
    await host.run(`cd /srv/d; until [ "$(head -qc 3 [0-9]* | grep -o new | wc -l)" -gt 10 ]; do sleep 0.02; done`)
    await strike(context, run.pid)
    const broken = await run.ended
    assert.is(broken.status, status, told(broken))
    assert.match(broken.err, says)
    await after?.(host)

    const half = await contents(host)
    assert.is(half.length, files)
    assert.not.ok(half.includes(undefined), 'no file is torn')
    const made = half.filter((word) => word === 'new').length
    assert.ok(made > 0 && made < files, `${made} files were new when it broke off`)
    const marks = Number((await host.run('ls -d /srv/d-* | wc -l')).stdout)

    const next = await work.run('apply', inventory, './playbook.ts', '--output', 'json')
    assert.is(next.status, 0, told(next))
    assert.equal(counts(next), { ok: made + marks, changed: files - made + files / together - marks })
    assert.equal(new Set(await contents(host)), new Set(['new']))
  })
}

test('Ctrl-C while files are on their way leaves none of them behind', async ({ host, work }) => {
  work.write(
    'uploads.ts',
    `import * as v from 'valibot'
import { file, play, playbook } from 'runbook'
export default playbook('uploads', { vars: v.object({}), plays: (inventory) => [
  play('uploads', inventory.group('all'), () => ['1', '2'].map((name) => file({ path: '/srv/u/' + name, from: 'big' }))),
] })`,
  )
  truncateSync(work.write('big', ''), 150_000_000)
  await host.run('mkdir -p /srv/u; rm -rf /var/tmp/.runbook-*')
  const run = work.start('apply', work.inventory({ hosts: { is7: { connect: host.spec() } } }), './uploads.ts')
  await host.run('until ls -A /var/tmp | grep -q .; do sleep 0.02; done')
  process.kill(run.pid, 'SIGINT')
  const ended = await run.ended
  assert.is(ended.status, 130, told(ended))
  assert.is((await host.run('ls -A /var/tmp /srv/u')).stdout, '/srv/u:\n\n/var/tmp:\n')
})

/** Whether each file is old or new; undefined: neither. What a broken run left beside them is not looked at. */
async function contents(host: TestHost): Promise<(string | undefined)[]> {
  const { stdout } = await host.run('cd /srv/d; sha256sum [0-9]*')
  return stdout
    .trim()
    .split('\n')
    .map((line) => wholes.get(line.split(' ')[0] ?? ''))
}

async function plugIn({ address }: TestHost): Promise<void> {
  const namespace = `rbt-${Number(address.split('.').at(-1)) - 10}`
  await promisify(execFile)('ip', ['-n', namespace, 'link', 'set', 'eth0', 'up'])
}

test.run()
