import { hostname, userInfo } from 'node:os'
import { type Item, namesIn } from '../core/build.ts'
import { isIdle, type Mode, type Summary } from '../core/event.ts'
import { UsageError } from '../core/failure.ts'
import { unmasked } from '../core/mask.ts'
import type { Playbook } from '../core/playbook.ts'
import { run } from '../engine/run.ts'
import { createReports } from '../report/create-reports.ts'
import { plain } from '../report/plain.ts'
import { readConfig } from './config.ts'
import { exitStatus } from './exit.ts'
import { onInterrupt } from './interrupt.ts'
import { loadInventory, loadPlaybook } from './load.ts'
import { missingFiles } from './local-files.ts'
import { prepare } from './prepare.ts'
import { type NamedReport, reportFiles } from './report-files.ts'
import { resolveSecrets } from './secrets.ts'
import { nothingChosen } from './select.ts'
import { toTheEnd } from './to-the-end.ts'
import { trustOf } from './trust.ts'
import { userFault } from './where.ts'

/** The options of the commands that go to hosts, as commander gives them. */
export interface ExecuteOptions {
  readonly limit?: string
  readonly tags?: readonly string[]
  readonly skipTags?: readonly string[]
  readonly set: readonly string[]
  readonly forks?: number
  /** Seconds to wait for a host on which another run acts. */
  readonly lockTimeout?: number
  readonly output?: readonly NamedReport[]
  readonly diff?: boolean
  readonly detailedExitcode?: boolean
  readonly verbose: boolean
  /** Folders whose files are run without being named, whoever may write there. */
  readonly trustFolder?: readonly string[]
}

/** Carries out a playbook, or the checks of one, reports, and gives the exit status. */
export async function execute(
  mode: Mode,
  inventoryPath: string,
  playbookName: string,
  options: ExecuteOptions,
): Promise<number> {
  const trust = trustOf(options.trustFolder)
  const config = await readConfig(process.cwd(), trust)
  const inventory = await loadInventory(inventoryPath)
  const found = await loadPlaybook(playbookName, { ...config, trust })
  const playbook = mode === 'verify' ? checksOf(found.playbook) : found.playbook
  const resolve = (secrets: Parameters<typeof resolveSecrets>[0]) => resolveSecrets(secrets, process.env)
  const local = mode === 'verify' ? {} : { missing: missingFiles }
  const prepared = await prepare({ ...options, ...local, inventory, playbook, resolve })
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
  for (const note of [...found.notes, ...inventory.notes, ...unmasked(prepared.secrets, namesIn(prepared.plays))])
    report.note(`note: ${note}`)
  const interrupt = onInterrupt({ say: report.note, beforeExit: report.end })
  const forks = options.forks ?? config.forks
  let status: number
  let summary: Summary | undefined
  try {
    const plays = {
      ...prepared,
      playbook: playbook.name,
      mode,
      by: `${userInfo().username}@${hostname()}`,
      diffs: diff,
      tags: options.tags,
      skipTags: options.skipTags,
      ...(forks === undefined ? {} : { forks }),
      ...(options.lockTimeout === undefined ? {} : { lockTimeout: options.lockTimeout }),
      ...(report.renderer ? { renderer: report.renderer } : {}),
      signal: interrupt.signal,
      leave: interrupt.leave,
      emit: report.emit,
      faultWords: (error: unknown, asker: Item) => userFault(error, undefined, () => prepared.placeOf(asker)).message,
    }
    summary = await toTheEnd(1, () => run(plays))
    status = exitStatus(summary, {
      detailed: options.detailedExitcode === true,
      interrupted: interrupt.signal.aborted,
    })
  } finally {
    interrupt.stop()
    report.end()
  }
  if (summary !== undefined && !interrupt.signal.aborted && isIdle(summary) && (options.tags ?? options.skipTags))
    process.stderr.write(`runbook: ${nothingChosen(playbook.name, options)}\n`)
  return status === 0 && !isWhole ? 1 : status
}

const isTerminal = (): boolean => process.stdout.isTTY === true && process.env.TERM !== 'dumb'

/** The same playbook with its checks in place of its plays. */
function checksOf(playbook: Playbook): Playbook {
  if (playbook.verify) return { ...playbook, plays: playbook.verify }
  throw new UsageError(
    `the playbook ${playbook.name} has no checks: give playbook('${playbook.name}', { …, verify: (inventory) => [play(…)] })`,
  )
}
