import type { FollowEvent, StepEvent, StepOutline } from '../core/event.ts'

/** The steps of a host in a play, in the order in which they are described, however they are heard of. */
export interface OrderedSteps {
  /** A step that is heard of again keeps what it changed, and takes the later status. */
  hear(event: StepEvent): void
  /** Steps that follow from what the host has said stand behind the one that asked. */
  follow(event: FollowEvent): void
  outline(): readonly StepOutline[]
  get(id: string): StepEvent | undefined
  /** Those that have ended. */
  all(): StepEvent[]
}

export function orderedSteps(steps: readonly StepOutline[]): OrderedSteps {
  let order = steps
  const ended = new Map<string, StepEvent>()
  return {
    hear(event) {
      const changes = event.changes ?? ended.get(event.id)?.changes ?? []
      ended.set(event.id, { ...event, changes })
    },
    follow({ after, steps: more }) {
      const at = order.findIndex(({ id }) => id === after) + 1
      order = [...order.slice(0, at), ...more, ...order.slice(at)]
    },
    outline: () => order,
    get: (id) => ended.get(id),
    all() {
      const outlined = new Set(order.map(({ id }) => id))
      const others = [...ended.values()].filter(({ id }) => !outlined.has(id))
      return [...order.flatMap(({ id }) => ended.get(id) ?? []), ...others]
    },
  }
}
