import { hostname, userInfo } from 'node:os'
import { namesIn } from '../core/build.ts'
import { isIdle, type Mode, type Summary } from '../core/event.ts'
import { UsageError } from '../core/failure.ts'
import { unmasked } from '../core/mask.ts'
import type { Playbook } from '../core/playbook.ts'
import type { Secret } from '../core/secret.ts'
import { type RunOptions, run } from '../engine/run.ts'
import { createReports } from '../report/create-reports.ts'
import { plain } from '../report/plain.ts'
import type { Report } from '../report/report.ts'
import { askBecomePassword } from './become-password.ts'
import { readConfig } from './config.ts'
import type { ExecuteOptions } from './execute-options.ts'
import { exitStatus } from './exit.ts'
import { onInterrupt } from './interrupt.ts'
import { loadInventory, loadPlaybook } from './load.ts'
import { missingFiles } from './local-files.ts'
import { type Prepared, prepare } from './prepare.ts'
import { reportFiles } from './report-files.ts'
import { runSources } from './secrets/place.ts'
import { secretResolver } from './secrets.ts'
import { nothingChosen } from './select.ts'
import { toTheEnd } from './to-the-end.ts'
import { trustOf } from './trust.ts'
import { userFault } from './where.ts'

/** A playbook and its hosts, of which all that can be checked before a host is asked has been checked. */
export interface Ready {
  readonly prepared: Prepared
  readonly playbook: Playbook
  readonly playbookFile: string
  readonly report: Report
  /** Carries it out, heard by the report where nobody else listens. */
  run(options: Pick<RunOptions, 'mode'> & Partial<Pick<RunOptions, 'approval' | 'emit'>>): Promise<Summary>
  /** The exit status of a run. */
  status(summary: Summary): number
}

type Work = (ready: Ready) => Promise<number>

/**
 * Loads and checks an inventory and a playbook, lets somebody work with them, and gives the exit status of that. A user's own
 * code that ends the process before is told: until hosts are asked, nothing has been touched.
 */
export const whenReady = (
  mode: Mode,
  inventoryPath: string,
  playbookName: string,
  options: ExecuteOptions,
  work: Work,
): Promise<number> => toTheEnd(64, () => ready(mode, inventoryPath, playbookName, options, work))

async function ready(
  mode: Mode,
  inventoryPath: string,
  playbookName: string,
  options: ExecuteOptions,
  work: Work,
): Promise<number> {
  const trust = trustOf(options.trustFolder)
  const config = await readConfig(process.cwd(), trust)
  const inventory = await loadInventory(inventoryPath)
  const found = await loadPlaybook(playbookName, { ...config, trust })
  const playbook = mode === 'verify' ? checksOf(found.playbook) : found.playbook
  const resolve = secretResolver({
    env: process.env,
    sources: runSources(config, trust),
    folder: config.folder,
    ask: options.askSecret ?? [],
  })
  const local = mode === 'verify' ? {} : { missing: missingFiles }
  const prepared = await prepare({ ...options, ...local, inventory, playbook, resolve })
  const becomePassword = options.askBecomePass ? await askBecomePassword() : undefined
  const secrets = [...prepared.secrets, ...(becomePassword ? [becomePassword] : [])]
  const { diff = false } = options
  const kind = config.output ?? (mode !== 'verify' && isTerminal() ? 'tree' : 'lines')
  let isWhole = true
  const files = reportFiles(options.output ?? [{ kind }], (words) => {
    isWhole = false
    process.stderr.write(`runbook: ${plain(words)}\n`)
  })
  const report = await createReports(files, {
    out: process.stdout,
    err: process.stderr,
    diff,
    verbose: options.verbose || mode === 'verify',
  })
  const told = new Set<string>()
  const tell = (notes: readonly string[]) => {
    for (const note of notes) if (!told.has(note)) report.note(`note: ${note}`)
    for (const note of notes) told.add(note)
  }
  const named = (some: readonly Secret[]) => tell(unmasked(some, namesIn(prepared.plays)))
  tell([...found.notes, ...inventory.notes])
  named(secrets)
  const interrupt = onInterrupt({ say: report.note, beforeExit: report.end })
  const forks = options.forks ?? config.forks
  let status: number
  let ended: Summary | undefined
  try {
    status = await work({
      prepared,
      playbook,
      playbookFile: found.file,
      report,
      async run(own) {
        const plays: RunOptions = {
          ...prepared,
          secrets,
          named,
          ...(becomePassword ? { becomePassword } : {}),
          playbook: playbook.name,
          by: `${userInfo().username}@${hostname()}`,
          diffs: diff,
          ...(options.tags === undefined ? {} : { tags: options.tags }),
          ...(options.skipTags === undefined ? {} : { skipTags: options.skipTags }),
          ...(forks === undefined ? {} : { forks }),
          ...(options.lockTimeout === undefined ? {} : { lockTimeout: options.lockTimeout }),
          ...(report.renderer && own.emit === undefined ? { renderer: report.renderer } : {}),
          signal: interrupt.signal,
          leave: interrupt.leave,
          emit: report.emit,
          faultWords: (error, asker) => userFault(error, undefined, () => prepared.placeOf(asker)).message,
          ...own,
        }
        ended = await toTheEnd(1, () => run(plays))
        return ended
      },
      status: (summary) =>
        exitStatus(summary, { detailed: options.detailedExitcode === true, interrupted: interrupt.signal.aborted }),
    })
  } finally {
    interrupt.stop()
    report.end()
  }
  if (ended !== undefined && status === 1 && isUntouched(ended) && (options.tags ?? options.skipTags))
    process.stderr.write(`runbook: ${nothingChosen(playbook.name, options)}\n`)
  return status === 0 && !isWhole ? 1 : status
}

/** Nothing of it was done, and nothing has failed: what the user has chosen leaves nothing to do. */
const isUntouched = (summary: Summary): boolean =>
  isIdle(summary) && Object.values(summary.hosts).every(({ failed }) => failed === 0)

const isTerminal = (): boolean => process.stdout.isTTY === true && process.env.TERM !== 'dumb'

/** The same playbook with its checks in place of its plays. */
function checksOf(playbook: Playbook): Playbook {
  if (playbook.verify) return { ...playbook, plays: playbook.verify }
  throw new UsageError(
    `the playbook ${playbook.name} has no checks: give playbook('${playbook.name}', { …, verify: (inventory) => [play(…)] })`,
  )
}
