import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import type { InventorySpec } from '../../lib/core/inventory-spec.ts'
import { secret } from '../../lib/core/secret.ts'
import { readKeystore } from '../../lib/read/keystore.ts'
import pattern1, { type Pattern1 } from '../../playbooks/pattern1.ts'
import type { TomlVersion } from '../../tasks/wso2is/index.ts'
import { type Read, readToml } from '../edit/toml/tomllib.ts'
import { differences, predicted, runHere, what } from '../support/e2e-engine.ts'
import { inventoryOf } from '../support/e2e-tree.ts'
import { keyStoreFor } from '../support/key-store.ts'
import { stockFolder } from '../support/stock.ts'
import { changedLines } from '../tasks/wso2is/edits.ts'
import { driver, pattern1Inventory } from './pattern1-inventory.ts'
import { always, type TomlOptions, tomlOptions, type Wanted } from './toml-options.ts'
import { layOut, stockToml, tomlStock } from './toml-tree.ts'

/**
 * pattern1 on the stock file of each version that is configured by deployment.toml: what a dry run says is what is applied, a
 * second run finds nothing to do, and Python's parser finds what was asked for, and all else as it was.
 */
export function tryStock(name: string, wanted: readonly TomlVersion[]): void {
  const versions = tomlStock.filter((version) => wanted.includes(version))
  const test = suite(`deployment.toml of ${name}`)
  test.before(() => {
    writeFileSync(jar, driver.bytes)
    if (versions.length === 0) return
    writeFileSync(ownStore, keyStoreFor(['is.example.com', 'localhost'], 'own-store-1'))
    writeFileSync(join(scratch, 'jks'), keyStoreFor(['localhost'], 'wso2carbon', 'JKS'))
    writeFileSync(join(scratch, 'p12'), keyStoreFor(['localhost'], 'wso2carbon'))
  })
  test.after(() => rmSync(scratch, { recursive: true }))
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

const scratch = mkdtempSync(join(tmpdir(), 'runbook-toml-exact-'))
const jar = join(scratch, driver.name)
const ownStore = join(scratch, 'own.p12')

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

const truststoreOf = (version: TomlVersion) => `client-truststore.${/^7\.[1-3]/.test(version) ? 'p12' : 'jks'}`

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

const toml = 'repository/conf/deployment.toml'

/** Applies a set to fresh homes and gives them: what was predicted is what is there. */
async function exact(version: TomlVersion, options: TomlOptions): Promise<string[]> {
  const folder = mkdtempSync(join(scratch, "it's a $(home) "))
  const spec = inventoryOn(folder, version, options)
  const homes = (options.nodes ?? [{}]).map((_, at) => join(folder, `node${at + 1}`))
  for (const home of homes) {
    layOut(version, home)
    const store = truststoreOf(version)
    copyFileSync(join(scratch, extname(store).slice(1)), join(home, 'repository/resources/security', store))
  }
  const before = inventoryOf(homes[0] ?? '')
  const dry = await runHere(spec, pattern1, true)
  const applied = await runHere(spec, pattern1, false)
  for (const { title, status, reason } of [...dry.steps, ...applied.steps])
    assert.ok(['ok', 'changed'].includes(status), `${title}: ${status} ${reason}`)
  for (const [at, home] of homes.entries()) {
    const wanted = new Map(before)
    for (const [path, shape] of predicted(dry, `is${at + 1}`))
      if (path.startsWith(`${home}/`)) wanted.set(path.slice(home.length + 1), what(shape))
    assert.equal(differences(inventoryOf(home), wanted), options.unforeseen?.(version) ?? [])
  }
  const again = await runHere(spec, pattern1, false)
  for (const { title, status, reason } of again.steps) assert.is(status, 'ok', `${title}: ${reason}`)
  return homes
}

function inventoryOn(folder: string, version: TomlVersion, { vars, nodes = [{ member: '10.0.0.11' }] }: TomlOptions) {
  const own = typeof vars === 'function' ? vars(version) : vars
  const base = pattern1Inventory([{ spec: () => local() }], {
    version,
    home: folder,
    driver: jar,
    adminPassword: secret('db'),
    accept: ['certificate'],
    ...own,
  })
  const hosts = nodes.map((node, at) => {
    const name = `is${at + 1}`
    const hostsFile = join(folder, `hosts${at + 1}`)
    writeFileSync(hostsFile, '127.0.0.1\tlocalhost is.example.com\r\n::1 localhost')
    return { name, connect: local(), groups: ['is'], vars: { ...node, home: join(folder, `node${at + 1}`), hostsFile } }
  })
  return { ...base, hosts } satisfies InventorySpec<Pattern1>
}

/** Each value by its dotted path, with what is wanted in its place. */
function flat(read: Read | undefined, wanted: Wanted = {}): Record<string, string | undefined> {
  const found: Record<string, string | undefined> = {}
  const walk = (at: string, one: Read | undefined): void => {
    if (typeof one === 'string') found[at] = one
    else if (Array.isArray(one) && one.every((item) => typeof item === 'string')) found[at] = one.join(', ')
    else
      for (const [key, inner] of Object.entries(one ?? {}))
        walk(`${at}${at === '' ? '' : '.'}${/^[\w-]+$/.test(key) ? key : JSON.stringify(key)}`, inner)
  }
  walk('', read)
  for (const [key, value] of Object.entries(wanted)) {
    if (value === undefined) delete found[key]
    else found[key] = Array.isArray(value) ? value.map((one) => `str ${one}`).join(', ') : typed(value)
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const typed = (value: unknown): string =>
  typeof value === 'boolean'
    ? `bool ${value ? 'True' : 'False'}`
    : `${typeof value === 'number' ? 'int' : 'str'} ${value}`
