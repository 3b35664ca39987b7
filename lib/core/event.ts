import type { Content } from './content.ts'
import type { Attributes } from './fact.ts'

/** What a run says as it goes. The engine emits; reports only listen. */
export type Event =
  | {
      readonly type: 'start'
      readonly playbook: string
      readonly dryRun: boolean
      readonly plays: readonly PlayOutline[]
    }
  | { readonly type: 'play'; readonly play: string }
  | { readonly type: 'host'; readonly play: string; readonly host: string; readonly phase: Phase }
  | StepEvent
  | ProgressEvent
  | { readonly type: 'unreachable'; readonly play: string; readonly host: string; readonly reason: string }
  | Summary

/** What is known before anything runs: so that a report can lay itself out. */
export interface PlayOutline {
  readonly name: string
  readonly hosts: readonly { readonly name: string; readonly steps: readonly string[] }[]
}

export type Phase = 'waiting' | 'connecting' | 'reading' | 'applying' | 'confirming' | 'done'

/**
 * How a step ended. In a dry run `changed` means that it would change. `deferred` occurs in dry runs only: the step can
 * be planned once earlier ones have run. `skipped`: left out, because of tags or because an earlier step did not succeed.
 */
export type Status = 'ok' | 'changed' | 'deferred' | 'skipped' | 'refused' | 'failed'

/** The reason of steps that the user asked to leave out: of all skipped ones, they are no news. */
export const leftOut = 'left out by tags'

export interface StepEvent {
  readonly type: 'step'
  readonly play: string
  readonly host: string
  /** The place of the step among those of its host and play. */
  readonly index: number
  readonly task: string
  readonly title: string
  readonly status: Status
  /** Why: of a refusal, a failure, a deferral or a skip. */
  readonly reason?: string
  /** Paths that differ afterwards. */
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
    }

export type Shape = { readonly type: string; readonly content?: Content; readonly target?: string } & Attributes

export interface ProgressEvent {
  readonly type: 'progress'
  readonly play: string
  readonly host: string
  readonly index: number
  readonly bytes: number
  readonly total: number
}

export interface Summary {
  readonly type: 'summary'
  readonly dryRun: boolean
  readonly hosts: Readonly<Record<string, HostSummary>>
  readonly seconds: number
}

export type HostSummary = Readonly<Record<Status, number>> & {
  readonly unreachable: boolean
  readonly roundTrips: number
}
