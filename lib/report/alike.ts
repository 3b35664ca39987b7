import type { StepEvent } from '../core/event.ts'

/** A step as several hosts share it. */
export interface Alike {
  readonly first: StepEvent
  /** What is shown of its changes. */
  readonly text: string
  readonly hosts: ReadonlySet<string>
  /** Of each host. */
  readonly ids: readonly string[]
}

/** Steps that read the same, each once with its hosts, in the order in which they are first met. */
export function alike(steps: Iterable<StepEvent>, textOf: (step: StepEvent) => string): Alike[] {
  const groups = new Map<string, Alike & { readonly hosts: Set<string>; readonly ids: string[] }>()
  for (const step of steps) {
    const text = textOf(step)
    const key = JSON.stringify([step.play, step.title, step.status, step.warning, step.reason, text])
    const group = groups.get(key) ?? { first: step, text, hosts: new Set<string>(), ids: [] }
    group.hosts.add(step.host)
    group.ids.push(step.id)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** `is1 is2`, or how many where their names would fill the screen. */
export function hostNames(names: readonly string[], all: number): string {
  if (names.length <= 6) return names.join(' ')
  return names.length === all ? `all ${all} hosts` : `${names.slice(0, 4).join(' ')} and ${names.length - 4} more`
}
