import { masker } from '../core/secret.ts'
import { runPlays } from '../engine/run.ts'
import { createReport, type ReportKind } from '../report/report.ts'
import { readConfig } from './config.ts'
import { exitStatus } from './exit.ts'
import { onInterrupt } from './interrupt.ts'
import { loadInventory, loadPlaybook } from './load.ts'
import { missingFiles } from './local-files.ts'
import { prepare } from './prepare.ts'
import { resolveSecrets } from './secrets.ts'

/** The options of `runbook apply`, as commander gives them. */
export interface ApplyOptions {
  readonly dryRun: boolean
  readonly diff: boolean
  readonly limit?: string
  readonly tags?: readonly string[]
  readonly skipTags?: readonly string[]
  readonly set: readonly string[]
  readonly forks?: number
  readonly output?: ReportKind
  readonly detailedExitcode: boolean
  readonly verbose: boolean
}

/** Carries out a playbook, reports on standard output, and gives the exit status. */
export async function apply(inventoryPath: string, playbookName: string, options: ApplyOptions): Promise<number> {
  const config = await readConfig(process.cwd())
  const inventory = await loadInventory(inventoryPath)
  const playbook = await loadPlaybook(playbookName, config.playbooks)
  const resolve = (secrets: Parameters<typeof resolveSecrets>[0]) => resolveSecrets(secrets, process.env)
  const prepared = await prepare({ ...options, inventory, playbook, resolve, missing: missingFiles })
  const report = createReport(options.output ?? config.output ?? (isTerminal() ? 'tree' : 'lines'), {
    out: process.stdout,
    err: process.stderr,
    diff: options.diff,
    verbose: options.verbose,
    mask: masker(prepared.secrets),
  })
  const interrupt = onInterrupt({ say: report.note, beforeExit: report.end })
  const forks = options.forks ?? config.forks
  try {
    const summary = await runPlays({
      ...prepared,
      playbook: playbook.name,
      dryRun: options.dryRun,
      ...(options.tags ? { tags: options.tags } : {}),
      ...(options.skipTags ? { skipTags: options.skipTags } : {}),
      ...(forks === undefined ? {} : { forks }),
      ...(report.renderer ? { renderer: report.renderer } : {}),
      signal: interrupt.signal,
      emit: report.emit,
    })
    return exitStatus(summary, { detailed: options.detailedExitcode, interrupted: interrupt.signal.aborted })
  } finally {
    interrupt.stop()
    report.end()
  }
}

const isTerminal = (): boolean => process.stdout.isTTY === true && process.env.TERM !== 'dumb'
