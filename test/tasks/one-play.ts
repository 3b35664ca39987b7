import { build } from '../../lib/core/build.ts'
import type { ConnectionSpec } from '../../lib/core/connection.ts'
import type { Change, HostSummary, Status } from '../../lib/core/event.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Become, Resources } from '../../lib/core/resource.ts'
import { run } from '../../lib/engine/run.ts'

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
  options: { dryRun?: boolean; verify?: boolean; become?: Become } = {},
): Promise<Played> {
  const inventory = defineInventory({ hosts: { host: { connect } } })
  const statuses: (Status | undefined)[] = []
  const reasons: string[] = []
  const order: string[] = []
  const changes: Change[] = []
  const { hosts } = await run({
    playbook: 'test',
    inventory,
    plays: build([
      play('test', inventory.group('all'), () => resources, options.become ? { become: options.become } : {}),
    ]),
    hosts: new Set(['host']),
    secrets: [],
    mode: options.verify ? 'verify' : options.dryRun ? 'plan' : 'apply',
    diffs: true,
    emit: (event) => {
      if (event.type === 'unreachable') throw new Error(event.reason)
      if (event.type === 'start') order.push(...(event.plays[0]?.hosts[0]?.steps.map(({ id }) => id) ?? []))
      if (event.type !== 'step') return
      statuses[order.indexOf(event.id)] = event.status
      if (event.reason) reasons.push(event.reason)
      changes.push(...(event.changes ?? []))
    },
  })
  const summary = hosts.host
  if (!summary) throw new Error('no summary')
  return { statuses, reasons: reasons.join('\n'), changes, summary }
}
