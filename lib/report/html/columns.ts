import type { RecordedHost, RecordedPlay } from '../recorded.ts'
import { type Cell, cellOf } from './cell.ts'

export interface Column {
  readonly title: string
  /** Of each host that has it. */
  readonly cells: ReadonlyMap<string, Filled>
}

export interface Filled {
  readonly cell: Cell
  readonly id: string
  readonly reason?: string | undefined
}

interface Named extends Filled {
  readonly title: string
  readonly key: string
}

/**
 * The steps of a play as columns that its hosts share: an id is the same for each but for the host's own name. Where hosts
 * have little in common, the first steps of all share a column, and so on.
 */
export function columnsOf({ name, hosts }: RecordedPlay): Column[] {
  const named = new Map(hosts.map((host) => [host.name, stepsOf(name, host)]))
  const most = Math.max(0, ...[...named.values()].map((steps) => steps.length))
  const keys = keysOf([...named.values()])
  const byPlace = keys.length > most * 2 + 10
  const columns = new Map<string, { title: string; cells: Map<string, Filled> }>()
  for (const key of byPlace ? Array.from({ length: most }, (_, at) => String(at)) : keys)
    columns.set(key, { title: '', cells: new Map() })
  for (const [host, steps] of named)
    for (const [at, step] of steps.entries()) {
      const column = columns.get(byPlace ? String(at) : step.key)
      if (column === undefined) continue
      column.title ||= byPlace ? `step ${at + 1}` : step.title
      column.cells.set(host, step)
    }
  return [...columns.values()]
}

function stepsOf(play: string, { name, steps, open }: RecordedHost): Named[] {
  const keyOf = (id: string) => id.slice(`${play}/${name}/`.length).split(name).join('…')
  return [
    ...steps.map((step) => ({ ...step, key: keyOf(step.id), cell: cellOf(step) })),
    ...open.map((step) => ({ ...step, key: keyOf(step.id), cell: 'open' as const })),
  ]
}

/** Keys that only some hosts have stand behind what comes before them there. */
function keysOf(lists: readonly (readonly Named[])[]): string[] {
  const keys: string[] = []
  const known = new Set<string>()
  for (const steps of lists) {
    let before: string | undefined
    for (const { key } of steps) {
      if (!known.has(key)) keys.splice(before === undefined ? 0 : keys.indexOf(before) + 1, 0, key)
      known.add(key)
      before = key
    }
  }
  return keys
}
