import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { tryExact } from '../faults/exact.ts'

/** A sample of `npm run test:faults -- exact`, with the same cases each time. */
const test = suite('whatever a run has changed is as foreseen, and then as it was')

test('random trees, and random lists of tasks on them', async () => {
  const { changed, idle, refused } = await tryExact(60, 20_261_126, () => {})
  assert.ok(changed > (idle + refused) / 3, JSON.stringify({ changed, idle, refused }))
})

test.run()
