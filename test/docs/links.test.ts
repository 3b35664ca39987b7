import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

const test = suite('what the pages refer to')
const read = (path: string) => readFileSync(`docs/${path}`, 'utf8')
const pages = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md'))

/** The name by which a heading is reached. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-')

test('is there', () => {
  assert.ok(pages.length > 50)
  for (const path of pages) {
    for (const [, target = '', place] of read(path).matchAll(/\]\(([^)#:]*)(?:#([^)]*))?\)/g)) {
      const file = target === '' ? `docs/${path}` : posix.join('docs', posix.dirname(path), target)
      assert.ok(existsSync(file), `${path} refers to ${target}`)
      const headings =
        place === undefined
          ? []
          : [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, one = '']) => anchor(one))
      assert.ok(place === undefined || headings.includes(place), `${path} refers to ${target}#${place}`)
    }
  }
})

test('the guide of pattern1 names the tasks of its product, and variables that there are', () => {
  const guide = read('guide.md')
  for (const path of pages.filter((one) => /^tasks\/[a-z][a-zA-Z]+\.md$/.test(one)))
    if (/^import \{ \w+ \} from 'runbook\/tasks\/(nginx|wso2is)'/m.test(read(path).split('\n##', 1)[0] ?? ''))
      assert.ok(guide.includes(path), `the guide links to ${path}`)
  for (const [, name] of read('variables.md').matchAll(/^\| `(\w+)` /gm))
    assert.match(guide, new RegExp(`\`${name}[\`.]`), `the guide says what ${name} is for`)
})

test('each variable of pattern1 has its words', () => {
  const rows = read('variables.md').match(/^\| `\w+` .*$/gm) ?? []
  assert.ok(rows.length > 20)
  for (const row of rows) assert.not.match(row, /\| {2}\|$/)
})

test.run()
