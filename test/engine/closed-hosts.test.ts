import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type ConnectionSpec, local, shell } from '../../lib/core/connection.ts'
import { contentFact, on } from '../../lib/core/fact.ts'
import { given } from '../../lib/core/given.ts'
import { play } from '../../lib/core/playbook.ts'
import { command, file } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

const test = suite('a host with which nothing more is done')

/** Says whether a process ends: in a minute, on the slowest machine. */
const waiting = (pid: string) =>
  `n=0; while kill -0 $(cat ${pid}) 2>/dev/null && [ $n -lt 600 ]; do n=$((n + 1)); sleep 0.1; done; kill -0 $(cat ${pid}) 2>/dev/null && echo there || echo gone`

const ways: readonly { name: string; spec: ConnectionSpec }[] = [
  { name: 'local', spec: local() },
  { name: 'shell', spec: shell(['sh']) },
]

for (const { name, spec } of ways) {
  test(`its shells are closed after its last play, not at the end of the run (${name})`, async () => {
    const folder = scratch('closed')
    const at = (path: string) => join(folder, path)
    const { steps, summary } = await runOn({ a: spec, b: spec }, (inventory) => [
      play('first', inventory.group('all'), (host) =>
        command({ script: `echo $PPID >${at(host.name)}`, creates: at(host.name) }),
      ),
      play('second', inventory.hosts.slice(1), () => [
        command({ script: `{ ${waiting(at('a'))}; } >${at('a-is')}`, creates: at('a-is') }),
        command({ script: `kill -0 $(cat ${at('b')}) && echo there >${at('b-is')}`, creates: at('b-is') }),
      ]),
    ])
    assert.equal([steps('a'), steps('b')], [['changed'], ['changed', 'changed', 'changed']])
    assert.is(readFileSync(at('a-is'), 'utf8'), 'gone\n')
    assert.is(readFileSync(at('b-is'), 'utf8'), 'there\n')
    assert.ok((summary.hosts.a?.roundTrips ?? 0) >= 3, 'its round trips are counted all the same')
  })
}

test('one that others ask later stays open, and is asked', async () => {
  const folder = scratch('closed')
  const at = (path: string) => join(folder, path)
  const { steps, summary } = await runOn({ a: local(), b: local() }, (inventory) => [
    play('first', inventory.hosts.slice(0, 1), () => file({ path: at('a'), text: 'of a' })),
    play('second', inventory.hosts.slice(1), () =>
      given({ seen: on('a', contentFact(at('a'))) }, ({ seen }) =>
        file({ path: at('b'), text: seen.type === 'file' && 'text' in seen.content ? seen.content.text : '' }),
      ),
    ),
  ])
  assert.equal([steps('a'), steps('b')], [['changed'], ['ok', 'changed']])
  assert.is(readFileSync(at('b'), 'utf8'), 'of a')
  assert.ok((summary.hosts.a?.roundTrips ?? 9) <= 5)
})

test.run()
