import { withExamples } from '../core/build.ts'
import { type Event, isFault } from '../core/event.ts'
import type { Become } from '../core/resource.ts'
import { openFleet } from '../engine/fleet.ts'
import { newRunId } from '../engine/host-journal.ts'
import { interruptedWords } from '../engine/interrupted-words.ts'
import { type HostJournals, readJournals } from '../engine/read-journals.ts'
import type { ExecuteOptions, RollbackScope } from './execute-options.ts'
import { othersThan } from './journals.ts'
import { keepFailed } from './limit-file.ts'
import type { OwnOptions, Ready } from './ready.ts'
import { undo } from './rollback.ts'
import { fallenHosts, whatNext } from './what-next.ts'
import { wordMask } from './word-mask.ts'

/** Carries it out, undoes what the options say where that does not get through, and gives the exit status. */
export async function runOrRollBack(
  ready: Ready,
  { rollbackOnFailure: scope }: ExecuteOptions,
  own: OwnOptions,
): Promise<number> {
  const id = newRunId()
  const failures = failuresOf()
  const { signal } = ready.heard
  const fallen = fallenHosts(() => (signal?.aborted ? interruptedWords(signal) : undefined))
  const hear = (event: Event) => {
    failures.hear(event)
    fallen.hear(event)
  }
  const summary = await ready.run({ ...own, id, hear })
  const status = ready.status(summary)
  if (own.mode === 'plan') return status
  const behind = fallen.ended(summary)
  const { inventoryFile, prepared } = ready
  keepFailed(
    inventoryFile,
    prepared.hosts,
    behind.map(({ host }) => host),
  )
  if (own.mode !== 'apply') return status
  const failed = failures.hosts('host')
  if (scope !== undefined) await rollBackFailures(id, scope === 'play' ? failures.hosts(scope) : failed, ready)
  else {
    const lines = whatNext(behind, {
      hosts: prepared.hosts.size,
      words: process.argv.slice(2),
      inventory: inventoryFile,
      isEnded: signal?.aborted === true,
      isApproved: own.approval !== undefined,
      mask: wordMask(prepared),
    })
    if (lines.length > 0) ready.report.note(lines.join('\n'))
  }
  return status
}

/** Hears which hosts do not get through, and in which play. */
function failuresOf() {
  const hostsOf = new Map<string, readonly string[]>()
  const failed = new Map<string, Set<string>>()
  return {
    hear(event: Event) {
      if (event.type === 'start')
        for (const { name, hosts } of event.plays)
          hostsOf.set(
            name,
            hosts.map((host) => host.name),
          )
      const fails = event.type === 'unreachable' || (event.type === 'step' && isFault(event.status))
      if (fails) failed.set(event.play, (failed.get(event.play) ?? new Set()).add(event.host))
    },
    hosts: (scope: RollbackScope): string[] => [
      ...new Set([...failed].flatMap(([play, own]) => (scope === 'play' ? (hostsOf.get(play) ?? []) : [...own]))),
    ],
  }
}

/** Undoes what a run has done on these hosts: those where it has changed nothing keep nothing of it. */
async function rollBackFailures(id: string, hosts: readonly string[], ready: Ready): Promise<void> {
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
