import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { planLargeArchive } from '../support/large-archive.ts'

const test = suite('a large archive')

test('a dry run over 10,000 entries plans each of 62 steps, in as many round trips as over a few', async () => {
  const { summary } = await planLargeArchive()
  const { changed = 0, deferred = 0, roundTrips } = summary.hosts.a ?? {}
  assert.is(changed + deferred, 62)
  assert.is(roundTrips, 2)
})

test.run()
