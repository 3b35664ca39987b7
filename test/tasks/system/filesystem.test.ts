import { execFileSync } from 'node:child_process'
import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../../lib/core/connection.ts'
import { command, filesystem } from '../../../tasks/index.ts'
import { covers } from '../../support/covers.ts'
import { needs } from '../../support/debian.ts'
import { scratch } from '../../support/shells.ts'
import { tryRun, tryToTheEnd } from '../../support/trial.ts'

needs(['e2fsprogs', 'util-linux', 'fdisk', 'dash'])
const spec = local({ shell: 'dash' })
const folder = scratch('filesystem')
function image(name: string, text = ''): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  truncateSync(path, 2 << 20)
  return path
}
const typeOf = (device: string): string =>
  execFileSync('blkid', ['-p', '-o', 'value', '-s', 'TYPE', device], { encoding: 'utf8' }).trim()

const test = suite('filesystem')
test('an empty device: it is made, once', async () => {
  const device = image('empty')
  const data = filesystem({ device, type: 'ext4', label: 'data', options: ['-m', '1'] })
  covers({ filesystem: 'absent' }, (await tryToTheEnd(data, spec)).statuses)
  assert.is(typeOf(device), 'ext4')
  covers({ filesystem: 'already right' }, (await tryRun(data, spec)).statuses)
  const other = await tryRun(filesystem({ device, type: 'xfs' }), spec)
  covers({ filesystem: 'wrong content' }, other.statuses)
  assert.match(other.said, /holds ext4, not xfs: look what is on it/)
  assert.match(
    (await tryRun(filesystem({ device, type: 'ext4', label: 'more' }), spec)).said,
    /is labelled data, not more/,
  )
  assert.is(typeOf(device), 'ext4')
})
test('a device that a step before makes, as lvcreate does', async () => {
  const device = join(folder, 'volume')
  const made = command({ script: `truncate -s 2M ${device}`, creates: device })
  const play = [made, filesystem({ device, type: 'ext4' })]
  assert.equal((await tryRun(play, spec)).statuses, ['changed', 'changed'])
  assert.is(typeOf(device), 'ext4')
  assert.equal((await tryRun(play, spec)).statuses, ['ok', 'ok'])
})
test('swap', async () => {
  const device = image('swap')
  await tryToTheEnd(filesystem({ device, type: 'swap' }), spec)
  assert.is(typeOf(device), 'swap')
})
test('bytes that nobody knows, a partition table, a folder, nothing', async () => {
  assert.match(
    (await tryRun(filesystem({ device: image('bytes', 'mine'), type: 'ext4' }), spec)).said,
    /holds something: bytes that nobody knows/,
  )
  const disk = image('disk')
  execFileSync('sfdisk', ['-q', disk], { input: 'label: gpt\n' })
  assert.match((await tryRun(filesystem({ device: disk, type: 'ext4' }), spec)).said, /holds something: gpt/)
  const kind = await tryRun(filesystem({ device: folder, type: 'ext4' }), spec)
  covers({ filesystem: 'wrong kind' }, kind.statuses)
  assert.match(kind.said, /is neither a block device nor an image/)
  const none = await tryRun(filesystem({ device: join(folder, 'no/where'), type: 'ext4' }), spec)
  covers({ filesystem: 'parent missing' }, none.statuses)
  assert.match(none.said, /there is no .*where: attach it/)
})
test.run()
