import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import type { InventorySpec } from '../../lib/core/inventory-spec.ts'
import type { Node } from '../../lib/core/state.ts'
import pattern1, { type Pattern1 } from '../../playbooks/pattern1.ts'
import { needs } from '../support/debian.ts'
import { bytesOfContent, differences, predicted, runHere, what } from '../support/e2e-engine.ts'
import { copyTree, inventoryOf, sha256, zipTree } from '../support/e2e-tree.ts'
import { stockFolder, stockHome } from '../support/stock.ts'
import { type OptionSet, optionSets } from './option-sets.ts'
import { driver, pattern1Inventory, stockVersions } from './pattern1-inventory.ts'

/** The dry run is exact: what it says a file will hold is what the file holds once it has been applied, byte for byte. */
const test = suite('the dry run is exact')
const scratch = mkdtempSync(join(tmpdir(), 'runbook-exact-'))
const jar = join(scratch, driver.name)
test.before(() => {
  needs(['libxml2-utils', 'zip'])
  writeFileSync(jar, driver.bytes)
})
test.after(() => rmSync(scratch, { recursive: true }))

test('there are ten option sets and more', () => assert.ok(optionSets.length >= 10))
if (stockVersions.length === 0) console.log(`no stock files in ${stockFolder}: set RUNBOOK_STOCK to test against them`)

for (const version of stockVersions) {
  const stock = stockHome(version) ?? ''
  for (const options of optionSets) {
    test(`${version}: ${options.name}`, async () => {
      const folder = mkdtempSync(join(scratch, "it's a $(home) "))
      for (const home of homes(folder, options)) copyTree(stock, home)
      await exact(folder, options, { version }, inventoryOf(stock))
    })
  }

  test(`${version}: a bare host with only the zip`, async () => {
    const folder = mkdtempSync(join(scratch, 'bare-'))
    const pack = zipTree(stock, folder, `wso2is-${version}`)
    const packed = join(folder, 'packed')
    execFileSync('unzip', ['-q', pack, '-d', packed])
    const found = inventoryOf(join(packed, `wso2is-${version}`))
    const war = join(packed, `wso2is-${version}`, `${webapps}/shindig.war`)
    execFileSync('unzip', ['-q', war, '-d', join(packed, 'shindig')])
    found.set(`${webapps}/shindig`, 'directory')
    for (const [path, what] of inventoryOf(join(packed, 'shindig'))) found.set(`${webapps}/shindig/${path}`, what)
    for (const options of optionSets.slice(0, 3)) {
      const inner = mkdtempSync(join(folder, 'set-'))
      await exact(inner, options, { version, pack }, found)
    }
  })
}

const webapps = 'repository/deployment/server/webapps'
const homes = (folder: string, { nodes = [{}] }: OptionSet): string[] =>
  nodes.map((_, at) => join(folder, `node${at + 1}`))

/** `before`: what a home holds without our changes. */
async function exact(
  folder: string,
  options: OptionSet,
  vars: Pick<Pattern1, 'version'> & Partial<Pattern1>,
  before: ReadonlyMap<string, string>,
): Promise<void> {
  const spec = inventoryOn(folder, options, vars)
  const dry = await runHere(spec, pattern1, true)
  for (const { title, reason } of dry.steps.filter(({ status }) => !['ok', 'changed'].includes(status)))
    throw new Error(`${title}: ${reason}`)
  const applied = await runHere(spec, pattern1, false)
  for (const { title, reason } of applied.steps.filter(({ status }) => !['ok', 'changed'].includes(status)))
    throw new Error(`${title}: ${reason}`)
  for (const [at, home] of homes(folder, options).entries()) {
    assert.ok(predicted(dry, `is${at + 1}`).size >= 14, 'all the files of the guide')
    const wanted = new Map(before)
    for (const [path, shape] of predicted(dry, `is${at + 1}`)) {
      if (path.startsWith(`${home}/`)) wanted.set(path.slice(home.length + 1), what(shape))
      mustBe(path, shape)
    }
    assert.equal(differences(inventoryOf(home), wanted), [])
    for (const [file, path, value] of at + 1 === homes(folder, options).length ? options.reads : []) {
      assert.is(xpath(path, join(home, 'repository', file)), value, `${file}: ${path}`)
    }
  }
  const again = await runHere(spec, pattern1, false)
  for (const { title, status } of again.steps) assert.is(status, 'ok', title)
}

function inventoryOn(folder: string, options: OptionSet, vars: Pick<Pattern1, 'version'> & Partial<Pattern1>) {
  const [first, ...more] = options.nodes ?? [{ member: '10.0.0.11' }]
  const common = { ...vars, ...options.vars, home: folder, driver: jar }
  const base = pattern1Inventory([{ spec: () => local() }], common)
  const hosts = [first, ...more].map((node, at) => {
    const name = `is${at + 1}`
    const hostsFile = join(folder, `hosts${at + 1}`)
    writeFileSync(hostsFile, '127.0.0.1\tlocalhost is.example.com\r\n::1 localhost')
    return { name, connect: local(), groups: ['is'], vars: { ...node, home: join(folder, `node${at + 1}`), hostsFile } }
  })
  return { ...base, hosts } satisfies InventorySpec<Pattern1>
}

/** The bytes and the mode that were predicted for a path are those that it has. */
function mustBe(path: string, node: Node): void {
  if (node.type !== 'file' && node.type !== 'directory') return
  const { mode } = node
  const content = node.type === 'file' ? node.content : undefined
  const found = statSync(path)
  if (mode !== undefined) assert.is(found.mode & 0o7777, mode, `mode of ${path}`)
  if (content) assert.is(sha256(readFileSync(path)), sha256(bytesOfContent(content)), path)
}

const xpath = (path: string, file: string): string =>
  execFileSync('xmllint', ['--xpath', path, file], { encoding: 'utf8' }).replace(/\n$/, '')

mkdirSync(scratch, { recursive: true })
test.run()
