import { mkdirSync, writeFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { file, lines } from '../../tasks/index.ts'
import { scratch, testShells } from '../support/shells.ts'
import { playOn } from './one-play.ts'

/** What a report needs to show what goes: both sides of a short text, in a run of as many questions as without. */
for (const { name, spec } of testShells()) {
  const test = suite(`both sides of a file on ${name}`)

  const changed = async (before: string | Uint8Array, options: object, dryRun = true) => {
    const folder = scratch('shown')
    mkdirSync(`${folder}/host`)
    writeFileSync(`${folder}/host/f`, before)
    writeFileSync(`${folder}/from`, 'new\n')
    const from = 'from' in options ? { from: `${folder}/from` } : {}
    const resource = file({ path: `${folder}/host/f`, ...options, ...from } as Parameters<typeof file>[0])
    const { changes, summary } = await playOn(spec, resource, { dryRun })
    const [change] = changes
    if (change?.kind !== 'path') throw new Error('no change of a path')
    return { change, hunk: change.diff?.split('\n').slice(3, -1), summary }
  }

  test('a text', async () => {
    const { hunk, summary } = await changed('old\n', { text: 'new\n' })
    assert.equal(hunk, ['-old', '+new'])
    const none = await changed('x'.repeat(70_000), { text: 'new\n' })
    assert.is(none.change.diff, undefined)
    assert.equal([none.change.before.size, none.change.after.size], [70_000, 4])
    assert.is(summary.roundTrips, none.summary.roundTrips)
  })

  test('a file of the controller', async () => {
    const { hunk, summary } = await changed('old\n', { from: true })
    assert.equal(hunk, ['-old', '+new'])
    assert.is(summary.roundTrips, (await changed('old\n', { text: 'x' })).summary.roundTrips)
  })

  test('bytes that are a text, and bytes that are none', async () => {
    assert.equal((await changed('old\n', { bytes: Buffer.from('new\n') })).hunk, ['-old', '+new'])
    const { change } = await changed('old\n', { bytes: Uint8Array.of(0, 255) })
    assert.is(change.diff, undefined)
    assert.equal([change.after.from, change.after.size], ['binary', 2])
  })

  test('a text that is edited by a later step', async () => {
    const folder = scratch('shown')
    writeFileSync(`${folder}/f`, 'a\nold\n')
    const { changes } = await playOn(
      spec,
      [file({ path: `${folder}/f`, text: 'a\n' }), lines({ path: `${folder}/f`, edits: [lines.ensure('b')] })],
      { dryRun: true },
    )
    assert.equal(
      changes.map((change) => change.kind === 'path' && change.diff?.split('\n').slice(3, -1)),
      [
        [' a', '-old'],
        [' a', '+b'],
      ],
    )
  })

  test.run()
}
