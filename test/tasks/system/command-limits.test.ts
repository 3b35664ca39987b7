import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConnectionSpec } from '../../../lib/core/connection.ts'
import { play } from '../../../lib/core/playbook.ts'
import type { Resources } from '../../../lib/core/resource.ts'
import { secret } from '../../../lib/core/secret.ts'
import { command } from '../../../tasks/index.ts'
import { runOn } from '../../support/runs.ts'
import { scratch, testShells } from '../../support/shells.ts'

const test = suite('how long a command takes, and what it says meanwhile')

const run = (spec: ConnectionSpec, resources: () => Resources, options: Parameters<typeof runOn>[2] = {}) =>
  runOn({ a: spec }, (inventory) => [play('p', inventory.group('all'), resources)], options)
const isRunning = (path: string) => {
  const stat = `/proc/${readFileSync(path, 'utf8').trim()}/stat`
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'))
}

for (const { name, spec } of testShells()) {
  test(`${name}: what takes too long is ended with all that it has started, and has failed`, async () => {
    const folder = scratch('limit')
    const pid = join(folder, 'pid')
    const { steps } = await run(spec, () =>
      command({
        script: `echo begun; sleep 60 & echo $! >${pid}; (trap '' TERM; sleep 60) & echo $! >${pid}2; wait`,
        creates: '/nowhere/at/all',
        timeout: 5,
      }),
    )
    assert.is(
      steps('a')[0],
      'failed: the command ended with status 124: begun\nit had not ended after 5 s, and was ended',
    )
    assert.equal([isRunning(pid), isRunning(`${pid}2`)], [false, false])
  })

  test(`${name}: what ends in time ends as it does, with its input, and leaves running what it has started`, async () => {
    const folder = scratch('limit')
    const pid = join(folder, 'pid')
    const timeout = 30
    const { steps } = await run(spec, () => [
      command({ script: `cat >${folder}/in`, stdin: 'given\n', creates: join(folder, 'in'), timeout }),
      command({
        script: `sleep 100 >/dev/null 2>&1 & echo $! >${pid}`,
        creates: pid,
        timeout,
      }),
      command({ script: 'echo said; exit 3', creates: '/nowhere/at/all', timeout }),
    ])
    assert.equal(steps('a'), ['changed', 'changed', 'failed: the command ended with status 3: said'])
    assert.is(readFileSync(join(folder, 'in'), 'utf8'), 'given\n')
    assert.ok(isRunning(pid))
    process.kill(Number(readFileSync(pid, 'utf8')))
  })

  test(`${name}: the last whole line is told while it runs, without secrets, and nothing that is no line yet`, async () => {
    const folder = scratch('live')
    const word = secret('live', { value: 'hunter22-and-more' })
    const heard = (n: number) => `until [ -e ${join(folder, `heard-${n}`)} ]; do sleep 0.1; done`
    const script = `read -r x; printf 'one\\ntwo %s\\nhunter22' "$x"; ${heard(1)}; printf -- '-and-more\\r50 %%\\r51 %%'; ${heard(2)}; touch ${folder}/done`
    let lines = 0
    const { events, steps } = await run(spec, () => command({ script, stdin: word, creates: join(folder, 'done') }), {
      secrets: [word],
      emit: ({ type }) => {
        if (type === 'output') writeFileSync(join(folder, `heard-${++lines}`), '')
      },
    })
    const told = events.flatMap((event) => (event.type === 'output' ? [event] : []))
    assert.equal(steps('a'), ['changed'])
    assert.equal(
      told.map(({ line }) => line),
      ['two ********', '50 %'],
    )
    const [{ at, ...event } = { at: '' }] = told
    assert.match(at ?? '', /^\d{4}-/)
    assert.equal(event, {
      type: 'output',
      play: 'p',
      host: 'a',
      id: `p/a/command ${script}`,
      line: 'two ********',
    })
  })
}

test('a limit of no time is refused', () => {
  assert.throws(() => command({ script: ':', creates: '/x', timeout: 0 }), /timeout: give a number of seconds above 0/)
})

test.run()
