import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { posix } from '../../lib/remote/posix/index.ts'

const now = 1_800_000_000
const situations: readonly { readonly line: string; readonly says: RegExp; readonly fix?: RegExp }[] = [
  { line: 'shell /usr/bin/dash', says: /^shell \/usr\/bin\/dash$/ },
  { line: 'user deploy', says: /^acts as deploy$/ },
  { line: 'root no', says: /^root is not to be had without a password: .*-K/ },
  { line: 'missing flock', says: /^there is no flock: two runs are not kept apart/, fix: /^install flock$/ },
  { line: `clock ${now + 4}`, says: /^the clock is right$/ },
  { line: `clock ${now + 90}`, says: /^the clock is 90 s ahead of this machine's$/, fix: /chrony/ },
  { line: `clock ${now - 6}`, says: /^the clock is 6 s behind this machine's$/, fix: /chrony/ },
  { line: 'absent /var/my tmp', says: /^\/var\/my tmp is not there$/, fix: /^make it/ },
  { line: 'unwritable /var/tmp', says: /^\/var\/tmp cannot be written$/, fix: /owner/ },
  { line: 'room 10240 /var/tmp', says: /^\/var\/tmp has 10 MB left$/, fix: /^make room/ },
  { line: 'nodes 12 /var/tmp', says: /^\/var\/tmp has 12 inodes left$/, fix: /^remove small files/ },
  { line: 'sshd maxsessions 1', says: /^sshd allows 1 session at a time$/, fix: /^MaxSessions 10/ },
]

const test = suite('what a host is examined for')

for (const { line, says, fix } of situations)
  test(line, () => {
    const [found, ...more] = posix.examine.read(`${line}\n`, now)
    assert.match(found?.says ?? '', says)
    assert.is(found?.fix === undefined, fix === undefined)
    if (fix) assert.match(found?.fix ?? '', fix)
    assert.equal(more, [])
  })

test('what is well or unknown says nothing, and nothing is said twice', () => {
  const lines = ['room 99999999 /', 'nodes 5000 /', 'sshd maxsessions 10', 'what is this', '', 'absent /x', 'absent /x']
  assert.is(posix.examine.read(lines.join('\n'), now).length, 1)
})

test.run()
