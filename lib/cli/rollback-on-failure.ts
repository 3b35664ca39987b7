import { type Event, isFault } from '../core/event.ts'
import { newRunId } from '../engine/host-journal.ts'
import { interruptedWords } from '../engine/interrupted-words.ts'
import type { ExecuteOptions, RollbackScope } from './execute-options.ts'
import { keepFailed } from './limit-file.ts'
import type { OwnOptions, Ready } from './ready.ts'
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
  const isKept = keepFailed(
    inventoryFile,
    prepared.hosts,
    behind.map(({ host }) => host),
  )
  if (own.mode !== 'apply') return status
  if (scope !== undefined) {
    const { rollBackFailures } = await import('./roll-back-failures.ts')
    const hosts = failures.hosts(scope === 'play' ? scope : 'host')
    await rollBackFailures(id, hosts, failures.elsewhere(hosts), ready)
  } else {
    const lines = whatNext(behind, {
      hosts: prepared.hosts.size,
      words: process.argv.slice(2),
      inventory: inventoryFile,
      run: id,
      isKept,
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
  const changedAt = new Map<string, Set<string>>()
  return {
    hear(event: Event) {
      if (event.type === 'start')
        for (const { name, hosts } of event.plays)
          hostsOf.set(
            name,
            hosts.map((host) => host.name),
          )
      if (event.type === 'step' && event.elsewhere !== undefined && event.status === 'changed')
        changedAt.set(event.host, (changedAt.get(event.host) ?? new Set()).add(event.elsewhere))
      const fails = event.type === 'unreachable' || (event.type === 'step' && isFault(event.status))
      if (fails) failed.set(event.play, (failed.get(event.play) ?? new Set()).add(event.host))
    },
    /** Other hosts that steps of these have changed. */
    elsewhere: (hosts: readonly string[]): string[] =>
      [...new Set(hosts.flatMap((name) => [...(changedAt.get(name) ?? [])]))].filter((name) => !hosts.includes(name)),
    hosts: (scope: RollbackScope): string[] => [
      ...new Set([...failed].flatMap(([play, own]) => (scope === 'play' ? (hostsOf.get(play) ?? []) : [...own]))),
    ],
  }
}
