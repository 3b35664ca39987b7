import type { Summary } from '../core/event.ts'
import { UsageError } from '../core/failure.ts'
import type { Inventory } from '../core/inventory.ts'
import { nearest } from '../core/nearest.ts'
import { pastPaths } from '../core/past-paths.ts'
import { isAtOrBelow } from '../core/paths.ts'
import { type Secret, secretsIn } from '../core/secret.ts'
import type { HostJournals } from '../engine/read-journals.ts'
import { type RunOptions, run } from '../engine/run.ts'
import { type JournalOptions, journalsOf } from './journals.ts'
import type { NamedReport } from './report-files.ts'
import { isTerminal, type Reporting, reported } from './reported.ts'
import { newestRun, rollbackPlays } from './rollback-plays.ts'
import { toTheEnd } from './to-the-end.ts'

export interface RollbackOptions extends JournalOptions {
  readonly run?: string
  readonly keep: readonly string[]
  readonly dryRun: boolean
  readonly diff: boolean
  readonly detailedExitcode: boolean
  readonly lockTimeout?: number
  readonly output?: readonly NamedReport[]
  readonly report?: readonly NamedReport[]
}

/** Undoes a run on the hosts that keep it, by a plan made of their journals. */
export async function rollback(inventoryPath: string, options: RollbackOptions): Promise<number> {
  const { inventory, hosts, becomePassword } = await journalsOf(inventoryPath, options)
  const id = chosenRun(hosts, options.run)
  const keep = options.keep.map((path) => keptPath(path, id, hosts))
  const unread = hosts.flatMap(({ host, fault }) => (fault === undefined ? [] : [{ host, ...fault }]))
  return reported({ ...options, kind: isTerminal() ? 'tree' : 'lines' }, async (reporting) => {
    const { report, status } = reporting
    for (const { host, reason } of unread)
      report.note(`note: ${host} is left as it is, for its journal could not be read: ${reason}`)
    const summary = await undo({
      ...{ id, inventory, hosts, options: { ...options, keep }, reporting, mode: options.dryRun ? 'plan' : 'apply' },
      ...(becomePassword === undefined ? {} : { becomePassword }),
    })
    const gravest = unread.some((one) => one.status === 'unreachable') ? 3 : unread.length > 0 ? 4 : 0
    return status(summary) || gravest
  })
}

export interface Undoing {
  readonly id: string
  readonly inventory: Inventory
  readonly hosts: readonly HostJournals[]
  readonly options: { readonly keep?: readonly string[]; readonly forks?: number }
  readonly reporting: Pick<Reporting, 'options'>
  readonly mode: RunOptions['mode']
  readonly becomePassword?: Secret
}

/** The rollback of a run as a run of its own. */
export function undo({ id, inventory, hosts, options, reporting, mode, becomePassword }: Undoing): Promise<Summary> {
  const { plays, sensitive } = rollbackPlays(id, hosts, options.keep)
  const secrets = [
    ...secretsIn(inventory.hosts.map(({ connect, become }) => [connect, become])),
    ...(becomePassword === undefined ? [] : [becomePassword]),
  ]
  return toTheEnd(1, () =>
    run({
      ...reporting.options,
      inventory,
      plays,
      mode,
      playbook: 'rollback',
      hosts: new Set(plays.flatMap((play) => play.hosts.map(({ host }) => host))),
      secrets,
      ...(becomePassword === undefined ? {} : { becomePassword }),
      sensitive,
      about: { undoes: id },
      ...(options.forks === undefined ? {} : { forks: options.forks }),
    }),
  )
}

/** A path that is to be kept, spelled as journals do: one that the run has not touched would keep nothing. */
function keptPath(given: string, id: string, hosts: readonly HostJournals[]): string {
  const path = given.replace(/(?<=.)\/+$/, '')
  if (!path.startsWith('/'))
    throw new UsageError(`--keep ${given}: give the whole path on the host, as in /etc/app.conf`)
  const touched = hosts.flatMap(({ journals }) => pastPaths(journals.filter(({ run }) => run.id === id)))
  // What a script has put into a folder, nobody has counted.
  if (touched.some((one) => isAtOrBelow(one.path, path) || (one.log !== undefined && isAtOrBelow(path, one.path))))
    return path
  const near = nearest(
    path,
    touched.map((one) => one.path),
  )
  throw new UsageError(
    `--keep ${given}: ${id} has changed nothing there${near === undefined ? '' : `: did you mean ${near}?`}`,
  )
}

const runningOf = (hosts: readonly HostJournals[]): string[] =>
  hosts.flatMap(({ journals }) => journals.flatMap(({ run, state }) => (state === 'running' ? [run.id] : [])))

/** The one run that is meant: what runs just now is the newest, and nobody means the one before by it. */
function chosenRun(hosts: readonly HostJournals[], wanted: string | undefined): string {
  const kept = [...new Set(hosts.flatMap(({ journals }) => journals.map(({ run }) => run.id)))].sort()
  const see = 'see runbook history'
  if (wanted === '') throw new UsageError(`--run has no id: ${see}`)
  if (wanted === undefined) {
    const [running] = runningOf(hosts)
    if (running !== undefined)
      throw new UsageError(`${running} is still running: wait for its end, then run again, or name a run by --run`)
    const newest = newestRun(hosts)
    if (newest !== undefined) return newest
    const faults = hosts.flatMap(({ host, fault }) => (fault === undefined ? [] : [`${host}: ${fault.reason}`]))
    throw new UsageError(
      `no run is kept on these hosts that could be rolled back${faults.length === 0 ? '' : ` (${faults.join('; ')})`}: ${see}, or name one by --run`,
    )
  }
  const found = kept.filter((id) => id.includes(wanted))
  const [only] = found
  if (found.length === 1 && only !== undefined) {
    if (runningOf(hosts).includes(only))
      throw new UsageError(`--run ${only} is still running: wait for its end, then run again`)
    return only
  }
  throw new UsageError(
    found.length === 0
      ? `--run ${wanted}: no such run is kept on these hosts: ${kept.length === 0 ? 'none is' : see}`
      : `--run ${wanted} may be ${found.join(' or ')}: give more of its id`,
  )
}
