import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { command, file, lines, symlink } from '../../tasks/index.ts'
import { overheardHost } from '../support/overheard.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

const test = suite('what later plays look at')

const inPlays = (plays: readonly Resources[], options: Parameters<typeof runOn>[2] = {}, connect = local()) =>
  runOn(
    { a: connect },
    (inventory) => plays.map((resources, n) => play(`${n}`, inventory.group('all'), () => resources)),
    options,
  )

test('of plays that change nothing, all is asked in one request', async () => {
  const folder = scratch('ahead')
  const at = (name: string) => join(folder, name)
  const plays = [
    file({ path: at('f'), text: 'one\n' }),
    lines({ path: at('f'), edits: [lines.ensure('one')] }),
    [symlink({ path: at('l'), target: 'f' }), lines({ path: at('l'), edits: [lines.ensure('one')] })],
  ]
  const first = await inPlays(plays)
  assert.equal(first.steps('a'), ['changed', 'ok', 'changed', 'ok'])
  for (const mode of ['plan', 'apply'] as const) {
    const again = await inPlays(plays, { mode })
    assert.equal([again.steps('a'), again.summary.hosts.a?.roundTrips], [['ok', 'ok', 'ok', 'ok'], 2], mode)
  }
})

test('what an earlier play, or somebody else in it, has changed is looked at again', async () => {
  const folder = scratch('ahead')
  const at = (name: string) => join(folder, name)
  writeFileSync(at('f'), 'old\n')
  const { steps } = await inPlays([
    [
      file({ path: at('f'), text: 'one\n' }),
      command({ script: `echo two >${at('g')}`, creates: at('g'), touches: [at('g')] }),
    ],
    [lines({ path: at('f'), edits: [lines.ensure('more')] }), lines({ path: at('g'), edits: [lines.ensure('two')] })],
  ])
  assert.equal(steps('a'), ['changed', 'changed', 'changed', 'ok'])
  assert.is(readFileSync(at('f'), 'utf8'), 'one\nmore\n')
})

test('neither what is left out, nor as a user who has nothing to do yet', async () => {
  const folder = scratch('ahead')
  const at = (name: string) => join(folder, name)
  const host = overheardHost()
  const plays = [
    file({ path: at('f'), text: 'one\n' }),
    file({ path: at('left-out'), text: 'x', tags: ['later'] }),
    file({ path: at('other'), text: 'x', become: { user: 'nobody-of-the-name' } }),
  ]
  const { steps } = await inPlays(plays, { skipTags: ['later'] }, host.spec)
  assert.is(steps('a')[0], 'changed')
  assert.match(steps('a')[2] ?? '', /nobody-of-the-name/)
  assert.not.match(host.commands(), /left-out/)
})

test('a file of this machine is read when its turn has come', async () => {
  const folder = scratch('ahead')
  const at = (name: string) => join(folder, name)
  writeFileSync(at('source'), 'new\n')
  writeFileSync(at('copy'), 'old\n')
  writeFileSync(at('end'), 'old\n')
  const { steps } = await inPlays([
    command({
      script: `cp ${at('source')} ${at('copy')}`,
      unless: `cmp -s ${at('source')} ${at('copy')}`,
      touches: [at('copy')],
    }),
    file({ path: at('end'), from: at('copy') }),
  ])
  assert.equal(steps('a'), ['changed', 'changed'])
  assert.is(readFileSync(at('end'), 'utf8'), 'new\n')
})

test.run()
