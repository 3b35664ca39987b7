import type { Item } from '../core/build.ts'
import type { ConnectionSpec } from '../core/connection.ts'
import { openFleet } from '../engine/fleet.ts'
import { planHost } from '../engine/plan-host.ts'
import { inventoryOn, type PlannedAs, planning } from './laws.ts'

/** The plan of resources on a host as it is now. */
export async function planOn(connect: ConnectionSpec, items: readonly Item[]): Promise<PlannedAs> {
  const fleet = openFleet(inventoryOn(connect))
  try {
    const planned = await planHost(planning(fleet), items)
    return { ...planned, who: fleet.hostState('host').identities.get('login') ?? { user: '', group: '' } }
  } finally {
    await fleet.close()
  }
}
