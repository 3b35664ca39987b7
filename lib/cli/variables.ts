import { UsageError } from '../core/failure.ts'
import { type Host, type Inventory, withHosts } from '../core/inventory.ts'
import { knownKeys } from '../core/known-keys.ts'
import { forgedWords, holdsReference } from '../core/reference.ts'
import { type Checkable, type Fault, issueFault, unknownWords } from './issue.ts'
import { applySettings, NotInside, type Setting } from './set.ts'

interface Checked {
  /** As the schema gives them; undefined where there are faults. */
  readonly vars?: object
  readonly faults: readonly Fault[]
}

/**
 * The inventory with `--set` made and the variables, shared and of each host, as the playbook's schema gives them; or
 * all faults, each with the inventory's entry. What is wrong with the shared ones is not said again for each host.
 */
export async function checkVariables(
  inventory: Inventory,
  playbook: Checkable,
  settings: readonly Setting[],
): Promise<{ readonly inventory: Inventory } | { readonly faults: readonly string[] }> {
  const check = (vars: object) => checkOne(vars, playbook, settings)
  const hosts = await Promise.all(inventory.hosts.map(async (host) => ({ host, checked: await check(host.vars) })))
  const shared = await checkShared(inventory, check)
  const own = hosts.flatMap(({ host, checked }) =>
    wordsOf(checked)
      .filter((fault) => !wordsOf(shared).includes(fault))
      .map((fault) => `host ${host.name}: ${fault}`),
  )
  const faults = [...wordsOf(shared), ...own]
  if (shared.vars === undefined || faults.length > 0) return { faults }
  const made = hosts.map(({ host, checked }): Host => Object.freeze({ ...host, vars: checked.vars ?? host.vars }))
  return { inventory: withHosts(inventory, made, shared.vars) }
}

const wordsOf = ({ faults }: Checked): string[] => [...new Set(faults.map(({ words }) => words))]

/** What every host has need not be shared: then the shared variables lack it, and reading it there is told as a mistake. */
async function checkShared({ vars, hosts }: Inventory, check: (vars: object) => Promise<Checked>): Promise<Checked> {
  const alone = await check(vars)
  const isOwn = (key: string) => hosts.every((host) => Object.hasOwn(host.vars, key))
  const gaps = alone.faults.flatMap(({ missing }) => (missing !== undefined && isOwn(missing) ? [missing] : []))
  const [first] = hosts
  if (gaps.length === 0 || first === undefined) return alone
  const filled = Object.fromEntries(gaps.map((key) => [key, Reflect.get(first.vars, key)]))
  const checked = await check({ ...vars, ...filled })
  if (checked.vars === undefined) return { faults: checked.faults.filter(({ key }) => !gaps.includes(key ?? '')) }
  const made = { ...checked.vars }
  for (const key of gaps) Object.defineProperty(made, key, { enumerable: false, get: () => notShared(key) })
  return { vars: made, faults: [] }
}

function notShared(key: string): never {
  throw new UsageError(
    `vars.${key} differs from host to host: read it as host.vars.${key}, or set it in the inventory's vars`,
  )
}

async function checkOne(vars: object, playbook: Checkable, settings: readonly Setting[]): Promise<Checked> {
  const wanted = withSettings(vars, settings)
  if (typeof wanted === 'string') return { faults: [{ words: wanted }] }
  const forged = forgedIn(wanted, 'vars')
  if (forged.length > 0) return { faults: forged.map((path) => ({ words: `${path}: ${forgedWords}` })) }
  const result = await playbook.vars['~standard'].validate(wanted)
  if (result.issues) return { faults: result.issues.map((issue) => issueFault(issue, wanted, playbook, settings)) }
  // A schema that drops what it does not know would drop a mistyped --set in silence.
  const kept = [...new Set([...Object.keys(result.value), ...(knownKeys(playbook.vars, []) ?? [])])]
  const dropped = settings.flatMap(({ path: [key = ''] }) => (kept.includes(key) ? [] : [key]))
  if (dropped.length === 0) return { vars: result.value, faults: [] }
  return { faults: dropped.map((key) => ({ key, words: `--set ${key}: ${unknownWords(key, playbook, kept)}` })) }
}

function withSettings(vars: object, settings: readonly Setting[]): object | string {
  try {
    return applySettings(vars, settings)
  } catch (error) {
    if (error instanceof NotInside) return error.message
    throw error
  }
}

/** The paths to the texts that would name a secret: only what runbook itself has written may. */
function forgedIn(value: unknown, path: string, seen = new Set<unknown>()): string[] {
  if (typeof value === 'string') return holdsReference(value) ? [path] : []
  if (typeof value !== 'object' || value === null || seen.has(value)) return []
  seen.add(value)
  return Object.entries(value).flatMap(([key, inner]) => forgedIn(inner, `${path}.${key}`, seen))
}
