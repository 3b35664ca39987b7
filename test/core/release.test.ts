import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { release } from '../../lib/core/release.ts'

const test = suite('the release')

test('is that of the package: what another one has noted on a host is not believed', () => {
  assert.is(release, JSON.parse(readFileSync('package.json', 'utf8')).version)
})

test.run()
