import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type ConnectionSpec, local } from '../../lib/core/connection.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import type { JournalWish } from '../../lib/core/inventory-spec.ts'
import { readLog, readRun } from '../../lib/core/journal-log.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { secret } from '../../lib/core/secret.ts'
import { absent, attributes, command, directory, file, symlink } from '../../tasks/index.ts'
import { mountNamespace } from '../support/mount-namespace.ts'
import { type Ran, runOn } from '../support/runs.ts'
import { scratch, testShells } from '../support/shells.ts'
import { watchedTools } from '../support/watched-tools.ts'

const test = suite('the journal of a run')
type Options = NonNullable<Parameters<typeof runOn>[2]>
const spec = local({ shell: 'dash' })

/** Runs with a journal of its own. */
function runKept(
  root: string,
  on: ConnectionSpec,
  resources: () => Resources,
  options: Options = {},
  journal: JournalWish = 'best',
) {
  const connect = on.kind === 'local' ? local({ ...on.options, env: { ...on.options.env, RUNBOOK_JOURNAL: root } }) : on
  const inventory = defineInventory({ hosts: { a: { connect, journal } } })
  return runOn({}, () => [play('p', inventory.group('all'), resources)], { ...options, inventory })
}

const runsIn = (root: string): string[] => (existsSync(root) ? readdirSync(root).sort() : [])
const notes = ({ events }: Ran): string[] => events.flatMap((event) => (event.type === 'note' ? [event.reason] : []))
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const logOf = (root: string, name = runsIn(root).at(-1) ?? '') => readFileSync(join(root, name, 'log'), 'utf8')

for (const { name, spec: on } of testShells()) {
  test(`${name}: what was there is kept, with who it was and what came of each operation`, async () => {
    const [folder, root] = [scratch('kept'), join(scratch('root'), 'deep/journal')]
    for (const one of ['edited', 'gone', 'narrowed']) writeFileSync(join(folder, one), `old ${one}\n`)
    mkdirSync(join(folder, 'tree/below'), { recursive: true })
    writeFileSync(join(folder, 'tree/below/leaf'), 'leaf\n')
    symlinkSync('edited', join(folder, 'turned'))
    const { steps } = await runKept(
      root,
      on,
      () => [
        file({ path: join(folder, 'edited'), text: 'new\n' }),
        file({ path: join(folder, 'made'), text: 'made\n' }),
        absent({ path: join(folder, 'gone') }),
        attributes({ path: join(folder, 'narrowed'), mode: 0o600 }),
        symlink({ path: join(folder, 'turned'), target: 'made' }),
        absent({ path: join(folder, 'tree'), recursive: true }),
        directory({ path: join(folder, 'new') }),
        command({ script: `echo changed >${folder}/made-by-script`, creates: join(folder, 'made-by-script') }),
      ],
      { by: 'ann@laptop', commit: async () => 'abc' },
    )
    assert.equal(
      steps('a').filter((one) => one !== 'changed'),
      [],
    )
    const [run = ''] = runsIn(root)
    assert.match(run, /^\d{8}-\d{6}-[0-9a-f]{11}\.[0-9a-f]{8}$/)
    assert.is(statSync(root).mode & 0o7777, 0o700)
    assert.is(statSync(join(root, run)).mode & 0o7777, 0o700)
    const [format = '', text = ''] = readFileSync(join(root, run, 'run'), 'utf8').split('\n')
    assert.is(format, 'runbook-journal 1')
    const { by, playbook, commit } = readRun(text) ?? {}
    assert.equal({ by, playbook, commit }, { by: 'ann@laptop', playbook: 'test', commit: 'abc' })
    assert.ok(existsSync(join(root, run, 'end')))
    const records = readLog(logOf(root))
    const was = (op: string) =>
      records.filter(({ entry }) => entry.op === op).map(({ entry }) => join(root, run, `was/old-${entry.n}`))
    assert.is(readFileSync(was('write')[0] ?? '', 'utf8'), 'old edited\n')
    assert.is(readFileSync(was('remove')[0] ?? '', 'utf8'), 'old gone\n')
    assert.is(readFileSync(join(was('remove')[1] ?? '', 'below/leaf'), 'utf8'), 'leaf\n')
    assert.is(records.find(({ entry }) => entry.op === 'attributes')?.attributes?.mode, 0o644)
    assert.ok(records.every(({ end }) => end === 0))
    const script = records.find(({ entry }) => entry.op === 'run')
    assert.equal([script?.seen[0]?.before.type, script?.seen[0]?.after?.type], ['absent', 'file'])
  })

  test(`${name}: a run that dies is told by the next, in a dry run as well, and no more once it was applied`, async () => {
    const [folder, root] = [scratch('died'), scratch('root')]
    const dying = () =>
      command({
        script: 'kill -9 $PPID',
        creates: join(folder, 'x'),
        title: 'die here',
      })
    await runKept(root, on, () => [file({ path: join(folder, 'f'), text: 'f' }), dying()], { by: 'ann@laptop' })
    const same = () => file({ path: join(folder, 'f'), text: 'f' })
    const words = /^a run died here, \d{8}-\S+ \(ann@laptop: test, begun \S+\), in: .*die here.*not known how it ended/
    const planned = await runKept(root, on, same, { mode: 'plan' })
    assert.match(notes(planned).join('\n'), words)
    assert.is(planned.summary.hosts.a?.roundTrips, 2, 'as many as for a host on which nothing died')
    assert.match(notes(await runKept(root, on, same)).join('\n'), words)
    assert.equal(notes(await runKept(root, on, same)), [])
    assert.is(runsIn(root).length, 1, 'a run that changes nothing keeps none')
  })
}

