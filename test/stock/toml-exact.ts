import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readKeystore } from '../../lib/read/keystore.ts'
import pattern1 from '../../playbooks/pattern1.ts'
import type { TomlVersion } from '../../tasks/wso2is/index.ts'
import { readToml } from '../edit/toml/tomllib.ts'
import { runHere } from '../support/e2e-engine.ts'
import { stockFolder } from '../support/stock.ts'
import { changedLines } from '../tasks/wso2is/edits.ts'
import { cleanUp, exact, inventoryOn, ownStore, prepare, scratch, truststoreOf } from './toml-exact/exact.ts'
import { flat } from './toml-exact/flat.ts'
import { always } from './toml-options/always.ts'
import type { TomlOptions } from './toml-options/toml-option.ts'
import { tomlOptions } from './toml-options.ts'
import { layOut, stockToml, tomlStock } from './toml-tree.ts'

/**
 * pattern1 on the stock file of each version that is configured by deployment.toml: what a dry run says is what is applied, a
 * second run finds nothing to do, and Python's parser finds what was asked for, and all else as it was.
 */
export function tryStock(name: string, wanted: readonly TomlVersion[]): void {
  const versions = tomlStock.filter((version) => wanted.includes(version))
  const test = suite(`deployment.toml of ${name}`)
  test.before(() => (versions.length === 0 ? undefined : prepare()))
  test.after(cleanUp)
  if (versions.length === 0) console.log(`no stock files in ${stockFolder}: set RUNBOOK_STOCK to test against them`)
  test('there are eighteen option sets and more', () => assert.ok(tomlOptions.length >= 18))
  for (const version of versions) {
    for (const options of tomlOptions.filter(({ only = () => true }) => only(version)))
      test(`${version}: ${options.name}`, () => asWanted(version, options))
    for (const use of ['tls', 'primary'] as const)
      test(`${version}: a key store of your own for ${use}`, () => withKeystore(version, use))
    test(`${version}: runtime folders on a share`, () => shared(version))
  }
  test.run()
}

const toml = 'repository/conf/deployment.toml'

async function asWanted(version: TomlVersion, options: TomlOptions): Promise<void> {
  const homes = await exact(version, options)
  const wanted = { ...always(version), ...options.wanted(version) }
  const texts = [stockToml(version), readFileSync(join(homes.at(-1) ?? '', toml), 'utf8')] as const
  const [before, after] = readToml(texts)
  assert.equal(flat(after), flat(before, wanted))
  const old = flat(before)
  const changed = Object.entries(flat(after, wanted)).filter(([key, value]) => old[key] !== value)
  const gone = Object.keys(old).filter((key) => flat(after)[key] === undefined)
  assert.equal(strayLines(changedLines(...texts), [...changed.map(([key]) => key), ...gone]), [])
}

/** Lines that differ and are neither of a key whose value was to differ, nor a header or an empty line that came with one. */
function strayLines(lines: readonly string[], keys: readonly string[]): string[] {
  const names = new Set(keys.map((key) => key.replace(/^.*?([\w-]+|"[^"]*")$/, '$1')))
  return lines.filter((line) => {
    if (/^\+(\[.*\])?$/.test(line)) return false
    const [, name = ''] = /^[-+](?:[\w-]+\.)*([\w-]+|"[^"]*") ?=/.exec(line) ?? []
    return !names.has(name)
  })
}

async function withKeystore(version: TomlVersion, use: 'tls' | 'primary'): Promise<void> {
  const keystore = { from: ownStore, password: 'own-store-1', alias: 'is.example.com', for: use }
  const [home = ''] = await exact(version, {
    ...{ name: use, vars: { keystore, accept: [] }, wanted: () => ({}) },
    unforeseen: () => [`repository/resources/security/${truststoreOf(version)}`],
  })
  const [after] = readToml([readFileSync(join(home, toml), 'utf8')])
  const table = flat(after)
  assert.equal(
    ['file_name', 'type', 'password', 'alias', 'key_password'].map((key) => table[`keystore.${use}.${key}`]),
    ['own.p12', 'PKCS12', 'own-store-1', 'is.example.com', 'own-store-1'].map((one) => `str ${one}`),
  )
  const security = join(home, 'repository/resources/security')
  assert.equal(readFileSync(join(security, 'own.p12')), readFileSync(ownStore))
  const entries = (path: string, word: string) => {
    const read = readKeystore(readFileSync(path), word)
    if ('refusal' in read) throw new Error(read.refusal)
    return read.entries
  }
  const [own] = entries(ownStore, 'own-store-1')
  const trusted = entries(join(security, truststoreOf(version)), 'wso2carbon').find(({ kind }) => kind === 'trusted')
  assert.equal(trusted, { alias: 'node', kind: 'trusted', sha256: own?.sha256, pem: trusted?.pem })
}

async function shared(version: TomlVersion): Promise<void> {
  const share = mkdtempSync(join(scratch, 'share-'))
  const folder = mkdtempSync(join(scratch, 'shared-'))
  const spec = inventoryOn(folder, version, { name: 'share', vars: { share: { path: share } }, wanted: () => ({}) })
  layOut(version, join(folder, 'node1'))
  const { steps } = await runHere(spec, pattern1, false)
  for (const { title, status, reason } of steps) assert.ok(['ok', 'changed'].includes(status), `${title}: ${reason}`)
  assert.equal(
    readdirSync(join(share, 'Deployment/server')).sort(),
    /^[56]/.test(version) ? ['bpel', 'humantasks', 'userstores'] : ['userstores'],
  )
  const again = await runHere(spec, pattern1, false)
  for (const { title, status } of again.steps) assert.is(status, 'ok', title)
}
