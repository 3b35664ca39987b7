import { resolve } from 'node:path'
import { eachFault, UsageError } from '../core/failure.ts'
import { readConfig } from './config.ts'
import type { Places } from './find-playbook.ts'
import { loadInventory, loadPlaybook, playbookFile } from './load.ts'
import { missingFiles } from './local-files.ts'
import { prepare } from './prepare.ts'
import { standIn } from './secrets.ts'
import { trustOf } from './trust.ts'
import { typeFaults } from './type-check.ts'
import { shown, userFaults } from './where.ts'

/** The options of `runbook check`, as commander gives them: what is chosen is chosen as by `apply`. */
export interface CheckOptions {
  readonly limit?: string
  readonly tags?: readonly string[]
  readonly skipTags?: readonly string[]
  readonly set: readonly string[]
  readonly trustFolder?: readonly string[]
}

/**
 * `runbook check`: all that can be told of an inventory, and of a playbook with it, before a host is asked: types where
 * there is a TypeScript, options, keys, variables, files of this machine; of its plays and of those that verify. No secret
 * is read. Gives what to print.
 */
export async function check(
  inventoryPath: string,
  playbookName: string | undefined,
  options: CheckOptions,
): Promise<string> {
  const trust = trustOf(options.trustFolder)
  const places = { ...(await readConfig(process.cwd(), trust)), trust }
  const playbook = playbookName === undefined ? undefined : playbookFile(playbookName, places).file
  const files = [resolve(inventoryPath), ...(playbook === undefined ? [] : [playbook])]
  const typed = await typeFaults(
    files.filter((file) => /\.[cm]?ts$/.test(file)),
    trust,
  )
  const run = await lookAt(inventoryPath, playbookName, places, options)
  const faults = [...typed.faults, ...run.faults]
  if (faults.length > 0)
    throw new UsageError(
      [`${plural(faults.length)}:`, ...faults.map((fault) => `  - ${fault}`), ...(typed.note ? [typed.note] : [])].join(
        '\n',
      ),
    )
  const what = [inventoryPath, ...(playbookName === undefined ? [] : [playbookName])]
    .map((one) => shown(one))
    .join(' with ')
  const notes = run.notes.map((note) => `note: ${note}\n`)
  return `${what}: no faults${typed.note === undefined ? '' : ` (${typed.note})`}\n${notes.join('')}`
}

async function lookAt(
  inventoryPath: string,
  playbookName: string | undefined,
  places: Places,
  options: CheckOptions,
): Promise<{ readonly faults: readonly string[]; readonly notes: readonly string[] }> {
  const faults: string[] = []
  const tell = (more: readonly unknown[], file: string) => void faults.push(...userFaults(more, file))
  const loaded = <Module>(load: () => Promise<Module>): Promise<Module | undefined> =>
    load().catch((error) => {
      faults.push(...faultsIn(error))
      return undefined
    })
  const inventory = await loaded(() => loadInventory(inventoryPath, tell))
  const found = playbookName === undefined ? undefined : await loaded(() => loadPlaybook(playbookName, places, tell))
  if (inventory === undefined || found === undefined) return { faults, notes: inventory?.notes ?? [] }
  const { playbook, notes } = found
  const wanted = { ...options, inventory, inventoryFile: inventoryPath, resolve: standIn }
  const plays = await faultsOf(() => prepare({ ...wanted, playbook, missing: missingFiles }))
  const { verify } = playbook
  // What is chosen is chosen of the plays: the checks are looked at as a whole.
  const whole = {
    inventory,
    set: options.set,
    resolve: standIn,
    playbook: { ...playbook, ...(verify ? { plays: verify } : {}) },
  }
  const checks = verify ? await faultsOf(() => prepare(whole)) : []
  return { faults: [...new Set([...faults, ...plays, ...checks])], notes: [...notes, ...inventory.notes] }
}

const faultsOf = (work: () => Promise<unknown>): Promise<readonly string[]> => work().then(() => [], faultsIn)

function faultsIn(error: unknown): string[] {
  if (error instanceof UsageError) return eachFault(error.message).map((fault) => fault.replace(/^cannot start: /, ''))
  throw error
}

const plural = (count: number): string => (count === 1 ? 'a fault' : `${count} faults`)
