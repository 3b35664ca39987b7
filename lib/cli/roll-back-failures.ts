import { withExamples } from '../core/build.ts'
import type { Become } from '../core/resource.ts'
import { openFleet } from '../engine/fleet.ts'
import { readJournals } from '../engine/read-journals.ts'
import { othersThan } from './journals.ts'
import type { Ready } from './ready.ts'
import { undo } from './rollback.ts'
import { severally } from './severally.ts'
import { quoted } from './what-next.ts'

/**
 * Undoes what a run has done on these hosts: those where it has changed nothing keep nothing of it. What their steps have done at others
 * stays, for those may have more of the run: it is named.
 */
export async function rollBackFailures(
  id: string,
  hosts: readonly string[],
  elsewhere: readonly string[],
  ready: Ready,
): Promise<void> {
  const { prepared, becomePassword, heard, report, forks } = ready
  const chosen = [...prepared.hosts].filter((name) => hosts.includes(name))
  if (chosen.length === 0 || heard.signal?.aborted) return
  for (const name of elsewhere)
    report.note(
      `${name} keeps what was done there for ${chosen.join(', ')}: runbook rollback ${quoted(ready.inventoryFile)} --run ${id} --limit ${quoted(name)} --dry-run`,
    )
  const fleet = openFleet(prepared.inventory, { signal: heard.signal, leave: heard.leave, becomePassword })
  const read = (name: string) =>
    readJournals(fleet.hostState(name), { as: actorsOn(name, prepared), others: othersThan(name, prepared.inventory) })
  const found = await severally(chosen, forks, read).finally(() => fleet.close())
  const kept = found.filter(({ journals }) => journals.some(({ run }) => run.id === id))
  for (const { host, fault } of found)
    if (fault) report.note(`${host} is not rolled back, for its journal could not be read: ${fault.reason}`)
  if (kept.length === 0) return report.note(`nothing is rolled back: ${id} has changed nothing on ${chosen.join(', ')}`)
  report.note(`rolling back ${id} on ${kept.map(({ host }) => host).join(', ')}`)
  await undo({
    id,
    inventory: prepared.inventory,
    hosts: kept,
    options: { forks },
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
