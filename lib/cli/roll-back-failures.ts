import { withExamples } from '../core/build.ts'
import type { Become } from '../core/resource.ts'
import { openFleet } from '../engine/fleet.ts'
import { type HostJournals, readJournals } from '../engine/read-journals.ts'
import { othersThan } from './journals.ts'
import type { Ready } from './ready.ts'
import { undo } from './rollback.ts'

/** Undoes what a run has done on these hosts: those where it has changed nothing keep nothing of it. */
export async function rollBackFailures(id: string, hosts: readonly string[], ready: Ready): Promise<void> {
  const { prepared, becomePassword, heard, report } = ready
  const chosen = hosts.filter((name) => prepared.hosts.has(name))
  if (chosen.length === 0 || heard.signal?.aborted) return
  const fleet = openFleet(prepared.inventory, { signal: heard.signal, leave: heard.leave, becomePassword })
  const found: HostJournals[] = []
  try {
    for (const name of chosen) {
      const others = othersThan(name, prepared.inventory)
      found.push(await readJournals(fleet.hostState(name), { as: actorsOn(name, prepared), others }))
    }
  } finally {
    await fleet.close()
  }
  const kept = found.filter(({ journals }) => journals.some(({ run }) => run.id === id))
  for (const { host, fault } of found)
    if (fault) report.note(`${host} is not rolled back, for its journal could not be read: ${fault.reason}`)
  if (kept.length === 0) return report.note(`nothing is rolled back: ${id} has changed nothing on ${chosen.join(', ')}`)
  report.note(`rolling back ${id} on ${kept.map(({ host }) => host).join(', ')}`)
  await undo({
    id,
    inventory: prepared.inventory,
    hosts: kept,
    options: {},
    reporting: { options: heard },
    mode: 'apply',
    ...(becomePassword === undefined ? {} : { becomePassword }),
  })
}

/** As whom anything of a run may have acted there. */
function actorsOn(name: string, { plays }: Ready['prepared']): Become[] {
  const own = plays.flatMap(({ options, hosts }) =>
    hosts
      .filter(({ host }) => host === name)
      .flatMap(({ items }) => [options.become, ...withExamples(items).map(({ resource }) => resource.become)]),
  )
  return [...new Set(own.filter((one) => one !== undefined))]
}