test('of a batch that fails nothing is kept', async () => {
  const [folder, root] = [scratch('failed'), scratch('root')]
  for (const one of ['a', 'last']) writeFileSync(join(folder, one), 'old\n')
  const { host } = watchedTools('dash', `case "$tool $*" in "mv "*/last*) exit 1 ;; esac`)
  const write = () => ['a', 'last'].map((one) => file({ path: join(folder, one), text: 'new\n' }))
  await runKept(root, host, write)
  assert.ok(readLog(logOf(root)).every(({ end }) => end === 'undone'))
  assert.is(statSync(join(folder, 'a')).nlink + statSync(join(folder, 'last')).nlink, 2)
  assert.equal(new Set((await runKept(root, spec, write)).steps('a')), new Set(['changed']))
})

test('no secret is in a journal but in what was there before, and no digest of a file that holds one', async () => {
  const [folder, root] = [scratch('secret'), scratch('root')]
  const password = secret('pw', { value: 'correct-horse' })
  const path = join(folder, 'conf')
  writeFileSync(path, 'password=old\n')
  await runKept(
    root,
    spec,
    () => [
      file({ path, text: password }),
      command({ script: `cat >${folder}/used`, stdin: password, creates: join(folder, 'used') }),
      command({ script: `cp ${path} ${folder}/copy`, creates: join(folder, 'copy') }),
      command({ script: `ln -s correct-hor''se ${folder}/link`, creates: join(folder, 'link') }),
      attributes({ path, mode: 0o600 }),
    ],
    { secrets: [password] },
  )
  const text = logOf(root)
  assert.not.match(text, /correct-horse/)
  for (const one of ['correct-horse', 'password=old\n']) assert.not.match(text, new RegExp(sha256(one)))
})

