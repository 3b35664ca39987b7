import { writeFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

import { secret } from '../../../lib/core/secret.ts'

import { changesText } from '../../../lib/report/changes.ts'
import { file, lines } from '../../../tasks/index.ts'
import { scratch, testShells } from '../../support/shells.ts'
import { playOn } from '../one-play.ts'

/** What a report needs to show what goes: both sides of a short text, in a run of as many questions as without. */
for (const { name, spec } of testShells()) {
  const test = suite(`both sides of a file on ${name}`)

  const changed = async (before: string | Uint8Array, options: object) => {
    const folder = scratch('shown')
    writeFileSync(`${folder}/f`, before)
    writeFileSync(`${folder}/from`, 'new\n')
    const from = 'from' in options ? { from: `${folder}/from` } : {}
    const resource = file({ path: `${folder}/f`, ...options, ...from } as Parameters<typeof file>[0])
    const { changes, summary } = await playOn(spec, resource, { dryRun: true })
    const [change] = changes
    if (change?.kind !== 'path') throw new Error('no change of a path')
    return { diff: change.diff?.split('\n').slice(2).join('\n'), roundTrips: summary.roundTrips }
  }

  test('a text', async () => {
    const { diff, roundTrips } = await changed('a\nold\n', { text: 'a\nnew\n' })
    assert.is(diff, '@@ -1,2 +1,2 @@\n a\n-old\n+new\n')
    const long = await changed('x'.repeat(70_000), { text: 'new\n' })
    assert.is(long.diff, undefined)
    assert.is(roundTrips, long.roundTrips)
  })

  test('a file of the controller', async () => {
    const { diff, roundTrips } = await changed('old\n', { from: true })
    assert.is(diff, '@@ -1,1 +1,1 @@\n-old\n+new\n')
    assert.is(roundTrips, (await changed('x'.repeat(70_000), { text: 'x' })).roundTrips)
  })

  test('bytes that are a text, and bytes that are none', async () => {
    assert.match(String((await changed('old\n', { bytes: Buffer.from('new\n') })).diff), /^-old$/m)
    assert.is((await changed('old\n', { bytes: Uint8Array.of(255) })).diff, undefined)
  })

  test('a secret: nothing is read for its sake', async () => {
    assert.is((await changed('old\n', { text: secret('s', { value: 'new\n' }) })).diff, undefined)
  })

  test('a text that is edited by a later step', async () => {
    const folder = scratch('shown')
    writeFileSync(`${folder}/f`, 'a\nold\n')
    const { changes } = await playOn(
      spec,
      [file({ path: `${folder}/f`, text: 'a\n' }), lines({ path: `${folder}/f`, edits: [lines.ensure('b')] })],
      { dryRun: true },
    )
    const signs = changes.map((change) => change.kind === 'path' && change.diff?.match(/^[-+]\w+/gm))
    assert.equal(signs, [undefined, ['-old', '+b']], 'once, from before the first to after the last')
    assert.equal(
      changes.map((change) => changesText([change]).split('\n')[0]),
      [`edit ${folder}/f: shown with the last step that changes it`, `--- ${folder}/f`],
    )
  })

  test.run()
}
