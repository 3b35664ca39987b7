import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, resolve } from 'node:path'
import { kindOf, UsageError } from '../core/failure.ts'
import { defineInventory, type Inventory, isInventory } from '../core/inventory.ts'
import type { InventorySpec } from '../core/inventory-spec.ts'
import { nearest } from '../core/nearest.ts'
import { isPlaybook, type Playbook } from '../core/playbook.ts'
import { type FoundPlaybook, findPlaybook, type Places } from './find-playbook.ts'
import { importModule } from './module.ts'
import { inUserCode, shown } from './where.ts'

/** The inventory that a file exports. A JSON file holds what `defineInventory` takes. */
export async function loadInventory(path: string): Promise<Inventory> {
  const file = existing(path, 'inventory')
  if (extname(file) === '.json') return inUserCode(file, () => defineInventory(readJson(file)))
  const found = await defaultExport(file)
  if (isInventory(found)) return found
  throw new UsageError(
    `${shown(file)}: ${exportWords(found)}, not an inventory: write export default defineInventory({ … })`,
  )
}

/** The playbook of a file, or of a name: see `findPlaybook`. */
export async function loadPlaybook(nameOrPath: string, places: Places): Promise<LoadedPlaybook> {
  const { file, notes } = playbookFile(nameOrPath, places)
  const found = await defaultExport(file)
  if (isPlaybook(found)) return { playbook: found, file, notes }
  throw new UsageError(
    `${shown(file)}: ${exportWords(found)}, not a playbook: write export default playbook('name', { vars: …, plays: … })`,
  )
}

/** The file of a playbook, given by its path or its name. */
export const playbookFile = (nameOrPath: string, places: Places): FoundPlaybook =>
  looksLikePath(nameOrPath) ? { file: existing(nameOrPath, 'playbook'), notes: [] } : findPlaybook(nameOrPath, places)

export interface LoadedPlaybook {
  readonly playbook: Playbook
  readonly file: string
  /** What is worth a second look about where it was found. */
  readonly notes: readonly string[]
}

const looksLikePath = (text: string): boolean => /[/\\]|\.[cm]?[jt]s$/.test(text)

async function defaultExport(file: string): Promise<unknown> {
  return inUserCode(file, async () => {
    const exports = await importModule(file)
    // jiti answers to `default` with the module itself where there is none.
    if ('default' in exports) return exports.default
    return isInventory(exports) || isPlaybook(exports) ? exports : undefined
  })
}

function exportWords(found: unknown): string {
  if (found === undefined) return 'it has no default export'
  if (isInventory(found)) return 'its default export is an inventory'
  if (isPlaybook(found)) return 'its default export is a playbook'
  return `its default export is ${kindOf(found)}`
}

function existing(path: string, what: string): string {
  const file = resolve(path)
  if (existsSync(file)) {
    if (statSync(file).isFile()) return file
    throw new UsageError(`${path} is no file: give the ${what}'s own file`)
  }
  const folder = dirname(file)
  if (!existsSync(folder)) throw new UsageError(`no ${what} ${path}: there is no folder ${shown(folder)}`)
  const near = nearest(basename(file), readdirSync(folder))
  const advice = near === undefined ? `give the path of the ${what}` : `did you mean ${shown(resolve(folder, near))}?`
  throw new UsageError(`no ${what} ${path}: ${advice}`)
}

function readJson(file: string): InventorySpec<object> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new UsageError(`it is no JSON: ${error instanceof Error ? error.message : error}`)
  }
}
