import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type LocalSpec, local, shell } from '../../../lib/core/connection.ts'
import { readLog } from '../../../lib/core/journal-log.ts'
import { play } from '../../../lib/core/playbook.ts'
import type { Resources } from '../../../lib/core/resource.ts'
import { secret } from '../../../lib/core/secret.ts'
import { loginPrivilege } from '../../../lib/remote/privilege.ts'
import { openSession } from '../../../lib/session/session.ts'
import { command, file } from '../../../tasks/index.ts'
import { runOn } from '../../support/runs.ts'
import { scratch, testShells } from '../../support/shells.ts'

const test = suite('what runs on by itself')

const run = (spec: LocalSpec, resources: () => Resources, options: Parameters<typeof runOn>[2] = {}) =>
  runOn({ a: spec }, (inventory) => [play('p', inventory.group('all'), resources)], options)

/** A host with a state and a lock of its own. */
function host({ options }: LocalSpec) {
  const folder = scratch('detached')
  const env = { ...options?.env, RUNBOOK_JOURNAL: join(folder, 'state/journal'), RUNBOOK_LOCKS: folder }
  return { folder, spec: local({ ...options, env }), jobs: () => list(join(folder, 'state/detached')) }
}
const list = (folder: string) => (existsSync(folder) ? readdirSync(folder) : [])
const until = async (holds: () => boolean) => {
  for (let turn = 0; turn < 3000 && !holds(); turn++) await new Promise((resolve) => setTimeout(resolve, 20))
}
const detached = { within: '1m' }

/** Counts its starts, says what it reads, and waits for a word to go on. */
const slowly = (folder: string) =>
  command({
    script: `echo started >>${folder}/starts; echo reading; cat; until [ -e ${folder}/go ]; do sleep 0.1; done; echo end; [ ! -e ${folder}/fail ] || exit 3; touch ${folder}/made`,
    stdin: secret('d', { value: 'hunter22-and-more' }),
    creates: join(folder, 'made'),
    detached,
  })
const starts = (folder: string) => readFileSync(join(folder, 'starts'), 'utf8')

/** A run that is left as soon as the command runs. */
async function leave(spec: LocalSpec, folder: string) {
  const [stop, away] = [new AbortController(), new AbortController()]
  const ran = run(spec, () => slowly(folder), { signal: stop.signal, leave: away.signal })
  await until(() => existsSync(join(folder, 'starts')))
  stop.abort()
  away.abort()
  return ran
}

