import type { Event, Summary } from '../core/event.ts'
import { UsageError } from '../core/failure.ts'
import type { Playbook } from '../core/playbook.ts'
import { masker } from '../core/secret.ts'
import { runPlays } from '../engine/run.ts'
import { tallyOf } from '../engine/tally.ts'
import { createReport } from '../report/report.ts'
import type { ApplyOptions } from './apply.ts'
import { readConfig } from './config.ts'
import { exitStatus } from './exit.ts'
import { onInterrupt } from './interrupt.ts'
import { loadInventory, loadPlaybook } from './load.ts'
import { observe } from './observe.ts'
import { prepare } from './prepare.ts'
import { resolveSecrets } from './secrets.ts'

/** The options of `runbook verify`, as commander gives them. */
export type VerifyOptions = Pick<ApplyOptions, 'limit' | 'tags' | 'skipTags' | 'set' | 'forks' | 'output' | 'verbose'>

/** Carries out the checks of a playbook, which only read, says what each found, and gives the exit status: 0, 1 or 3. */
export async function verify(inventoryPath: string, playbookName: string, options: VerifyOptions): Promise<number> {
  const config = await readConfig(process.cwd())
  const inventory = await loadInventory(inventoryPath)
  const playbook = checksOf(await loadPlaybook(playbookName, config.playbooks))
  const resolve = (secrets: Parameters<typeof resolveSecrets>[0]) => resolveSecrets(secrets, process.env)
  const prepared = await prepare({ ...options, inventory, playbook, resolve })
  const report = createReport(options.output ?? 'lines', {
    out: process.stdout,
    err: process.stderr,
    diff: false,
    verbose: true,
    mask: masker(prepared.secrets),
  })
  const watch = observe(prepared.plays)
  const tally = tallyOf(prepared.inventory.hosts.map(({ name }) => name).filter((name) => prepared.hosts.has(name)))
  let ended: Summary | undefined
  const emit = (event: Event) => {
    const seen = event.type === 'summary' ? counted(event, tally) : watch.seen(event)
    tally.hear(seen)
    report.emit(seen)
    if (seen.type === 'summary') ended = seen
  }
  const interrupt = onInterrupt({ say: report.note, beforeExit: report.end })
  const forks = options.forks ?? config.forks
  try {
    const summary = await runPlays({
      ...prepared,
      plays: watch.plays,
      playbook: playbook.name,
      // Nothing is planned, so nothing could be applied; a dry run cannot do it either.
      dryRun: true,
      ...(options.tags ? { tags: options.tags } : {}),
      ...(options.skipTags ? { skipTags: options.skipTags } : {}),
      ...(forks === undefined ? {} : { forks }),
      ...(report.renderer ? { renderer: report.renderer } : {}),
      signal: interrupt.signal,
      emit,
    })
    return exitStatus(ended ?? summary, { detailed: false, interrupted: interrupt.signal.aborted })
  } finally {
    interrupt.stop()
    report.end()
  }
}

/** The same playbook with its checks in place of its plays. */
function checksOf(playbook: Playbook): Playbook {
  if (playbook.verify) return { ...playbook, plays: playbook.verify }
  throw new UsageError(
    `the playbook ${playbook.name} has no checks: give playbook('${playbook.name}', { …, verify: (inventory) => [play(…)] })`,
  )
}

const counted = (summary: Summary, tally: ReturnType<typeof tallyOf>): Summary => ({
  ...summary,
  dryRun: false,
  hosts: tally.hosts((host) => summary.hosts[host]?.roundTrips ?? 0),
})
