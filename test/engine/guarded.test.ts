import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type LocalSpec, local } from '../../lib/core/connection.ts'
import { pastRuns } from '../../lib/core/history.ts'
import { absent, attributes, command, directory, file, guarded, lines, symlink } from '../../lib/index.ts'
import { keptRuns } from '../support/kept-runs.ts'
import { scratch, testShells } from '../support/shells.ts'
import { treeOf } from '../support/tree-of.ts'

const test = suite('what is guarded')
const locks = process.env.RUNBOOK_LOCKS ?? mkdtempSync(join(tmpdir(), 'runbook-locks-'))
process.env.RUNBOOK_LOCKS = locks
/** Nothing of a run, and no watchdog, is left beside the lock: one that has done its work takes away its file last. */
async function isFree() {
  for (let turn = 0; turn < 3000 && readdirSync(locks).length > 0; turn++) await pause(20)
  assert.equal(readdirSync(locks), [])
}

/** A host that lets nobody in once `door` is gone, with one of everything below `folder`. */
function hostOf({ options }: LocalSpec) {
  const [folder, doors] = [scratch('guarded'), scratch('doors')]
  const door = join(doors, 'sh')
  const shell = options.shell ?? 'sh'
  symlinkSync(shell.startsWith('/') ? shell : `/bin/${shell}`, door)
  const at = (name: string) => join(folder, name)
  for (const name of ['edited', 'gone', 'narrowed', 'used']) writeFileSync(at(name), `old ${name}\n`)
  chmodSync(at('edited'), 0o640)
  chownSync(at('edited'), 65534, 12)
  mkdirSync(at('tree/below'), { recursive: true })
  writeFileSync(at('tree/below/leaf'), 'leaf\n', { mode: 0o600 })
  mkdirSync(at('open'), { mode: 0o755 })
  symlinkSync('edited', at('turned'))
  writeFileSync(at('live'), 'old used\n')
  return { at, door, folder, kept: keptRuns(scratch('root'), local({ ...options, shell: door })) }
}

/** Makes live what is in `used`. */
const load = (at: (name: string) => string) =>
  command({
    script: `cat ${at('used')} >${at('live')}`,
    unless: `cmp -s ${at('used')} ${at('live')}`,
    inputs: [at('used')],
    touches: [at('live')],
    undo: `cat ${at('used')} >${at('live')}; echo loaded >>${at('loads')}`,
  })
const changes = (at: (name: string) => string) => [
  lines({ path: at('edited'), edits: [lines.ensure('new')] }),
  file({ path: at('made'), text: 'made\n', mode: 0o640 }),
  absent({ path: at('gone') }),
  attributes({ path: at('narrowed'), mode: 0o600, owner: 'nobody' }),
  attributes({ path: at('open'), mode: 0o700 }),
  directory({ path: at('new/below') }),
  file({ path: at('new/below/file'), text: 'x\n' }),
  symlink({ path: at('turned'), target: 'made' }),
  absent({ path: at('tree'), recursive: true }),
  file({ path: at('used'), text: 'new used\n' }),
]

