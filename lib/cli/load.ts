import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, resolve } from 'node:path'
import { collectFaultsOf } from '../core/collect-faults.ts'
import { kindOf, throwFaults, UsageError } from '../core/failure.ts'
import { defineInventory, type Inventory, isInventory } from '../core/inventory.ts'
import type { InventorySpec } from '../core/inventory-spec.ts'
import { nearest } from '../core/nearest.ts'
import { isPlaybook, type Playbook } from '../core/playbook.ts'
import { type FoundPlaybook, findPlaybook, type Places } from './find-playbook.ts'
import { importModule } from './module.ts'
import { loadWithin } from './to-the-end.ts'
import { inUserCode, shown, userFault, userFaults } from './where.ts'

/** The inventory that a file exports, or that a function which it exports gives. A JSON file holds what `defineInventory` takes. */
export async function loadInventory(path: string, tell = toldAtOnce): Promise<Inventory> {
  const file = existing(path, 'inventory')
  if (!/\.([cm]?[jt]s|json)$/.test(file)) (await import('./approval-file.ts')).mustBeNone(path)
  if (extname(file) === '.json') return inUserCode(file, () => defineInventory(readJson(file)))
  const exported = await defaultExport(file, tell)
  const found = typeof exported === 'function' ? await given(file, exported as () => unknown, tell) : exported
  if (isInventory(found)) return found
  throw new UsageError(
    `${shown(file)}: ${insteadOf('an inventory', found)}: write export default defineInventory({ … })`,
  )
}

/** What a function gives that asks others for the hosts, as a cloud does. */
async function given(file: string, ask: () => unknown, tell: typeof toldAtOnce): Promise<unknown> {
  const { value, faults } = await loadWithin(file, () => collectFaultsOf(async () => ask()))
  if (value === undefined && faults.length > 0) return toldAtOnce(faults, file)
  if (faults.length > 0) tell(faults, file)
  return value
}

/** The playbook of a file, or of a name: see `findPlaybook`. */
export async function loadPlaybook(nameOrPath: string, places: Places, tell = toldAtOnce): Promise<LoadedPlaybook> {
  const { file, notes } = playbookFile(nameOrPath, places)
  const found = await defaultExport(file, tell)
  if (isPlaybook(found)) return { playbook: found, file, notes }
  throw new UsageError(
    `${shown(file)}: ${insteadOf('a playbook', found)}: write export default playbook('name', { vars: …, plays: … })`,
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

/** What a file exports. `tell` hears the faults of calls that it makes while it is loaded: they leave stand-ins. */
async function defaultExport(file: string, tell: typeof toldAtOnce): Promise<unknown> {
  const { value: exports, faults } = await loadWithin(file, () => collectFaultsOf(() => importModule(file)))
  if (exports === undefined) return toldAtOnce(faults, file)
  if (faults.length > 0) tell(faults, file)
  // jiti answers to `default` with the module itself where there is none.
  if ('default' in exports) return exports.default
  return isInventory(exports) || isPlaybook(exports) ? exports : undefined
}

function toldAtOnce(faults: readonly unknown[], file: string): void {
  if (faults.length === 1) throw userFault(faults[0], file)
  throwFaults('cannot start', userFaults(faults, file))
}

function insteadOf(wanted: string, found: unknown): string {
  if (found === undefined) return `it has no default export, which is to be ${wanted}`
  const kind = isInventory(found) ? 'an inventory' : isPlaybook(found) ? 'a playbook' : kindOf(found)
  return `its default export is ${kind}, not ${wanted}`
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
  const place = what === 'inventory' ? ', which comes before the playbook: runbook apply hosts.ts web' : ''
  const advice =
    near === undefined ? `give the path of the ${what}${place}` : `did you mean ${shown(resolve(folder, near))}?`
  throw new UsageError(`no ${what} ${path}: ${advice}`)
}

function readJson(file: string): InventorySpec<object> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new UsageError(`it is no JSON: ${error instanceof Error ? error.message : error}`)
  }
}
