import { existsSync, statSync } from 'node:fs'
import { UsageError } from '../core/failure.ts'
import { readConfig } from './config.ts'
import { playbookNames } from './find-playbook.ts'
import { trustOf } from './trust.ts'
import { shown } from './where.ts'

/** The files of a command: its inventory, and its playbook. */
export interface Files {
  readonly inventory: string
  readonly playbook?: string
}

export type Options = { readonly trustFolder?: readonly string[] }

/**
 * The inventory and the playbook that are to be run, where one word is given: the inventory is that of the configuration.
 *
 * @example await filesOf('web', {})
 */
export async function filesOf(first: string, options: Options): Promise<Required<Files>> {
  const { inventory } = await configOf(options)
  if (inventory === undefined)
    throw new UsageError(`${first} is given alone: name the inventory and the playbook, as in hosts.ts web, ${orSet}`)
  return { inventory: shown(inventory), playbook: first }
}

/** The same of a command that looks at an inventory, and at a playbook where one is named. */
export async function filesToLookAt(
  first: string | undefined,
  second: string | undefined,
  options: Options,
): Promise<Files> {
  if (first !== undefined && (second !== undefined || isModule(first)))
    return { inventory: first, ...(second === undefined ? {} : { playbook: second }) }
  const { inventory } = await configOf(options)
  if (inventory !== undefined)
    return { inventory: shown(inventory), ...(first === undefined ? {} : { playbook: first }) }
  throw new UsageError(
    first === undefined
      ? `name the inventory, ${orSet}`
      : `${first} is no inventory, which is a .ts, .js or .json file: name it before the playbook, ${orSet}`,
  )
}

/** The same of a command that needs no playbook. */
export const inventoryOf = async (given: string | undefined, options: Options): Promise<string> =>
  given ?? (await filesToLookAt(undefined, undefined, options)).inventory

const configOf = ({ trustFolder }: Options) => readConfig(process.cwd(), trustOf(trustFolder))

/** Whether the only argument of an apply is an approval. One that may be a playbook, too, is neither. */
export async function isApproval(only: string, options: Options): Promise<boolean> {
  const isFile = existsSync(only) && statSync(only).isFile()
  const { inventory, playbooks } = await configOf(options)
  if (inventory === undefined || isModule(only)) return inventory === undefined
  const isPlaybook = playbookNames(playbooks).includes(only)
  if (isFile && isPlaybook)
    throw new UsageError(
      `${only} is a file here and the name of a playbook: write ./${only} for an approval, or name the inventory, too`,
    )
  return isFile || !isPlaybook
}

/** Whether a word looks like the name of an inventory's file. */
export const isModule = (text: string): boolean => /\.([cm]?[jt]s|json)$/.test(text)

const orSet = "or set inventory: './hosts.ts' in runbook.config.ts"