test('where none can be kept that is said before the first change; where one is required nothing is changed', async () => {
  const [folder, root] = [scratch('none'), join(scratch('root'), 'file')]
  writeFileSync(root, '')
  const path = join(folder, 'f')
  const refused = await runKept(root, spec, () => file({ path, text: 'f' }), {}, 'required')
  assert.match(
    refused.steps('a')[0] ?? '',
    /^refused: what is changed cannot be kept there, and the inventory wants it/,
  )
  assert.not.ok(existsSync(path))
  const best = await runKept(root, spec, () => file({ path, text: 'f' }))
  assert.match(notes(best).join(), /^nothing of this run can be rolled back there: .*no folder of \S+'s own/)
  assert.ok(best.events.findIndex(({ type }) => type === 'note') < best.events.findIndex(({ type }) => type === 'step'))
  assert.equal(best.steps('a'), ['changed'])
})

test('a host without a journal gets none', async () => {
  const [folder, root] = [scratch('false'), join(scratch('root'), 'journal')]
  writeFileSync(join(folder, 'f'), 'old')
  const { steps } = await runKept(root, spec, () => file({ path: join(folder, 'f'), text: 'f' }), {}, false)
  assert.equal(steps('a'), ['changed'])
  assert.not.ok(existsSync(root))
})

test('on another file system what was there is copied', async () => {
  const root = scratch('root')
  const { folder, shell, inside, end } = await mountNamespace(
    (at) => `mount -t tmpfs -o size=1m tmpfs ${at} && cd ${at} && echo old >f && echo gone >g`,
  )
  try {
    const host = shell('env', `RUNBOOK_JOURNAL=${root}`, 'sh')
    const { steps } = await runKept(root, host, () => [
      file({ path: join(folder, 'f'), text: 'new\n' }),
      absent({ path: join(folder, 'g') }),
    ])
    assert.equal(steps('a'), ['changed', 'changed'])
    assert.is(inside('ls', '-A', folder), 'f\n')
    const was = join(root, runsIn(root)[0] ?? '', 'was')
    assert.equal(
      readdirSync(was)
        .sort()
        .map((name) => readFileSync(join(was, name), 'utf8')),
      ['old\n', 'gone\n'],
    )
  } finally {
    end()
  }
})

for (const required of [false, true])
  test(`without room for what was there, it is ${required ? 'left as it is' : 'said'}`, async () => {
    const { folder: root, shell, end } = await mountNamespace((at) => `mount -t tmpfs -o size=64k tmpfs ${at}`)
    const folder = scratch('no-room')
    const [path, gone] = [join(folder, 'f'), join(folder, 'gone')]
    const random = randomBytes(200_000)
    mkdirSync(gone)
    for (const one of [path, join(gone, 'f')]) writeFileSync(one, random)
    try {
      const host = shell('env', `RUNBOOK_JOURNAL=${join(root, 'journal')}`, 'sh')
      const tell = async (resources: () => Resources) =>
        (await runKept(root, host, resources, {}, required ? 'required' : 'best')).steps('a')[0] ?? ''
      const written = await tell(() => file({ path, text: 'new\n' }))
      const removed = await tell(() => absent({ path: gone, recursive: true }))
      if (required) {
        assert.match(written, /^failed: write failed: .* cannot be kept in the journal/)
        assert.match(removed, /^failed: remove failed: .* cannot be kept in the journal/)
        for (const one of [path, join(gone, 'f')]) assert.ok(readFileSync(one).equals(random))
      } else {
        assert.match(
          written,
          /^changed: \S+f could not be kept in the journal as it was before, and cannot be rolled back/,
        )
        assert.match(
          removed,
          /^changed: \S+gone could not be kept in the journal as it was before, and cannot be rolled/,
        )
        assert.equal(readdirSync(folder), ['f'])
      }
    } finally {
      end()
    }
  })

test('what is too large is not kept, and the log says so', async () => {
  const [folder, root] = [scratch('large'), scratch('root')]
  const path = join(folder, 'large')
  writeFileSync(path, Buffer.alloc(101 * 1024 * 1024, 1))
  const small = () => file({ path, text: 'small\n' })
  const planned = await runKept(root, spec, small, { mode: 'plan' })
  assert.equal(planned.steps('a'), [`changed: ${path} cannot be rolled back: 0.1 GB`])
  await runKept(root, spec, small)
  const [record] = readLog(logOf(root))
  assert.ok(Number(record?.unkept) > 100_000)
  assert.equal(readdirSync(join(root, runsIn(root)[0] ?? '', 'was')), [])
})

test('before the first change all of a journal is on the disk by which it is found: the run, its shells, its folders', async () => {
  const [folder, root] = [scratch('flushed'), scratch('root')]
  writeFileSync(join(folder, 'f'), 'old\n')
  const { host, calls } = watchedTools()
  await runKept(root, host, () => file({ path: join(folder, 'f'), text: 'new\n' }))
  const said = calls()
  const [flushed] = said.filter((call) => call.startsWith('sync '))
  const change = said.findIndex((call) => call.startsWith('mv '))
  const own = join(root, runsIn(root)[0] ?? '')
  const words = new Set(flushed?.split(' '))
  for (const path of [root, own, join(own, 'run'), join(own, 'pids'), join(own, 'log'), join(own, 'was')])
    assert.ok(words.has(path), `${path} is not flushed: ${flushed}`)
  assert.ok(said.indexOf(flushed ?? '') < change)
})

test('what is kept costs one process for a run, and one for each batch', async () => {
  const counted = async (journal: JournalWish, count: number) => {
    const [folder, root] = [scratch('counted'), scratch('root')]
    const names = Array.from({ length: count }, (_, n) => join(folder, `${n}`))
    for (const path of names) writeFileSync(path, 'old\n')
    const { host, calls } = watchedTools()
    await runKept(root, host, () => names.map((path) => file({ path, text: 'new\n' })), {}, journal)
    const said = calls()
    return { all: said.length, flushes: said.filter((call) => call.startsWith('sync ')).length }
  }
  const [without, kept] = [await counted(false, 10), await counted('best', 10)]
  assert.equal([kept.all - without.all, kept.flushes - without.flushes], [2, 0])
  const [one, two] = [await counted(false, 1), await counted('best', 1)]
  assert.equal([two.all - one.all, two.flushes - one.flushes], [2, 0])
})

test('ten runs are kept, and those of another format are left alone', async () => {
  const [folder, root] = [scratch('many'), scratch('root')]
  mkdirSync(join(root, '20200101-000000-00000000'))
  writeFileSync(join(root, '20200101-000000-00000000/run'), 'runbook-journal 2\n{}\n')
  for (let n = 0; n < 12; n++) {
    await runKept(root, spec, () => file({ path: join(folder, 'f'), text: `${n}` }), {
      id: `20261126-0000${10 + n}-00000000`,
    })
  }
  assert.is(runsIn(root).length, 11)
  assert.ok(runsIn(root).includes('20200101-000000-00000000'))
  assert.not.ok(runsIn(root).some((name) => name.startsWith('20261126-000010-00000000')))
  rmSync(root, { recursive: true })
})

test('runs of more than thirty days go, and the oldest where all take more than 200 MB; those that have not ended stay', async () => {
  const [folder, root] = [scratch('old'), scratch('root')]
  const lay = (id: string, megabytes = 0, ended = true) => {
    const at = join(root, `${id}.00000000`)
    mkdirSync(join(at, 'was'), { recursive: true })
    const run = { id, at: '', by: '', playbook: '', salt: '' }
    writeFileSync(join(at, 'run'), `runbook-journal 1\n${JSON.stringify(run)}\n`)
    // A process that lives: a run of this machine that goes on.
    writeFileSync(join(at, 'pids'), ended ? '' : `${process.pid} ${bornOf(process.pid)}\n`)
    if (ended) writeFileSync(join(at, 'end'), 'ended\n')
    if (megabytes > 0) execFileSync('fallocate', ['-l', `${megabytes}M`, join(at, 'was/old-1')])
  }
  const changed = async (text: string) => {
    await runKept(root, spec, () => file({ path: join(folder, 'f'), text }))
    return runsIn(root).map((name) => name.slice(0, 15))
  }
  const [first = ''] = await changed('0')
  const today = Date.parse(first.replace(/^(\d{4})(\d\d)(\d\d).*/, '$1-$2-$3'))
  const [long, recent, later] = [40, 3, 2].map((days) => {
    const at = new Date(today - days * 24 * 3600 * 1000).toISOString().replace(/[-:T]/g, '')
    return `${at.slice(0, 8)}-${at.slice(8, 14)}`
  })
  lay(`${long}-a`)
  lay(`${long}-b`, 0, false)
  lay(`${recent}-a`, 150)
  lay(`${later}-a`, 10)
  assert.equal((await changed('1')).slice(0, -2), [long, recent, later], 'only the one that goes on is older than that')
  lay(`${later}-b`, 60)
  assert.equal((await changed('2')).slice(0, -3), [long, later, later], 'the oldest has made room')
  rmSync(root, { recursive: true })
})

/** When a process has begun, as the host says it. */
const bornOf = (pid: number): string =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')[19] ?? ''

test.run()
