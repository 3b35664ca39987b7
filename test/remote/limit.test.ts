import { spawnSync } from 'node:child_process'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { limitFunction } from '../../lib/remote/posix/run-functions.ts'

const test = suite('a limit of time')

/** A host on which what counts the seconds is slow to begin. */
const slow = 'trap() { sleep 0.3; builtin trap "$@"; }'

const ignored = { 'which ignores TERM': "builtin trap '' TERM", 'which does not': ':' }
for (const [name, before] of Object.entries(ignored))
  test(`of a command that has ended before its seconds are counted, in a shell ${name}`, () => {
    const { stdout, stderr } = spawnSync(
      'bash',
      ['-c', `${before}\n${slow}\n${limitFunction}\nrb_within 3 sh -c 'exit 7'; echo "status $?, $SECONDS s"`],
      { encoding: 'utf8' },
    )
    assert.match(stdout, /^status 7, [01] s$/m, stdout)
    assert.is(stderr, '')
  })

test.run()
