import type { BuiltPlay } from '../core/build.ts'
import { pastPaths } from '../core/past-paths.ts'
import { rollbackItems } from '../core/rollback/items.ts'
import type { HostJournals } from '../engine/read-journals.ts'

export interface RollbackPlays {
  readonly plays: readonly BuiltPlay[]
  /** Of each host, paths of which nothing may be shown. */
  readonly sensitive: ReadonlyMap<string, readonly string[]>
}

/** A run, undone on the hosts that keep it, as one play. */
export function rollbackPlays(id: string, hosts: readonly HostJournals[], keep: readonly string[] = []): RollbackPlays {
  const name = `roll back ${id}`
  const all = hosts.flatMap(({ host, journals, scripts }) => {
    const own = journals.filter(({ run }) => run.id === id)
    return own.length === 0 || scripts === undefined ? [] : [{ host, own, scripts }]
  })
  return {
    plays: [
      {
        name,
        options: {},
        hosts: all.map(({ host, own, scripts }) => ({
          host,
          items: rollbackItems({ host, journals: own, scripts, keep }, `${name}/${host}`),
        })),
      },
    ],
    sensitive: new Map(
      all.map(({ host, own }) => [
        host,
        pastPaths(own).flatMap(({ path, salt }) => (salt === undefined ? [] : [path])),
      ]),
    ),
  }
}

/** The run that is rolled back where none is named: the newest that is none itself, and was not. */
export const newestRun = (hosts: readonly HostJournals[]): string | undefined =>
  hosts
    .flatMap(({ host, journals }) => journals.filter(({ undone }) => !undone.includes(host)))
    .filter(({ run, state }) => run.undoes === undefined && state !== 'running')
    .map(({ run }) => run.id)
    .sort()
    .at(-1)
