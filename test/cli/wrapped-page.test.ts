import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { wrappedPage } from '../../lib/cli/wrapped-page.ts'

const test = suite('a page on a terminal')

test('no word is cut; code stays as it is; a link is its words', () =>
  assert.is(
    wrappedPage(
      '# symlink\n\n- one [two](a.md#b) three four\n\n```ts\nconst longer = "than the terminal is"\n```\nlast words here',
      16,
    ),
    '# symlink\n\n- one two three\n  four\n\n```ts\nconst longer = "than the terminal is"\n```\nlast words here',
  ))

test('a table that is wider is a list', () => {
  const page =
    '| option | type | default | |\n|---|---|---|---|\n| `a` | `1 \\| 2` | **required** | What it is, and more. |\n'
  assert.is(wrappedPage(page, 100), page)
  assert.is(wrappedPage(page, 30), '`a`: `1 | 2`, **required**\n    What it is, and more.\n')
  assert.is(wrappedPage(page.trimEnd(), 30), '`a`: `1 | 2`, **required**\n    What it is, and more.')
})

test.run()
