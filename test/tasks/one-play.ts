import type { ConnectionSpec } from '../../lib/core/connection.ts'
import type { Change, HostSummary, Status } from '../../lib/core/event.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Become, Resources } from '../../lib/core/task.ts'
import { runPlays } from '../../lib/engine/run.ts'

export interface Played {
  /** How each step ended at last. */
  readonly statuses: readonly (Status | undefined)[]
  /** All reasons, a line each. */
  readonly reasons: string
  readonly changes: readonly Change[]
  readonly summary: HostSummary
}

/** Plays resources on one host by the real engine, as `runbook apply` does. */
export async function playOn(
  connect: ConnectionSpec,
  resources: Resources,
  options: { dryRun?: boolean; become?: Become } = {},
): Promise<Played> {
  const inventory = defineInventory({ hosts: { host: { connect } } })
  const statuses: (Status | undefined)[] = []
  const reasons: string[] = []
  const changes: Change[] = []
  const { hosts } = await runPlays({
    playbook: 'test',
    inventory,
    plays: [play('test', inventory.group('all'), () => resources, options.become ? { become: options.become } : {})],
    hosts: new Set(['host']),
    secrets: [],
    dryRun: options.dryRun ?? false,
    emit: (event) => {
      if (event.type === 'unreachable') throw new Error(event.reason)
      if (event.type !== 'step') return
      statuses[event.index] = event.status
      if (event.reason) reasons.push(event.reason)
      changes.push(...(event.changes ?? []))
    },
  })
  const summary = hosts.host
  if (!summary) throw new Error('no summary')
  return { statuses, reasons: reasons.join('\n'), changes, summary }
}
