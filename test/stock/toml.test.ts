import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ensureMember, ensureTable, remove, set, type TomlEdit } from '../../lib/edit/toml/index.ts'
import { reparse } from '../../lib/edit/toml/parse.ts'
import type { TomlDocument, TomlNode } from '../../lib/edit/toml/tree.ts'
import { edited, refused } from '../edit/toml/laws.ts'
import { type Read, readToml, says } from '../edit/toml/tomllib.ts'
import { stockFolder, stockHome } from '../support/stock.ts'
import { changedLines } from '../tasks/wso2is/edits.ts'
import { rows, wrong } from './toml-rows.ts'

const wso2 = { reader: 'wso2' } as const
const versions = ['5.9.0', '5.11.0', '6.0.0', '6.1.0', '7.0.0', '7.2.0', '7.3.0'].filter(
  (version) => stockHome(version) !== undefined,
)
const stock = suite('TOML edits on stock files')
if (versions.length === 0) {
  console.log(`no stock files in ${stockFolder}: set RUNBOOK_STOCK to test against them`)
  stock('there are no stock files here', () => assert.is(stockHome('7.3.0'), undefined))
}

const textOf = (version: string): string =>
  readFileSync(join(stockHome(version) ?? '', 'repository', 'conf', 'deployment.toml'), 'utf8')
const crlf = (text: string): string => text.replaceAll('\n', '\r\n')

const made: { readonly what: string; readonly edits: readonly TomlEdit[]; readonly texts: readonly string[] }[] = []

for (const version of versions)
  for (const { row, edits, changes, only = versions } of rows)
    if (only.includes(version))
      stock(`${version}, row ${row}: exactly these lines`, () => {
        const before = textOf(version)
        const after = edited(before, edits, wso2)
        assert.equal(changedLines(before, after), [...changes])
        assert.is(edited(crlf(before), edits, wso2), crlf(after), 'the same with CRLF')
        made.push({ what: `${version}, row ${row}`, edits, texts: [before, after] })
      })

stock('what Python reads has the wanted values, and says else what it said', () => {
  const read = readToml(made.flatMap(({ texts }) => texts))
  for (const [index, { what, edits }] of made.entries()) {
    const [old, now] = read.slice(index * 2)
    assert.ok(old !== undefined && now !== undefined, what)
    for (const edit of edits) assert.ok(isTrue(now, edit), `${what} ${JSON.stringify(edit)}`)
    const touched = new Set(edits.map(({ at: [key] }) => key))
    for (const key of Object.keys(old ?? {}))
      if (!touched.has(key)) assert.equal(at(now, [key]), at(old, [key]), `${what} ${key}`)
  }
})

for (const version of versions) {
  stock(`${version}: what is changed and changed back leaves no trace, wherever it is`, () => {
    for (const before of [textOf(version), crlf(textOf(version))])
      for (const [path, node] of nodes(reparse(before).root)) {
        if (node.kind === 'scalar' && node.content.kind === 'string') {
          const changed = edited(before, [set(path, 'a "b" & <c> \\ é')], wso2)
          assert.is(edited(changed, [set(path, node.content.value)], wso2), before, path.join('.'))
          assert.is(changed.split('\n').length, before.split('\n').length)
        }
        if (node.kind !== 'table' || node.section === undefined) continue
        const added = [
          set([...path, 'strange'], 1),
          ensureTable([...path, 'odd', 'table']),
          ensureMember([...path, 'array'], 'id', { id: 1, x: { y: 2 } }),
        ]
        for (const [edit, name] of added.map(
          (each, index) => [each, ['strange', 'odd', 'array'][index] ?? ''] as const,
        ))
          assert.is(edited(edited(before, [edit], wso2), [remove([...path, name])], wso2), before, JSON.stringify(edit))
      }
  })

  stock(`${version}: each line that is removed is removed alone`, () => {
    const before = textOf(version)
    for (const [path, node] of nodes(reparse(before).root))
      if (node.kind === 'scalar') {
        const [change, ...others] = changedLines(before, edited(before, [remove(path)], wso2))
        assert.equal(others, [])
        assert.match(change ?? '', new RegExp(`^-${path.at(-1)} ?=`))
      }
  })

  for (const [what, edits, words, only = [version]] of wrong)
    if (only.includes(version))
      stock(`${version}: refused: ${what}`, () => assert.match(refused(textOf(version), edits, wso2), words))
}

/** Everything below a table that has a path of keys. */
function nodes(table: TomlDocument['root'], path: readonly string[] = []): [string[], TomlNode][] {
  return [...table.entries].flatMap(([key, node]) => {
    const here: [string[], TomlNode] = [[...path, key], node]
    return node.kind === 'table' ? [here, ...nodes(node, [...path, key])] : [here]
  })
}

const at = (read: Read | undefined, path: readonly unknown[]): Read | undefined =>
  path.reduce<Read | undefined>(
    (inner, step) => (typeof inner === 'object' ? Reflect.get(inner, String(step)) : undefined),
    read,
  )

function isTrue(now: Read | undefined, edit: TomlEdit): boolean {
  const found = at(now, edit.at)
  switch (edit.edit) {
    case 'set':
      return says(found, edit.value)
    case 'remove':
      return found === undefined
    case 'rename':
      return found === undefined && at(now, [...edit.at.slice(0, -1), edit.key]) !== undefined
    case 'ensureTable':
      return typeof found === 'object'
    case 'ensureMember':
      return Array.isArray(found) && found.some((member) => says(member, edit.value))
  }
}

stock.run()
