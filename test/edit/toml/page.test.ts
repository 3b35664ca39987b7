import { readFileSync } from 'node:fs'
import { structuredPatch } from 'diff'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { date, ensureMember, ensureTable, remove, rename, set, type TomlEdit } from '../../../lib/edit/toml/index.ts'
import { edited } from './laws.ts'

const toml = { set, remove, ensureTable, ensureMember, rename, date }

/** The page on TOML says what is so. */
const page = readFileSync('docs/toml-paths.md', 'utf8')
const [, sample = ''] = /```toml\n([\s\S]*?)```/.exec(page) ?? []
const test = suite('the page on TOML')

for (const [, path = '', line = ''] of page.matchAll(/^\| `(.+)` \| line (\d+) \|$/gm))
  test(`the path ${path} finds line ${line}`, () => {
    const before = sample.split('\n')
    const after = edited(sample, [toml.set(path, 'found')]).split('\n')
    assert.is(before.findIndex((each, index) => each !== after[index]) + 1, Number(line))
    assert.is(before.length, after.length)
  })

for (const [, code = '', diff = ''] of page.matchAll(/```ts\n([\s\S]*?)```\n\n```diff\n([\s\S]*?)```/g))
  test(`${code.trim()} does what is shown`, () => {
    const edit = new Function('toml', `return ${code}`)(toml) as TomlEdit
    const changes = structuredPatch('a', 'b', sample, edited(sample, [edit]), '', '', { context: 0 })
    assert.is(changes.hunks.flatMap(({ lines }) => lines).join('\n'), diff.trimEnd())
  })

test('it has an example of each edit', () => {
  for (const name of Object.keys(toml)) assert.match(page, new RegExp(`toml\\.${name}\\(`))
})

test.run()
