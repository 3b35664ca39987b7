import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { exitStatus } from '../../lib/cli/exit.ts'
import { shell } from '../../lib/core/connection.ts'
import type { Inventory } from '../../lib/core/inventory.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resource } from '../../lib/core/resource.ts'
import { command, file, lines } from '../../tasks/index.ts'
import { needs } from '../support/debian.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

needs(['sed'])
const test = suite('a host that does not say how a step ended')

/** A shell whose output goes through sed: what a wrapper, a terminal or a lossy line may do to it. */
const through = (edit: string) => shell(['sh', '-c', `sh | LC_ALL=C sed -u '${edit}'`])

/** A status line: of the operation at `at`, or of any. */
const line = (at = '[0-9]*') => `^[0-9a-f]\\{32\\} ${at} [0-9]* [0-9]*$`

const three = (folder: string) => ['a', 'b', 'c'].map((name) => file({ path: join(folder, name), text: name }))
const fails = (folder: string) => [
  file({ path: join(folder, 'a'), text: 'a' }),
  command({ script: 'exit 7', creates: join(folder, 'b') }),
  file({ path: join(folder, 'c'), text: 'c' }),
]
const late = (folder: string) => [
  command({ script: `echo a >${folder}/a`, creates: join(folder, 'a') }),
  lines({ path: join(folder, 'a'), edits: [lines.ensure('b')] }),
]

const unsaid = (name: string) => new RegExp(`^a: the host did not say how ".*/${name}" ended: run again`)
const unreachable = 'skipped: the host is unreachable'

const situations: readonly {
  name: string
  edit: string
  resources(folder: string): Resource[]
  steps: readonly (string | RegExp)[]
  said: RegExp
  code: number
}[] = [
  {
    name: 'of none',
    edit: `/${line()}/d`,
    resources: three,
    steps: [unreachable, unreachable, unreachable],
    said: unsaid('a'),
    code: 3,
  },
  {
    name: 'of one in the middle',
    edit: `/${line('1')}/d`,
    resources: three,
    steps: ['changed', unreachable, 'changed'],
    said: unsaid('b'),
    code: 3,
  },
  {
    name: 'of the last',
    edit: `/${line('2')}/d`,
    resources: three,
    steps: ['changed', 'changed', unreachable],
    said: unsaid('c'),
    code: 3,
  },
  {
    name: 'of one that failed',
    edit: `/${line('1')}/d`,
    resources: fails,
    steps: ['changed', unreachable, unreachable],
    said: /did not say how "run exit 7" ended/,
    code: 3,
  },
  {
    name: 'of one before another that failed',
    edit: `/${line('0')}/d`,
    resources: fails,
    steps: [unreachable, /^failed: the command ended with status 7/, unreachable],
    said: unsaid('a'),
    code: 1,
  },
  {
    name: 'of one in a later round',
    edit: `/${line()}/{x;s/^/x/;/xx/{x;d};x}`,
    resources: late,
    steps: ['changed', unreachable],
    said: unsaid('a'),
    code: 3,
  },
  {
    name: 'in order',
    edit: `/${line('0')}/{s/^/\\n/;h;d};/${line('1')}/G`,
    resources: three,
    steps: ['changed', 'changed', 'changed'],
    said: /^a: the host did not say in order how the steps ended: run again/,
    code: 3,
  },
  {
    name: 'only once',
    edit: `/${line('1')}/{p;s/^/\\n/}`,
    resources: three,
    steps: ['changed', 'changed', 'changed'],
    said: /did not say in order/,
    code: 3,
  },
  {
    name: 'but of one that is not known',
    edit: `s/^\\([0-9a-f]\\{32\\}\\) 2 \\([0-9]* [0-9]*\\)$/\\1 7 \\2/`,
    resources: three,
    steps: ['changed', 'changed', unreachable],
    said: unsaid('c'),
    code: 3,
  },
]