for (const { name, spec } of testShells()) {
  test(`${name}: is put back by the host, and made live, where no new shell confirms it`, async () => {
    const { at, door, folder, kept } = hostOf(spec)
    const before = treeOf(folder)
    const resources = () => guarded({ within: 6 }, [...changes(at), load(at), absent({ path: door })])
    const dry = await kept.apply(resources, { mode: 'plan' })
    assert.match(dry.steps('a')[0] ?? '', /^changed: guarded: put back within 6 s unless a new shell confirms$/)
    const { steps } = await kept.apply(resources)
    const all = steps('a')
    assert.is(all.length, 12)
    for (const one of all)
      assert.match(one, /^failed: put back by the host: a new shell did not confirm it within 6 s \(.*door/)
    assert.is(readFileSync(at('loads'), 'utf8'), 'loaded\n')
    assert.equal({ ...treeOf(folder), loads: undefined }, { ...before, loads: undefined })
    assert.ok(existsSync(door))
    const [host] = [await kept.journals()]
    const [past] = pastRuns('a', host.journals)
    assert.is(past?.state, 'ended')
    assert.equal([...new Set(past?.steps.map(({ status }) => status))], ['put back'])
    await isFree()
  })

  test(`${name}: stays where a new shell confirms it; then nothing is armed, and nothing is asked more`, async () => {
    const { at, kept } = hostOf(spec)
    const resources = () => [
      guarded({ within: 60 }, [...changes(at), load(at)]),
      file({ path: at('after'), text: 'x' }),
    ]
    const { steps } = await kept.apply(resources)
    assert.equal(
      steps('a'),
      Array.from({ length: 12 }, () => 'changed'),
    )
    assert.is(readFileSync(at('live'), 'utf8'), 'new used\n')
    await isFree()
    const plain = await kept.apply(() => [...changes(at), load(at), file({ path: at('after'), text: 'x' })])
    const again = await kept.apply(resources)
    assert.is(again.summary.hosts.a?.ok, 12)
    assert.is(again.summary.hosts.a?.roundTrips, plain.summary.hosts.a?.roundTrips)
    await isFree()
  })
}

test('is put back at once where one of its steps does not succeed', async () => {
  const { at, folder, kept } = hostOf(local({ shell: 'dash' }))
  const before = treeOf(folder)
  const fails = command({
    script: 'echo no; exit 3',
    unless: 'false',
    undo: `echo reloading; echo undone >>${at('loads')}`,
  })
  const { steps } = await kept.apply(() => [
    file({ path: at('before'), text: 'stays\n' }),
    guarded({ within: 600 }, [...changes(at), fails]),
  ])
  assert.equal(steps('a').slice(0, 2), ['changed', 'failed: put back by the host: not all of the list has succeeded'])
  assert.match(steps('a').at(-1) ?? '', /^failed: the command ended with status 3: no/)
  const { loads, before: kept1, ...rest } = treeOf(folder)
  assert.match(loads ?? '', /undone\n$/)
  assert.match(kept1 ?? '', /stays\n$/)
  assert.equal(rest, before)
  await isFree()
})

test('is put back when its time is over while it is carried out, which is told', async () => {
  const { at, kept } = hostOf(local({ shell: 'dash' }))
  const slow = command({ script: `sleep 600`, unless: 'false', inputs: [], undo: 'true' })
  const { steps } = await kept.apply(() =>
    guarded({ within: 6 }, [file({ path: at('used'), text: 'new used\n' }), slow]),
  )
  for (const one of steps('a')) assert.match(one, /^failed: put back by the host: not all of it was done within 6 s \(/)
  assert.is(readFileSync(at('used'), 'utf8'), 'old used\n')
  await isFree()
})

test('is put back before its watchdog is ended: by who unlocks the host, or by its end', async () => {
  const { at, folder, kept } = hostOf(local({ shell: 'dash' }))
  const before = treeOf(folder)
  const slow = command({ script: `touch ${at('begun')}; sleep 600`, unless: 'false', undo: `rm -f ${at('begun')}` })
  const running = kept.apply(() => guarded({ within: 600 }, [...changes(at), slow]))
  while (!existsSync(at('begun'))) await pause(50)
  const job = readdirSync(locks).find((one) => one.includes('-job-guard-')) ?? ''
  process.kill(Number(readFileSync(join(locks, job), 'utf8').split('\n')[0]), 'SIGTERM')
  const { steps } = await running
  for (const one of steps('a')) assert.match(one, /^failed: put back by the host: /)
  assert.equal(treeOf(folder), before)
  await isFree()
})

test('is refused before anything is changed where a script does not say how it is undone', async () => {
  const { at, folder, kept } = hostOf(local({ shell: 'dash' }))
  const before = treeOf(folder)
  const { steps } = await kept.apply(() =>
    guarded({ within: 30 }, [...changes(at), command({ script: 'true', unless: 'false', inputs: [at('used')] })]),
  )
  assert.match(steps('a').at(-1) ?? '', /^refused: "run true" is guarded, and runs a script that does not say how/)
  assert.equal(treeOf(folder), before)
})

test.run()
