import * as assert from 'uvu/assert'
import type { Status } from '../../lib/core/event.ts'

/**
 * What a test shows of a task. Every general task is shown in all of these, or `test/tasks/covered.test.ts` says why not.
 * It reads the words `covers: { … }` and `covers({ … }` in the tests, so both are written out where they stand.
 */
export type Kind =
  | 'absent'
  | 'already right'
  | 'wrong content'
  | 'wrong kind'
  | 'attributes'
  | 'parent missing'
  | 'inverse'

/** By the name of a task: `{ symlink: 'absent' }`, `{ file: ['wrong content', 'attributes'] }`. */
export type Covers = Readonly<Record<string, Kind | readonly Kind[]>>

/**
 * What is already right has nothing to do, and all else has: a change, or a reason against it. A test that is no situation
 * calls this itself, with how the steps of the task ended.
 */
export function covers(shown: Covers, statuses: readonly (Status | undefined)[]): void {
  for (const [task, kinds] of Object.entries(shown)) {
    const idle = statuses.length > 0 && statuses.every((status) => status === 'ok')
    for (const kind of [kinds].flat())
      assert.is(idle, kind === 'already right', `"${kind}" of ${task}: its steps are ${statuses.join(', ')}`)
  }
}
