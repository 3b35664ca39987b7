import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import { local, shell } from '../../lib/core/connection.ts'
import { commandFact, contentFact, on } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { play } from '../../lib/core/playbook.ts'
import { defineTask } from '../../lib/core/task.ts'
import { file } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

const test = suite('facts of other hosts')
const down = shell(['sh', '-c', 'echo "no route to host" >&2; exit 255'])

/** A file that is a copy of another host's. */
const copy = defineTask('copy', {
  options: v.strictObject({ from: v.string(), host: v.string(), path: v.string() }),
  title: ({ from }) => `copy ${from}`,
  reads: ({ from, host, path }) => ({ there: on(host, contentFact(from)), here: contentFact(path) }),
  plan: ({ path, from, host }, { there, here }) => {
    if (there.type !== 'file') return refuse(`${from} is not a file on ${host}`, 'make it')
    if (here.type === 'file' && JSON.stringify(here.content) === JSON.stringify(there.content)) return []
    return [{ op: 'write', path, content: there.content }]
  },
})

test('a fact of another host is asked there, also where that host is left out', async () => {
  const folder = scratch('on')
  writeFileSync(join(folder, 'cert'), 'certificate')
  const hosts = { is: local(), lb: local() }
  const plays: Parameters<typeof runOn>[1] = (inventory) => [
    play('p', [inventory.host('is')], () =>
      copy({ from: join(folder, 'cert'), host: 'lb', path: join(folder, 'copy') }),
    ),
  ]
  assert.equal((await runOn(hosts, plays, { hosts: ['is'] })).steps('is'), ['changed'])
  assert.is(readFileSync(join(folder, 'copy'), 'utf8'), 'certificate')
  assert.equal((await runOn(hosts, plays)).steps('is'), ['ok'])
})

test('a fact of another host that an earlier play changes, in a dry run and for real', async () => {
  const folder = scratch('on')
  writeFileSync(join(folder, 'cert'), 'old')
  writeFileSync(join(folder, 'copy'), 'old')
  const plays: Parameters<typeof runOn>[1] = (inventory) => [
    play('look', [inventory.host('is')], () =>
      copy({ from: join(folder, 'cert'), host: 'lb', path: join(folder, 'copy') }),
    ),
    play('new', [inventory.host('lb')], () => file({ path: join(folder, 'cert'), text: 'new' })),
    play('take', [inventory.host('is')], () =>
      copy({ from: join(folder, 'cert'), host: 'lb', path: join(folder, 'copy') }),
    ),
  ]
  const dry = await runOn({ is: local(), lb: local() }, plays, { mode: 'plan' })
  assert.equal([...dry.steps('is'), ...dry.steps('lb')], ['ok', 'changed', 'changed'])
  const real = await runOn({ is: local(), lb: local() }, plays)
  assert.equal([...real.steps('is'), ...real.steps('lb')], ['ok', 'changed', 'changed'])
  assert.is(readFileSync(join(folder, 'copy'), 'utf8'), 'new')
})

test('what a host answered before another one was changed is asked again in the next play', async () => {
  const folder = scratch('stale')
  const reach = defineTask('reach', {
    options: v.strictObject({ path: v.string() }),
    title: () => 'look at what the other host serves',
    reads: ({ path }) => ({ there: commandFact(`cat ${path} 2>/dev/null`) }),
    plan: (_, { there }) => (there.output === 'served' ? [] : refuse(`it serves "${there.output}"`, 'start it')),
  })
  const look = defineTask('look', {
    options: v.strictObject({ path: v.string() }),
    title: () => 'ask the same, whatever the answer',
    reads: ({ path }) => ({ there: commandFact(`cat ${path} 2>/dev/null`) }),
    plan: () => [],
  })
  const path = join(folder, 'page')
  const { steps } = await runOn({ is: local(), lb: local() }, (inventory) => [
    play('before', [inventory.host('is')], () => look({ path })),
    play('serve', [inventory.host('lb')], () => file({ path, text: 'served' })),
    play('verify', [inventory.host('is')], () => reach({ path })),
  ])
  assert.equal(steps('is'), ['ok', 'ok'])
})

test('a host that is asked by another and cannot be reached is told by its own name', async () => {
  const folder = scratch('on')
  const { steps, summary, unreachable } = await runOn(
    { is: local(), lb: down },
    (inventory) => [
      play('p', [inventory.host('is')], () => [
        file({ path: join(folder, 'f'), text: '' }),
        copy({ from: '/x', host: 'lb', path: join(folder, 'copy') }),
      ]),
    ],
    { hosts: ['is'] },
  )
  assert.match([...steps('is'), ...unreachable].join('\n'), /lb.*no route to host/)
  assert.is(summary.hosts.is?.unreachable, false, 'the host itself answers')
  assert.is((summary.hosts.is?.refused ?? 0) > 0, true)
  assert.not.ok(existsSync(join(folder, 'f')))
})

test.run()
