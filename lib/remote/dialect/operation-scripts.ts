import type { JournalEntry } from '../../core/journal.ts'
import type { NetOperation } from '../../core/net-effect.ts'
import type { Operation } from '../../core/operation.ts'
import type { Holder } from './lock-commands.ts'

/** Operations as a script, and what it says of them as they end. */
export interface OperationScripts {
  /** Whether the content of an operation has to be on the host before its script runs. */
  mustUpload(operation: Operation): boolean
  /**
   * One script that carries out batches in order, says of each operation how it ended, and stops at the first that fails.
   * It starts no other batch once there is a file at `halt`. It always counts as one that holds a secret.
   */
  script(batches: readonly StagedBatch[], nonce: string, halt: string, before?: BeforeOperations): string
  /** The scripts by which one of several shells carries out its part of a batch; each begins with what the one before has left. */
  part(operations: readonly NumberedOperation[], nonce: string, part: number): PartScripts
  /**
   * How the first operation ended of which that was heard (one character per byte), where it was heard to the end; and what
   * of it is still of use.
   */
  readEnd(heard: string, nonce: string): { readonly end?: OperationEnd; readonly rest: string }
  /** The first line that an operation was heard to say while it runs; and what of that is still of use. */
  readSaid(heard: string, nonce: string): { readonly said?: OperationSaid; readonly rest: string }
  /** The last operation of the batch that has begun last, by what was heard. */
  readStart(heard: string, nonce: string): number | undefined
}

/** Scripts that come before the first operation, and may stop all. */
export interface BeforeOperations {
  readonly lock?: string | undefined
  /** Opens the journal, once the lock is taken. */
  readonly opening?: string | undefined
  /** Arms a watchdog, once the journal is open. */
  readonly arming?: string | undefined
}

/** All of them say how the operations of the part ended, or at which it failed. */
export interface PartScripts {
  /** Makes all ready, and looks whether each path is as it was planned. Nothing is changed. */
  stage(before: BeforeOperations): string
  /** Gives each its place. Where one fails, all of the part is as it was, and nothing of it is left. */
  readonly place: string
  /** Puts back what has its place, and takes away what was ready. */
  readonly back: string
  /** Takes away what gave way, when all parts have their places. It says nothing. */
  readonly clean: string
}

/** A batch whose uploads are on the host. */
export interface StagedBatch {
  readonly staged: boolean
  readonly operations: readonly StagedOperation[]
}

/** An operation whose uploads are on the host. */
export interface StagedOperation {
  readonly net: NetOperation
  /** Paths on the host of what was uploaded for this operation, in order. */
  readonly uploaded: readonly string[]
  /** Another operation was given the same upload. */
  readonly shared?: boolean
  /** What the journal has of it. Default: nothing. */
  readonly entry?: JournalEntry | undefined
  /** What digests that the host takes for the journal are mixed with. Default: nothing. */
  readonly salt?: string | undefined
  /** Of a script that runs on by itself: who has started it. */
  readonly holder?: Holder
}

/** An operation, and its place in its batch. */
export interface NumberedOperation extends StagedOperation {
  readonly index: number
}

/** How the operation at a place of a script ended. */
export interface OperationEnd {
  readonly index: number
  readonly status: number
  readonly output: string
}

/** A whole line that the operation at a place of a script has said. */
export interface OperationSaid {
  readonly index: number
  readonly line: string
}

/** The status of an operation whose path is no longer what the plan saw. */
export const changedStatus = 75
