import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { withTwin } from '../../lib/cli/foreign-words.ts'
import { selectHosts } from '../../lib/cli/select.ts'
import { parseSettings } from '../../lib/cli/set.ts'
import { defineInventory, local } from '../../lib/index.ts'

const test = suite('words that choose nothing')

const hosts = Object.fromEntries(
  Array.from({ length: 500 }, (_, nth) => [`app-${nth}`, { connect: local(), groups: ['app'] }]),
)

test('of hundreds of hosts a few are named, and all groups', () =>
  assert.equal(selectHosts(defineInventory({ hosts }), 'elsewhere'), {
    faults: [
      '--limit: "elsewhere" is no host and no group: the inventory has app-0, app-1, app-2, app-3, … (500 hosts), app',
    ],
  }))

test('what Ansible has under another name', () => {
  assert.match(withTwin("error: unknown option '--start-at-task'\n"), 'write --start-at STEP')
  assert.match(withTwin("error: unknown option '--serial'\n"), "{ serial: '25%', maxFail: 0 }")
  assert.throws(() => parseSettings(['@vars.yml']), /@vars\.yml: no file is read here: .* imported by the inventory/)
})

test.run()
