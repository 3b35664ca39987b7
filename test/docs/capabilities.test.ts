import { existsSync, readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as door from '../../lib/index.ts'

const page = 'docs/capabilities.md'
const rows = [...readFileSync(page, 'utf8').matchAll(/^\| (.+?) \| (.+?) \| `(\S+)` \|$/gm)].map(
  ([, job = '', how = '', shownBy = '']) => ({ job, how, shownBy }),
)
/** What a row names of the package; a recipe has no name there. */
const namesIn = (how: string): string[] =>
  [...how.matchAll(/\[(\w+)\]\(|`(\w+)`/g)].map(([, linked, plain]) => linked ?? plain ?? '')

const test = suite('what can be done')
test('each row has a job, how it is done, and what shows it', () => {
  const lines = readFileSync(page, 'utf8').match(/^\| (?!job )(?!-).*$/gm) ?? []
  assert.is(rows.length, lines.length)
  assert.ok(rows.length >= 69)
  assert.is(new Set(rows.map(({ job }) => job)).size, rows.length)
})
for (const { job, how, shownBy } of rows)
  test(job, () => {
    assert.ok(existsSync(shownBy), `${shownBy} is there`)
    const shows = readFileSync(shownBy, 'utf8')
    for (const name of namesIn(how)) {
      assert.ok(Object.hasOwn(door, name), `${name} is exported`)
      assert.match(shows, new RegExp(`\\b${name}[(.]`), `${shownBy} has to do with ${name}`)
    }
    if (namesIn(how).length > 0) return
    assert.match(how, /^\[a recipe\]\(recipes\.md#[\w-]+\)$/)
    assert.is(shownBy, 'test/docs/recipes.test.ts')
  })
test.run()
