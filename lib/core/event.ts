import type { Attributes } from './answers.ts'

/** What a run says as it goes, as documents: they survive JSON, and hold no secret. The engine emits; reports only listen. */
export type Event =
  | StartEvent
  | ({ readonly type: 'play'; readonly play: string } & Timed)
  | HostEvent
  | FollowEvent
  | NoteEvent
  | StepEvent
  | ProgressEvent
  | OutputEvent
  | AnswerEvent
  | ({ readonly type: 'unreachable'; readonly play: string; readonly host: string; readonly reason: string } & Timed)
  | Summary

/** When it happened, as in `2026-11-26T02:15:45.123Z`. */
export interface Timed {
  readonly at?: string
}

export interface StartEvent extends Timed {
  readonly type: 'start'
  /** Of the form that events have: it grows when one of their fields goes or means something else. */
  readonly version?: number
  readonly playbook: string
  readonly mode: Mode
  readonly plays: readonly PlayOutline[]
  /** Of each host, its groups, as the inventory gives them. */
  readonly groups?: Readonly<Record<string, readonly string[]>>
}

export const eventVersion = 1

/** `apply` changes hosts; `plan` says what would be changed; `verify` judges them as they are. The last two only read. */
export type Mode = 'apply' | 'plan' | 'verify'

/** What is known before anything runs: so that a report can lay itself out. */
export interface PlayOutline {
  readonly name: string
  readonly hosts: readonly { readonly name: string; readonly steps: readonly StepOutline[] }[]
}

export interface StepOutline {
  readonly id: string
  readonly title: string
}

/** Steps that follow from what a host has said: they come after the step that asked. */
export interface FollowEvent {
  readonly type: 'follow'
  readonly play: string
  readonly host: string
  readonly after: string
  readonly steps: readonly StepOutline[]
}

/** What is to be known of a host, though nothing of it is a step. */
export interface NoteEvent {
  readonly type: 'note'
  readonly host: string
  readonly reason: string
}

/** How far a host is. `blocked`: another run acts on it, and `reason` says whose. */
export interface HostEvent extends Timed {
  readonly type: 'host'
  readonly play: string
  readonly host: string
  readonly phase: Phase
  readonly reason?: string
}

export type Phase = 'waiting' | 'blocked' | 'connecting' | 'reading' | 'applying' | 'confirming' | 'done'

/**
 * How a step ended. In a plan `changed` means that it would change. `deferred` occurs in plans only: the step can be
 * planned once earlier ones have run. `ran`: it runs each time, or would in a plan, and that is no change. `skipped`: left out, because of tags or because an earlier step did not succeed.
 */
export type Status = 'ok' | 'changed' | 'ran' | 'deferred' | 'skipped' | 'refused' | 'failed'

/** Whether a step that ended so keeps its host from what comes next. */
export const isFault = (status: Status): boolean => status === 'failed' || status === 'refused'

/** The reasons of steps that the user asked to leave out: of all skipped ones, they are no news. */
export const leftOut = 'left out by tags'
export const leftBefore = 'before the step with which the run begins'
export const isLeftOut = (reason: string | undefined): boolean => reason === leftOut || reason === leftBefore

export interface StepEvent extends Timed {
  readonly type: 'step'
  /** The same from run to run: play, host, then the task with what it is about. */
  readonly id: string
  readonly play: string
  readonly host: string
  /** The other host at which it is carried out, by `at`. */
  readonly elsewhere?: string
  readonly task: string
  readonly title: string
  readonly status: Status
  /** Why: of a refusal, a failure, a deferral or a skip; what a check has found. */
  readonly reason?: string
  /** The step is all right, and the reason is worth a look. */
  readonly warning?: true
  /** Paths that differ afterwards, and scripts that run. */
  readonly changes?: readonly Change[]
}

/** What becomes of one path, or a script that runs. */
export type Change =
  | { readonly kind: 'run'; readonly script: string }
  | {
      readonly kind: 'path'
      readonly path: string
      readonly before: Shape
      readonly after: Shape
      /** What differs in its text is told with a later step, the last that changes it. */
      readonly later?: true
      /** What differs in a text, as a unified diff in which secrets are hidden. */
      readonly diff?: string
    }

export interface Shape extends Attributes {
  readonly type: string
  /** Bytes, of a file. */
  readonly size?: number
  /** SHA-256 of a file's content, where it is known and neither side of the change holds a secret. */
  readonly sha256?: string | undefined
  /** What a file's content is, where it is no text: `binary`, or where on the controller it is from. */
  readonly from?: string
  /** Of a link. */
  readonly target?: string
}

export interface ProgressEvent {
  readonly type: 'progress'
  readonly id: string
  readonly play: string
  readonly host: string
  readonly bytes: number
  readonly total: number
}

/** The last line that a command has said so far, once a second at most, where it is another than before. */
export interface OutputEvent extends Timed {
  readonly type: 'output'
  readonly id: string
  readonly play: string
  readonly host: string
  readonly line: string
}

/** A question to a host and what it has answered, or a script and how it ended; only where somebody asks for it. Never a file's content. */
export interface AnswerEvent extends Timed {
  readonly type: 'answer'
  readonly host: string
  readonly question: string
  readonly answer: string
}

export interface Summary extends Timed {
  readonly type: 'summary'
  readonly mode: Mode
  readonly hosts: Readonly<Record<string, HostSummary>>
  readonly seconds: number
  /** It was ended before it was done: by the user, or by the time that it had. */
  readonly interrupted?: true
  /** It was to carry out an approval, and did not: what it has seen is not what was approved, or it has not seen all. */
  readonly heldBack?: true
}

/** Whether nothing of a run is known to be as described: all was left out, or nobody got that far. */
export const isIdle = ({ hosts }: Pick<Summary, 'hosts'>): boolean =>
  Object.values(hosts).every(({ ok, changed, ran, deferred }) => ok + changed + ran + deferred === 0)

export type HostSummary = Readonly<Record<Status, number>> & {
  readonly unreachable: boolean
  readonly roundTrips: number
  /** Of steps that other hosts have in their lists, and that are carried out here. */
  readonly forOthers?: Readonly<Record<Status, number>>
}
