import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parseToml } from '../../lib/edit/toml/parse.ts'
import type { TomlNode } from '../../lib/edit/toml/tree.ts'
import { deadKeys } from '../../tasks/wso2is/toml/dead-keys.ts'
import { livingKey } from '../../tasks/wso2is/toml/living-key.ts'
import { tomlVersions } from '../../tasks/wso2is/toml/living-keys.ts'
import { stockFolder, stockHome } from '../support/stock.ts'

/** The stock file of a version has no key that we do not know, of the type that we think it has. */
const test = suite('keys of stock files')
const versions = tomlVersions.filter((version) => stockHome(version) !== undefined)
if (versions.length === 0) {
  console.log(`no stock files in ${stockFolder}: set RUNBOOK_STOCK to test against them`)
  test('there are no stock files here', () => assert.is(stockHome('7.3.0'), undefined))
}

for (const version of versions)
  test(`${version}: each key is a living one, also those in comments`, () => {
    const stock = readFileSync(join(stockHome(version) ?? '', 'repository', 'conf', 'deployment.toml'), 'utf8')
    const live = leaves(stock)
    const both = leaves(stock.replace(/^#(?=\[|\w+ ?=)/gm, ''))
    assert.ok(live.length > 15)
    for (const [path, type] of both) {
      const known = livingKey(version, path)
      const dead = deadKeys.some(({ key }) => key === path.join('.'))
      assert.is(dead, version === '5.9.0' && path.join('.') === 'keystore.primary.name', path.join('.'))
      if (!dead) assert.ok(known, `${path.join('.')} is in the list`)
      if (known && !(type === 'string' && known.type === 'boolean')) assert.is(words[known.type], type, path.join('.'))
    }
  })

const words = { text: 'string', number: 'integer', boolean: 'boolean', texts: 'array' }

function leaves(text: string): [(string | number)[], string][] {
  const document = parseToml(text, 'wso2')
  if ('refusal' in document) throw new Error(document.refusal)
  return below(document.root, [])
}

function below(node: TomlNode, path: readonly (string | number)[]): [(string | number)[], string][] {
  if (node.kind === 'scalar') return [[[...path], node.content.kind]]
  if (node.kind === 'array')
    return node.content ? [[[...path], 'array']] : node.items.flatMap((item, at) => below(item, [...path, at]))
  return [...node.entries].flatMap(([key, inner]) => below(inner, [...path, key]))
}

test.run()
