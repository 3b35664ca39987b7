import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import { local } from '../../lib/core/connection.ts'
import { commandFact, type contentFact } from '../../lib/core/fact.ts'
import { play } from '../../lib/core/playbook.ts'
import { defineTask } from '../../lib/core/task.ts'
import { absent, command, directory, file, lines, symlink } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

const test = suite('a dry run')

test('a dry run touches nothing, and later plays see what earlier ones would have done', async () => {
  const folder = scratch('dry')
  mkdirSync(join(folder, 'old'))
  writeFileSync(join(folder, 'old', 'f'), 'old\n')
  const plays: Parameters<typeof runOn>[1] = (inventory) => [
    play('make', inventory.group('all'), () => [
      directory({ path: join(folder, 'v1') }),
      file({ path: join(folder, 'v1', 'f'), text: 'a\n' }),
      symlink({ path: join(folder, 'cur'), target: 'v1' }),
      absent({ path: join(folder, 'old'), recursive: true }),
    ]),
    play('edit', inventory.group('all'), () => [
      lines({ path: join(folder, 'cur', 'f'), edits: [lines.ensure('b')] }),
      lines({ path: join(folder, 'old', 'f'), edits: [lines.ensure('b')], create: true }),
    ]),
  ]
  const dry = await runOn({ a: local() }, plays, { mode: 'plan' })
  assert.match(
    dry.steps('a').join('\n'),
    /^changed\nchanged\nchanged\nchanged\nchanged\nrefused: the folder of .*old\/f is not there/,
  )
  assert.ok(existsSync(join(folder, 'old', 'f')))
  assert.not.ok(existsSync(join(folder, 'cur')))
})

test('a dry run follows a link that an earlier play points elsewhere, and not what it led to', async () => {
  const folder = scratch('dry')
  for (const version of ['v1', 'v2']) {
    mkdirSync(join(folder, version))
    writeFileSync(join(folder, version, 'f'), `${version}\n`)
  }
  await runOn({ a: local() }, (inventory) => [
    play('p', inventory.group('all'), () => symlink({ path: join(folder, 'cur'), target: 'v1' })),
  ])
  const plays: Parameters<typeof runOn>[1] = (inventory) => [
    play('switch', inventory.group('all'), () => [
      symlink({ path: join(folder, 'cur'), target: 'v2' }),
      absent({ path: join(folder, 'v1'), recursive: true }),
    ]),
    play('edit', inventory.group('all'), () => [
      lines({ path: join(folder, 'cur', 'f'), edits: [lines.ensure('b')] }),
      absent({ path: join(folder, 'v1', 'f') }),
    ]),
  ]
  const dry = await runOn({ a: local() }, plays, { mode: 'plan' })
  assert.equal(dry.steps('a'), ['changed', 'changed', 'changed', 'ok'])
  const real = await runOn({ a: local() }, plays)
  assert.equal(real.steps('a'), ['changed', 'changed', 'changed', 'ok'])
  assert.is(readFileSync(join(folder, 'v2', 'f'), 'utf8'), 'v2\nb\n')
})

test('what waits for a command is deferred in a dry run, and what reads it too', async () => {
  const folder = scratch('dry')
  const { steps } = await runOn(
    { a: local() },
    (inventory) => [
      play('p', inventory.group('all'), () => [
        command({ script: 'make it', creates: join(folder, 'made') }),
        lines({ path: join(folder, 'made'), edits: [lines.ensure('b')] }),
        lines({ path: join(folder, 'made'), edits: [lines.ensure('c')] }),
      ]),
      play('q', inventory.group('all'), () => lines({ path: join(folder, 'made'), edits: [lines.ensure('d')] })),
    ],
    { mode: 'plan' },
  )
  assert.match(
    steps('a').join('\n'),
    /^changed\ndeferred: planned when an earlier step has run, for it needs .*made\ndeferred: .*\ndeferred: /,
  )
})

test('a deferred step on a link blurs the link, not what it leads to', async () => {
  const folder = scratch('blur')
  mkdirSync(join(folder, 'v1'))
  writeFileSync(join(folder, 'v1', 'f'), 'a\n')
  const waits = defineTask('waits', {
    options: v.strictObject({ path: v.string() }),
    title: () => 'wait',
    reads: ({ path }) => ({
      now: commandFact('date'),
      link: { question: { ask: 'path', path } } as ReturnType<typeof contentFact>,
    }),
    plan: () => [],
  })
  const { steps } = await runOn(
    { a: local() },
    (inventory) => [
      play('p', inventory.group('all'), () => [
        symlink({ path: join(folder, 'cur'), target: 'v1' }),
        waits({ path: join(folder, 'cur') }),
        lines({ path: join(folder, 'v1', 'f'), edits: [lines.ensure('b')] }),
        lines({ path: join(folder, 'cur', 'f'), edits: [lines.ensure('c')] }),
      ]),
    ],
    { mode: 'plan' },
  )
  assert.match(steps('a').join('\n'), /^changed\ndeferred.*\nchanged\ndeferred/)
})

test.run()
