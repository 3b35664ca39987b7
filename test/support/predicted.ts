import type { BuiltPlay } from '../../lib/core/build.ts'
import type { Inventory } from '../../lib/core/inventory.ts'
import type { Node } from '../../lib/core/state.ts'
import { openFleet } from '../../lib/engine/fleet.ts'
import { planHost } from '../../lib/engine/plan-host.ts'

/** What plays will have left at each path of each host that they change, content and all: as a dry run predicts it. */
export async function predictedNodes(
  inventory: Inventory,
  plays: readonly BuiltPlay[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, Node>>> {
  const fleet = openFleet(inventory)
  const found = new Map<string, Map<string, Node>>()
  try {
    for (const play of plays) {
      for (const { host, items } of play.hosts) {
        const hostState = fleet.hostState(host)
        const { operations, state } = await planHost({ play, hostState, fleet }, items)
        hostState.state = state
        const nodes = found.get(host) ?? new Map<string, Node>()
        found.set(host, nodes)
        for (const { effects } of operations) for (const { real, after } of effects) nodes.set(real, after)
      }
    }
  } finally {
    await fleet.close()
  }
  return found
}
