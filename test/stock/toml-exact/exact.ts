import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import * as assert from 'uvu/assert'
import { local } from '../../../lib/core/connection.ts'
import type { InventorySpec } from '../../../lib/core/inventory-spec.ts'
import { secret } from '../../../lib/core/secret.ts'
import pattern1, { type Pattern1 } from '../../../playbooks/pattern1.ts'
import type { TomlVersion } from '../../../tasks/wso2is/index.ts'
import { differences, predicted, runHere, what } from '../../support/e2e-engine.ts'
import { inventoryOf } from '../../support/e2e-tree.ts'
import { keyStoreFor } from '../../support/key-store.ts'
import { driver, pattern1Inventory } from '../pattern1-inventory.ts'
import type { TomlOptions } from '../toml-options/toml-option.ts'
import { layOut } from '../toml-tree.ts'

/** Applies a set to fresh homes and gives them: what was predicted is what is there. */
export async function exact(version: TomlVersion, options: TomlOptions): Promise<string[]> {
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

export function inventoryOn(
  folder: string,
  version: TomlVersion,
  { vars, nodes = [{ member: '10.0.0.11' }] }: TomlOptions,
) {
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

/** The trust store of a version, by its name. */
export const truststoreOf = (version: TomlVersion) => `client-truststore.${/^7\.[1-3]/.test(version) ? 'p12' : 'jks'}`

/** Where homes and shares are. */
export const scratch = mkdtempSync(join(tmpdir(), 'runbook-toml-exact-'))
const jar = join(scratch, driver.name)
/** A key store of one's own. */
export const ownStore = join(scratch, 'own.p12')

/** Puts the files of the controller there. */
export function prepare(): void {
  writeFileSync(jar, driver.bytes)
  writeFileSync(ownStore, keyStoreFor(['is.example.com', 'localhost'], 'own-store-1'))
  writeFileSync(join(scratch, 'jks'), keyStoreFor(['localhost'], 'wso2carbon', 'JKS'))
  writeFileSync(join(scratch, 'p12'), keyStoreFor(['localhost'], 'wso2carbon'))
}

export const cleanUp = (): void => rmSync(scratch, { recursive: true })