for (const { name, edit, resources, steps, said, code } of situations) {
  test(`${name}: no success`, async () => {
    const folder = scratch('untold')
    const plays: Parameters<typeof runOn>[1] = (inventory) => [
      play('p', inventory.group('all'), () => resources(folder)),
    ]
    const ran = await runOn({ a: through(edit) }, plays)
    ran.steps('a').forEach((step, at) => {
      const expected = steps[at] ?? ''
      if (typeof expected === 'string') assert.is(step, expected)
      else assert.match(step, expected)
    })
    assert.is(ran.steps('a').length, steps.length)
    assert.match(ran.unreachable.join(), said)
    assert.is(exitStatus(ran.summary, { detailed: false, interrupted: false }), code)
  })
}

// Told apart from what never began; that the step has a status of its own is for the journal of a run to bring.
test('a host that is lost in the middle of a step: it has begun, and nobody knows how it ended', async () => {
  const folder = scratch('untold')
  const plays: Parameters<typeof runOn>[1] = (inventory) => [
    play('p', inventory.group('all'), () => [
      file({ path: join(folder, 'a'), text: 'a' }),
      command({ script: `echo >${folder}/b; kill -9 0`, creates: join(folder, 'b') }),
      file({ path: join(folder, 'c'), text: 'c' }),
    ]),
  ]
  const { steps, summary } = await runOn({ a: shell(['setsid', '-w', 'sh']) }, plays)
  assert.equal(steps('a'), [
    'changed',
    `skipped: started; how it ended is not known; run again, which asks for ${folder}/b`,
    unreachable,
  ])
  assert.is(exitStatus(summary, { detailed: false, interrupted: false }), 3)
  assert.equal((await runOn({ a: shell(['sh']) }, plays)).steps('a'), ['ok', 'ok', 'changed'])
})

test('the next run, over a shell that tells all, converges', async () => {
  const folder = scratch('untold')
  const plays: Parameters<typeof runOn>[1] = (inventory) => [play('p', inventory.group('all'), () => three(folder))]
  await runOn({ a: through(`/${line()}/d`) }, plays)
  const { steps } = await runOn({ a: through('') }, plays)
  assert.equal(steps('a'), ['ok', 'ok', 'ok'])
  assert.is(readFileSync(join(folder, 'c'), 'utf8'), 'c')
})

test('a host that is lost when all is done is told, and that the next run may say so; it does', async () => {
  const folder = scratch('end')
  const path = join(folder, 'f')
  const pids = join(folder, 'pids')
  const all = async (atEnd = () => {}) => {
    const on = shell(['sh', '-c', `echo $$ >>${pids}; exec sh`])
    const plays = (inventory: Inventory) => [play('p', inventory.group('all'), () => file({ path, text: 'new\n' }))]
    const ran = await runOn({ a: on }, plays, {
      emit: (event) => {
        if (event.type === 'host' && event.phase === 'done') atEnd()
      },
    })
    assert.equal(ran.unreachable, [])
    const status = exitStatus(ran.summary, { detailed: false, interrupted: false })
    const said = ran.events.flatMap((one) => (one.type === 'note' ? [one.reason] : []))
    return { steps: ran.steps('a'), status, said: said.join('\n') }
  }
  const lost = await all(() => {
    for (const pid of readFileSync(pids, 'utf8').trim().split('\n')) endOf(Number(pid))
  })
  assert.equal(lost.steps, ['changed'])
  assert.is(lost.status, 0, 'all was looked at again')
  assert.match(
    lost.said,
    /^what this run did there is as reported, but the host could not be told that the run is over \(the host's shell ended \(SIGKILL\)\): its journal may be left open, and the next run may say that this one died$/,
  )
  const next = await all()
  assert.equal(next.steps, ['ok'])
  assert.match(next.said, /^a run died here, \S+ \(.*\), between two steps: apply again/)
  assert.is((await all()).said, '')
})

/** It may have ended by itself. */
function endOf(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {}
}

test.run()
