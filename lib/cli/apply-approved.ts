import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Closeness } from '../core/approval/closeness.ts'
import { headingDifferences, partDifferences } from '../core/approval/heading-differences.ts'
import type { Approval, ApprovedPart, ApprovedStep } from '../core/approval.ts'
import type { Event } from '../core/event.ts'
import { UsageError } from '../core/failure.ts'
import type { RunOptions } from '../engine/run.ts'
import { readApproval } from './approval-file.ts'
import { headingOf } from './approval-of.ts'
import { sourceDifferences } from './approval-source.ts'
import type { ExecuteOptions } from './execute-options.ts'
import { isPlanned, refusedStatus } from './plan.ts'
import { type Ready, whenReady } from './ready.ts'
import { runOrRollBack } from './rollback-on-failure.ts'
import { trustOf } from './trust.ts'

/**
 * Carries out what was approved, and nothing else. All hosts are planned anew and compared before anything is changed; then
 * each play once more, on the hosts as they are when it is reached.
 */
export async function applyApproved(
  file: string,
  options: ExecuteOptions & { readonly dryRun: boolean },
): Promise<number> {
  const { limit, tags, skipTags, startAt, set } = options
  if ([limit, tags, skipTags, startAt].some((one) => one !== undefined) || set.length > 0)
    throw new UsageError(
      `${file} says what is chosen and set: leave out --limit, --tags, --skip-tags, --start-at and --set`,
    )
  const approval = readApproval(file)
  mustBeTrusted(approval, options)
  const { inventory, playbook, selection } = approval
  const all = { ...options, ...selection }
  return whenReady('apply', inventory.given, playbook.given, all, async (ready) => {
    const { report } = ready
    report.note(`note: ${file} was planned at ${approval.at}: ${playbook.name} for ${inventory.given}`)
    const now = await headingOf(inventory.given, playbook.given, all, ready)
    const faults = [
      ...sourceDifferences('playbook', playbook, now.playbook),
      ...sourceDifferences('inventory', inventory, now.inventory),
      ...headingDifferences(approval, now),
    ]
    if (faults.length > 0) return refuse(file, faults, ready)
    const held: Event[] = []
    const heard: ApprovedPart[] = []
    const emit = options.dryRun ? report.emit : (event: Event) => void held.push(event)
    const hear = (part: ApprovedPart) => void heard.push(part)
    const planned = ready.status(
      await ready.run({ mode: 'plan', emit, approval: { ...comparing(approval, 'exactly'), hear } }),
    )
    if (!isPlanned(planned)) {
      for (const event of held) report.emit(event.type === 'summary' ? { ...event, heldBack: true } : event)
      report.note(`${file} is not carried out: nothing was changed on any host`)
      return planned
    }
    const others = partDifferences(approval.parts, heard)
    if (others.length > 0) return refuse(file, others, ready)
    if (options.dryRun) return planned
    return runOrRollBack(ready, options, { mode: 'apply', approval: comparing(approval, 'as known') })
  })
}

/** An approval names files whose code is run, and its user has not named them. */
function mustBeTrusted({ inventory, playbook }: Approval, { trustFolder }: ExecuteOptions): void {
  const trust = trustOf(trustFolder)
  for (const { given } of [inventory, playbook]) if (existsSync(given)) trust.check(resolve(given))
}

function comparing({ parts }: Approval, closeness: Closeness): NonNullable<RunOptions['approval']> {
  const steps = (play: string, host: string): readonly ApprovedStep[] =>
    parts.find((part) => part.play === play && part.host === host)?.steps ?? []
  return { compare: { closeness, steps } }
}

function refuse(file: string, faults: readonly string[], { report }: Ready): number {
  report.note(
    `${file} is not carried out, and nothing was changed: what is there now is not what was approved:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
  )
  return refusedStatus
}
