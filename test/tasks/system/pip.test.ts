import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../../lib/core/connection.ts'
import { file, type Pip, pip } from '../../../tasks/index.ts'
import { zipOf } from '../../support/archives.ts'
import { covers } from '../../support/covers.ts'
import { needs } from '../../support/debian.ts'
import { scratch } from '../../support/shells.ts'
import { tryRun } from '../../support/trial.ts'

needs(['python3', 'python3-venv', 'dash'])
const folder = scratch('pip')
const wheels = join(folder, 'wheels')
mkdirSync(wheels)
for (const version of ['1.0', '2.0']) {
  const info = `hello_rb-${version}.dist-info`
  writeFileSync(
    join(wheels, `hello_rb-${version}-py3-none-any.whl`),
    zipOf({
      'hello_rb.py': `version = '${version}'\n`,
      [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: Hello_rb\nVersion: ${version}\n`,
      [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
      [`${info}/RECORD`]: '',
    }),
  )
}
const spec = local({ shell: 'dash' })
const venv = join(folder, 'venv')
const hello = (more: Partial<Pip> = {}) =>
  pip({
    venv,
    names: ['hello-rb==1.0'],
    python: '/usr/bin/python3',
    options: ['--no-index', '--find-links', wheels],
    ...more,
  })
const version = () =>
  execFileSync(join(venv, 'bin/python'), ['-c', 'import hello_rb; print(hello_rb.version)'], {
    encoding: 'utf8',
  }).trim()

const test = suite('pip')
test('no environment: made, filled, moved to another version, emptied', async () => {
  covers({ pip: 'absent' }, (await tryRun(hello(), spec)).statuses)
  assert.is(version(), '1.0')
  covers({ pip: 'already right' }, (await tryRun([hello(), hello({ names: ['Hello_rb'] })], spec)).statuses)
  covers({ pip: 'wrong content' }, (await tryRun(hello({ names: ['hello-rb==2.0'] }), spec)).statuses)
  assert.is(version(), '2.0')
  covers({ pip: 'inverse' }, (await tryRun(hello({ state: 'absent' }), spec)).statuses)
  assert.throws(version)
  assert.match(
    (await tryRun(hello({ names: ['nosuch-rb'] }), spec)).said,
    /No matching distribution found for nosuch-rb/,
  )
})
test('what a file names, again when the file differs; extras', async () => {
  const path = join(folder, 'requirements.txt')
  const filled = pip({ venv, requirements: path, options: ['--no-index', '--find-links', wheels] })
  assert.match((await tryRun(filled, spec)).said, /requirements\.txt is not there: make it before/)
  const play = (text: string) => [file({ path, text }), filled]
  assert.equal((await tryRun(play('hello-rb<2\n'), spec)).statuses, ['changed', 'changed'])
  assert.is(version(), '1.0')
  assert.equal((await tryRun(play('hello-rb<2\n'), spec)).statuses, ['ok', 'ok'])
  assert.equal((await tryRun(play('hello-rb>1\n'), spec)).statuses, ['changed', 'changed'])
  assert.is(version(), '2.0')
  assert.equal((await tryRun(hello({ names: ['hello-rb[more]==2.0'] }), spec)).statuses, ['ok'])
})
test('neither names nor a file', () => assert.throws(() => pip({ venv }), /neither names nor requirements: give one/))
test('a file in its place, no folder above it', async () => {
  writeFileSync(join(folder, 'file'), '')
  assert.match((await tryRun(hello({ venv: join(folder, 'file') }), spec)).said, /file is a file: move it away/)
  const none = await tryRun(hello({ venv: join(folder, 'no/venv') }), spec)
  covers({ pip: 'parent missing' }, none.statuses)
  assert.match(none.said, /the folder of .*venv is not there/)
})
test('what is no package', () => assert.throws(() => hello({ names: ['-r x'] }), /is no package: give NAME/))
test.run()
