import type { ListrRendererFactory } from 'listr2'
import type { Event } from '../core/event.ts'

/** Listens to a run and words it. Reports only listen: nothing that they do reaches the engine. */
export interface Report {
  emit(event: Event): void
  /** Something to tell that is no event of the run. It never lands in the middle of a drawing. */
  note(text: string): void
  /** What listr2 draws with, where the report draws. */
  readonly renderer?: ListrRendererFactory
  /** Writes what is left and gives the terminal back as it was. May be called twice. */
  end(): void
}

export interface Out {
  write(text: string): unknown
  readonly columns?: number
  readonly rows?: number
}

export interface ReportOptions {
  readonly out: Out
  readonly err: Out
  /** Show the difference of each changed file. */
  readonly diff: boolean
  /** Show the steps that are fine, too, and what becomes of each path. */
  readonly verbose: boolean
  /** Show what hosts were asked, and have answered. Default: no. */
  readonly trace?: boolean | undefined
  readonly color?: boolean
}
