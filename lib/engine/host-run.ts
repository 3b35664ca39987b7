import type { AttemptStates } from '../core/attempt-states.ts'
import type { BuiltPlay, Item } from '../core/build.ts'
import type { Event, Mode, Status } from '../core/event.ts'
import { keptLimit } from '../core/journal.ts'
import type { NetOperation } from '../core/net-effect.ts'
import { placeWords, unkeptWords } from '../core/place-words.ts'
import type { Plan, Step } from '../core/plan.ts'
import type { PlannedOperation } from '../core/plan-operation.ts'
import type { Become } from '../core/resource.ts'
import type { Holder } from '../remote/dialect/lock-commands.ts'
import type { HostJournal } from './host-journal.ts'
import type { HostState } from './host-state.ts'
import type { AtHand } from './short-asks.ts'

/** A host's part of a play, and all that carrying it out needs. */
export interface HostRun {
  readonly play: BuiltPlay
  /** Whose part it is: `hostState` is of another where that is carried out there. */
  readonly host: string
  readonly hostState: HostState
  readonly items: readonly Item[]
  /** All that the host does in this play, wherever that is carried out. */
  readonly all: readonly Item[]
  /** What the host has to do in later plays, and as whom it does what says nothing of that. */
  readonly ahead: readonly Ahead[]
  readonly fleet: Fleet
  readonly mode: Mode
  readonly signal?: AbortSignal | undefined
  /** When the run began, and who it is, on one line: for those who wait for a host. */
  readonly holder: Holder
  /** What is kept on the host of what is changed there. Default: nothing. */
  readonly journal: Omit<HostJournal, 'title' | 'onNone'> | undefined
  /** Whether it tells how each script ended, and what that printed. */
  readonly trace: boolean
  /** Seconds to wait for a host on which another run acts. */
  readonly lockTimeout: number
  /** What has failed on this host and is no end of its part: how often each step was tried, and what is let pass. */
  readonly failures: { readonly tried: Map<string, number>; readonly ignored: Set<string> }
  /** How far the attempts of the host are, in this play. */
  readonly attempts: AttemptStates
  selects(item: Item): boolean
  /** Whether something was let through only for what may follow from it. */
  onlyAsks(item: Item): boolean
  emit(event: Event): void
  /** Hides secrets in a text. */
  mask(text: string): string
  /** Called for steps that follow from what the host has said, when they are first known. */
  follow(after: string, steps: readonly Item[]): void
  /** The same plan, in which steps are refused that were not approved so; see `approve.ts`. Default: nothing was approved. */
  approve?: ((plan: Plan, rest: boolean) => Promise<Plan>) | undefined
  /** Called once for each step, in any order; once more where it did not converge. */
  report(step: Reported, status: Status, detail?: ReportDetail): void
  /** What a playbook's own code has thrown, in words. */
  faultWords?: ((error: unknown, asker: Item) => string) | undefined
}

export interface Ahead {
  readonly item: Item
  readonly become: Become | undefined
}

export type Reported = Pick<Step, 'id' | 'task' | 'title'>

export interface ReportDetail {
  readonly reason?: string
  readonly warning?: true
  readonly planned?: readonly PlannedOperation[]
  readonly net?: readonly NetOperation[]
}

/** What a step has found that is all right. */
export const foundBy = (step: Step): ReportDetail =>
  step.outcome === 'ok' && step.found !== undefined
    ? { reason: step.found, ...(step.warns ? { warning: true } : {}) }
    : {}

/** All that a run knows, and how to know more. */
export interface Fleet extends AtHand {
  /** What is known of any host of the inventory, by name. */
  hostState(host: string): HostState
  /** Whether the run has the lock of any other host. */
  holdsOther(host: string): boolean
  /** Says that a host has been changed: what it, and all others, answered before may no longer hold. */
  invalidate(host: HostState): void
}

/** What has to be known of what a step changes. */
export function changeWords(
  { journal }: HostRun,
  step: string,
  planned: readonly PlannedOperation[],
  net: readonly NetOperation[],
): string | undefined {
  const words = [placeWords(step, net), journal && unkeptWords(step, planned, net, keptLimit)].filter(
    (one) => one !== undefined,
  )
  return words.length === 0 ? undefined : words.join('; ')
}
