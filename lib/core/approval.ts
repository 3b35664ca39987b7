import type { Shape } from './event.ts'
import type { Guard } from './guard.ts'

/**
 * What somebody has approved, as a document: no program, but what a plan came to, to be compared with what is planned when
 * it is to be carried out. It holds no secret, nor a digest, a length or a size of what holds one (docs/approval.md).
 */
export interface Approval {
  readonly format: typeof approvalFormat
  readonly version: typeof approvalVersion
  /** When it was planned, as in `2026-11-26T02:15:45.123Z`. */
  readonly at: string
  /** The version of runbook that planned it. */
  readonly runbook: string
  readonly inventory: ApprovedSource
  readonly playbook: ApprovedSource & { readonly name: string }
  readonly selection: ApprovedSelection
  /** How each host is reached, in words. */
  readonly hosts: Readonly<Record<string, string>>
  /** How many hosts of a play are begun, and when no more are, in words: of plays that say so. */
  readonly plays: Readonly<Record<string, readonly string[]>>
  /** What each host gets in each play, in their order. */
  readonly parts: readonly ApprovedPart[]
}

export const approvalFormat = 'runbook approval'
/** Of the form of an approval: another one is not carried out. */
export const approvalVersion = 1

/** A file whose code was run. */
export interface ApprovedSource {
  /** As it was given on the command line. */
  readonly given: string
  /** SHA-256 of the file; none where it spells a secret. */
  readonly sha256?: string
  /** Of the repository that keeps the file. */
  readonly commit?: Commit
}

export interface Commit {
  readonly id: string
  /** Files that are kept there had changes that were not committed. */
  readonly dirty: boolean
}

/** The options that chose what was planned, and set variables. */
export interface ApprovedSelection {
  readonly limit?: string
  readonly tags?: readonly string[]
  readonly skipTags?: readonly string[]
  readonly set: readonly string[]
}

export interface ApprovedPart {
  readonly play: string
  readonly host: string
  readonly steps: readonly ApprovedStep[]
}

export type ApprovedStep = { readonly id: string; readonly task: string; readonly title: string } & (
  | { readonly outcome: 'ok' }
  | {
      readonly outcome: 'change'
      /** What it does alone; other steps take it back, so that nothing of it is left. */
      readonly folded?: true
      /** The list in which the host puts it back by itself. */
      readonly guarded?: Guard
      /** How often it is tried, and what its failure means, in words. */
      readonly terms?: readonly string[]
      readonly operations: readonly ApprovedOperation[]
      /** Where it names a secret, SHA-256 of what its task was given, as of a deferred one: of lines that hold one its paths say nothing. */
      readonly given?: string
    }
  | {
      readonly outcome: 'deferred'
      readonly waitsFor: string
      readonly guarded?: Guard
      readonly terms?: readonly string[]
      /** What its task was given, as JSON, with asterisks in place of secrets; and digests of files that it reads here. */
      readonly options: string
      /** What it may touch when it can be planned: paths, at and below which anything may be changed, or commands alone. */
      readonly may?: readonly string[] | 'commands'
    }
)

export type ApprovedOperation = ApprovedFiles | ApprovedRun

export interface ApprovedFiles extends ApprovedAs {
  readonly op: 'write' | 'directory' | 'symlink' | 'attributes' | 'move' | 'remove'
  readonly paths: readonly ApprovedPath[]
  /** What a new file has to pass before it takes its place. */
  readonly validate?: readonly string[]
}

export interface ApprovedRun extends ApprovedAs {
  readonly op: 'run'
  readonly script: string
  /** SHA-256 of its standard input, with asterisks in place of secrets and of digests. */
  readonly stdin?: string
  readonly touches: readonly string[]
  /** What undoes it: where its run is rolled back, or by the host itself where it is guarded. */
  readonly undo?: string
  /** What undoes it comes before the files are as they were. */
  readonly undoFirst?: true
  /** Seconds after which it is ended. */
  readonly timeout?: number
  /** It runs on whoever goes away, for so many seconds. */
  readonly detached?: number
}

interface ApprovedAs {
  /** As whom it is carried out. */
  readonly as: string
  /** Files of the controller that are sent. */
  readonly uploads?: readonly ApprovedUpload[]
}

export interface ApprovedUpload {
  readonly file: string
  readonly sha256?: string
}

/** What becomes of one path. */
export interface ApprovedPath {
  readonly path: string
  readonly before: Shape
  readonly after: Shape
  /** It has to do with a secret: sizes are left out, and the digest is that of the text with asterisks in place of secrets. */
  readonly sensitive?: true
  /** What differs in its text; where it is sensitive, lines that hold a secret are asterisks as a whole. */
  readonly diff?: string
}
