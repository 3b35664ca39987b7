import { newestRun, rollbackPlays } from '../../lib/cli/rollback-plays.ts'
import { type ConnectionSpec, local } from '../../lib/core/connection.ts'
import type { Event } from '../../lib/core/event.ts'
import { defineInventory, type Inventory } from '../../lib/core/inventory.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { openFleet } from '../../lib/engine/fleet.ts'
import { type HostJournals, readJournals } from '../../lib/engine/read-journals.ts'
import { run } from '../../lib/engine/run.ts'
import { type Ran, runOn } from './runs.ts'

type Options = NonNullable<Parameters<typeof runOn>[2]>

export interface KeptRuns {
  readonly inventory: Inventory
  apply(resources: () => Resources, options?: Options): Promise<Ran>
  journals(): Promise<HostJournals>
  /** Undoes a run (the newest that was not), and tells how its steps ended, by their titles. */
  rollBack(options?: { mode?: 'apply' | 'plan'; id?: string; keep?: string[] }): Promise<RolledBack>
}

export interface RolledBack {
  readonly steps: Readonly<Record<string, string>>
  readonly events: readonly Event[]
}

/** A host of this machine, by a shell, whose journals are in a folder of their own. */
export function keptRuns(root: string, spec: ConnectionSpec = local({ shell: 'dash' })): KeptRuns {
  const connect =
    spec.kind === 'local' ? local({ ...spec.options, env: { ...spec.options.env, RUNBOOK_JOURNAL: root } }) : spec
  const inventory = defineInventory({ hosts: { a: { connect } } })
  const journals = async () => {
    const fleet = openFleet(inventory)
    try {
      return await readJournals(fleet.hostState('a'), { as: [], others: new Set() })
    } finally {
      await fleet.close()
    }
  }
  return {
    inventory,
    journals,
    apply: (resources, options = {}) =>
      runOn({}, () => [play('p', inventory.group('all'), resources)], { ...options, inventory }),
    async rollBack({ mode = 'apply', id, keep } = {}) {
      const found = await journals()
      const undoes = id ?? newestRun([found]) ?? 'none'
      const { plays, sensitive } = rollbackPlays(undoes, [found], keep)
      const events: Event[] = []
      await run({
        playbook: 'rollback',
        inventory,
        plays,
        sensitive,
        mode,
        hosts: new Set(['a']),
        secrets: [],
        diffs: true,
        about: { undoes },
        emit: (event) => void events.push(event),
      })
      const steps = events.flatMap((event) =>
        event.type === 'step'
          ? [[event.title, event.reason === undefined ? event.status : `${event.status}: ${event.reason}`] as const]
          : [],
      )
      return { steps: Object.fromEntries(steps), events }
    },
  }
}