for (const { name, spec: of } of testShells()) {
  test(`${name}: the journal says how it ended when that is known, and not before`, async () => {
    const { folder, spec } = host(of)
    const ends = () => {
      const journals = join(folder, 'state/journal')
      return list(journals).flatMap((one) =>
        readLog(readFileSync(join(journals, one, 'log'), 'utf8')).map(({ end }) => end),
      )
    }
    await leave(spec, folder)
    assert.equal(ends(), [undefined])
    writeFileSync(join(folder, 'fail'), '')
    writeFileSync(join(folder, 'go'), '')
    const { steps } = await run(spec, () => slowly(folder))
    assert.match(steps('a').join(), /^failed: the command ended with status 3/)
    assert.equal(ends(), [undefined, 3])
    rmSync(join(folder, 'fail'))
    await run(spec, () => slowly(folder))
    assert.equal(ends(), [undefined, 3, 0])
  })

  test(`${name}: an end that nobody hears goes with what is kept of runs; what still runs stays`, async () => {
    const { folder, spec, jobs } = host(of)
    await leave(spec, folder)
    const purge = async () => {
      const session = await openSession(spec)
      await session.carryOut(loginPrivilege, session.dialect.journal.purge)
      await session.close()
    }
    await purge()
    assert.is(jobs().length, 1)
    writeFileSync(join(folder, 'go'), '')
    const [job = ''] = jobs()
    await until(() => existsSync(join(folder, 'state/detached', job, 'status')))
    await purge()
    assert.equal(jobs(), [])
  })

  test(`${name}: an end that nobody hears is kept for thirty days`, async () => {
    const { folder, spec, jobs } = host(of)
    await leave(spec, folder)
    writeFileSync(join(folder, 'go'), '')
    const [job = ''] = jobs()
    const at = join(folder, 'state/detached', job)
    await until(() => existsSync(join(at, 'status')))
    await run(spec, () => file({ path: join(folder, 'one'), text: 'x' }))
    assert.equal(jobs(), [job])
    utimesSync(at, 1_600_000_000, 1_600_000_000)
    await run(spec, () => file({ path: join(folder, 'two'), text: 'x' }))
    assert.equal(jobs(), [])
  })

  test(`${name}: it ends as a command does, and nothing is left of it`, async () => {
    const { folder, spec, jobs } = host(of)
    writeFileSync(join(folder, 'go'), '')
    const { steps } = await run(spec, () => [slowly(folder), file({ path: join(folder, 'after'), text: 'x' })])
    assert.equal(steps('a'), ['changed', 'changed'])
    assert.equal(jobs(), [])
    assert.equal(
      list(folder).filter((one) => one.includes('-job-')),
      [],
    )
    writeFileSync(join(folder, 'fail'), '')
    const failing = await run(spec, () => command({ script: 'echo why; exit 3', creates: '/nowhere/x', detached }))
    assert.equal(failing.steps('a'), ['failed: the command ended with status 3: why'])
    const late = await run(spec, () =>
      command({ script: 'echo why; sleep 60', creates: '/nowhere/x', detached: { within: 5 } }),
    )
    assert.equal(late.steps('a'), [
      'failed: the command ended with status 124: why\nit had not ended after 5 s, and was ended',
    ])
  })

  test(`${name}: who goes away leaves it running, alone on the host, and the next run takes it up`, async () => {
    const { folder, spec, jobs } = host(of)
    const { steps } = await leave(spec, folder)
    assert.match(
      steps('a')[0] ?? '',
      /^failed: left running: .*it runs on by itself, for 60 s at most: run again, which takes it up$/,
    )
    const [job = ''] = jobs()
    const place = join(folder, 'state/detached', job)
    assert.is(statSync(place).mode & 0o777, 0o700)
    assert.not.ok(readdirSync(place).includes('stdin'), 'what it was given lies nowhere')
    const other = await run(spec, () => file({ path: join(folder, 'other'), text: 'x' }), { lockTimeout: 0 })
    assert.match(other.steps('a')[0] ?? '', /^refused: .*acts here since .*: run again when it has ended$/)
    const again = await run(spec, () => slowly(folder), {
      emit: ({ type }) => {
        if (type === 'output') writeFileSync(join(folder, 'go'), '')
      },
    })
    assert.equal(again.steps('a'), ['changed'])
    assert.is(starts(folder), 'started\n')
    assert.equal(jobs(), [])
    assert.equal((await run(spec, () => file({ path: join(folder, 'other'), text: 'x' }))).steps('a'), ['changed'])
  })

  test(`${name}: how it ended while nobody waited is told by the next run, and only the one after starts it anew`, async () => {
    const { folder, spec, jobs } = host(of)
    writeFileSync(join(folder, 'fail'), '')
    await leave(spec, folder)
    writeFileSync(join(folder, 'go'), '')
    await until(() => existsSync(join(folder, 'state/detached', jobs()[0] ?? '', 'status')))
    const told = await run(spec, () => slowly(folder), { secrets: [secret('d', { value: 'hunter22-and-more' })] })
    assert.match(told.steps('a')[0] ?? '', /^failed: the command ended with status 3: reading\n\*{8}end$/)
    assert.is(starts(folder), 'started\n')
    assert.equal((await run(spec, () => slowly(folder))).steps('a')[0]?.startsWith('failed: the command ended'), true)
    assert.is(starts(folder), 'started\nstarted\n')
  })

  test(`${name}: a good end that nobody has heard is none of what is to be done anew since`, async () => {
    const { folder, spec, jobs } = host(of)
    const made = join(folder, 'made')
    await leave(spec, folder)
    writeFileSync(join(folder, 'go'), '')
    await until(() => existsSync(join(folder, 'state/detached', jobs()[0] ?? '', 'status')))
    assert.equal((await run(spec, () => slowly(folder))).steps('a'), ['ok'])
    rmSync(made)
    assert.equal((await run(spec, () => slowly(folder))).steps('a'), ['changed'])
    assert.ok(existsSync(made))
    assert.is(starts(folder), 'started\nstarted\n')
    assert.equal(jobs(), [])
  })
}

test('who goes away between its start and the end of what has started it is told that it runs on', async () => {
  const { folder, spec } = host(local())
  const slowEnd = `sh "$@" | sed -u '/^[0-9a-f]* end$/e [ ! -e ${folder}/starts ] || { touch ${folder}/ending; sleep 1; }'`
  const env = Object.entries(spec.options?.env ?? {}).map(([key, value]) => `${key}=${value}`)
  const [stop, away] = [new AbortController(), new AbortController()]
  const ran = runOn(
    { a: shell(['env', ...env, 'sh', '-c', slowEnd, 'sh']) },
    (inventory) => [play('p', inventory.group('all'), () => slowly(folder))],
    { signal: stop.signal, leave: away.signal },
  )
  await until(() => existsSync(join(folder, 'ending')))
  await new Promise((resolve) => setTimeout(resolve, 200))
  stop.abort()
  away.abort()
  assert.match((await ran).steps('a')[0] ?? '', /^failed: left running: .*it runs on by itself/)
  writeFileSync(join(folder, 'go'), '')
  assert.match((await run(spec, () => slowly(folder))).steps('a').join(), /^(changed|ok)$/)
})

test('what was ended from outside is started anew', async () => {
  const { folder, spec, jobs } = host(local())
  await leave(spec, folder)
  const pid = Number(readFileSync(join(folder, 'state/detached', jobs()[0] ?? '', 'pid'), 'utf8').split('\n')[0])
  process.kill(pid, 'SIGKILL')
  writeFileSync(join(folder, 'go'), '')
  await until(() => existsSync(join(folder, 'made')))
  const { steps } = await run(spec, () => [file({ path: join(folder, 'other'), text: 'x' }), slowly(folder)])
  assert.equal(steps('a'), ['changed', 'ok'])
})

test('a time that is none, or another limit beside it, is refused at the call', () => {
  const with_ = (more: object) => () =>
    command({ script: ':', creates: '/x', ...more } as Parameters<typeof command>[0])
  assert.throws(
    with_({ detached: { within: '2 hours' } }),
    /detached.within: it is no time above 0: give one as in '2h'/,
  )
  assert.throws(with_({ detached: {} }), /detached.*within/)
  assert.throws(
    with_({ detached, timeout: 5 }),
    /timeout does not go with detached, whose limit is within: leave it out/,
  )
})

test.run()
