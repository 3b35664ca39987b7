import { type Inventory, inventoryOf } from '../core/inventory.ts'
import type { Playbook, SchemaIssue } from '../core/playbook.ts'
import { nearest } from '../edit/nearest.ts'
import { meant } from './fault.ts'
import { knownKeys } from './known-keys.ts'
import { applySettings, NotInside, type Setting } from './set.ts'

type Checked =
  | { readonly vars: object; readonly faults?: undefined }
  | { readonly vars?: undefined; readonly faults: readonly string[] }

/**
 * The inventory with `--set` made and the variables, shared and of each host, as the playbook's schema gives them; or
 * all faults, each with the inventory's entry. What is wrong with the shared ones is not said again for each host.
 */
export async function checkVariables(
  inventory: Inventory,
  playbook: Playbook,
  settings: readonly Setting[],
): Promise<{ readonly inventory: Inventory } | { readonly faults: readonly string[] }> {
  const shared = await check(inventory.vars, playbook, settings)
  const hosts = await Promise.all(
    inventory.hosts.map(async (host) => ({ host, checked: await check(host.vars, playbook, settings) })),
  )
  const sharedFaults = shared.faults ?? []
  const own = hosts.map(({ host, checked }) => ({
    host,
    faults: (checked.faults ?? []).filter((fault) => !sharedFaults.includes(fault)),
  }))
  const perHost = hosts.every(({ checked }) => checked.faults === undefined)
  const hint = perHost ? ' (each host has it; the playbook wants it in the shared `vars`, too)' : ''
  const faults = [
    ...sharedFaults.map((fault) => `${fault}${hint}`),
    ...own.flatMap(({ host, faults }) => faults.map((fault) => `host ${host.name}: ${fault}`)),
  ]
  if (shared.vars === undefined || faults.length > 0) return { faults }
  const made = hosts.map(({ host, checked }) => Object.freeze({ ...host, vars: checked.vars ?? host.vars }))
  return { inventory: inventoryOf(made, shared.vars) }
}

async function check(vars: object, playbook: Playbook, settings: readonly Setting[]): Promise<Checked> {
  const wanted = withSettings(vars, settings)
  if (wanted.faults) return wanted
  const result = await playbook.schema['~standard'].validate(wanted.vars)
  if (result.issues)
    return { faults: [...new Set(result.issues.map((issue) => issueWords(issue, wanted.vars, playbook, settings)))] }
  // A schema that drops what it does not know would drop a mistyped --set in silence.
  const known = knownKeys(playbook.schema, []) ?? []
  const kept = [...Object.keys(result.value), ...known]
  const dropped = settings.flatMap(({ path: [key = ''] }) =>
    kept.includes(key) ? [] : [`--set ${key}: ${unknownWords(key, playbook, kept)}`],
  )
  return dropped.length > 0 ? { faults: dropped } : { vars: result.value }
}

function withSettings(vars: object, settings: readonly Setting[]): Checked {
  try {
    return { vars: applySettings(vars, settings) }
  } catch (error) {
    if (error instanceof NotInside) return { faults: [error.message] }
    throw error
  }
}

function issueWords(
  { message, path: segments = [] }: SchemaIssue,
  vars: object,
  playbook: Playbook,
  settings: readonly Setting[],
): string {
  const path = segments.map((segment) => String(typeof segment === 'object' ? segment.key : segment))
  const last = path.at(-1)
  const value = path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    vars,
  )
  const setting = settings.find((one) => path.join('.').startsWith(one.path.join('.')))
  const entry = setting ? `--set ${path.join('.')}` : ['vars', ...path].join('.')
  if (last !== undefined && value === undefined && !isIn(vars, path)) return `${entry} is missing: ${message}`
  const known = knownKeys(playbook.schema, path.slice(0, -1))
  if (last !== undefined && known && !known.includes(last)) return `${entry}: ${unknownWords(last, playbook, known)}`
  return `${entry}: ${message}${quoteAdvice(setting, path)}`
}

const unknownWords = (key: string, { name }: Playbook, known: readonly string[]): string =>
  `the playbook ${name} has no variable ${key}: ${meant(nearest(key, known), known, 'it has')}`

function isIn(vars: object, path: readonly string[]): boolean {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>(
      (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
      vars,
    )
  return typeof parent === 'object' && parent !== null && Object.hasOwn(parent, path.at(-1) ?? '')
}

/** A number or `true` is read as JSON, which is not always meant: 5.10 is a version. */
function quoteAdvice(setting: Setting | undefined, path: readonly string[]): string {
  if (
    !setting ||
    typeof setting.value === 'string' ||
    typeof setting.value === 'object' ||
    path.length !== setting.path.length
  )
    return ''
  return ` (if text is meant, write --set '${path.join('.')}="${setting.text}"')`
}
