import type { JournalOfRun } from '../../core/journal-log.ts'
import type { RollbackScripts } from '../../core/rollback/items.ts'

/** The journal of a run, as each shell that changes something keeps it. */
export interface JournalCommands {
  /** Opens it, where it is not open yet, or says why it cannot. What runs that died have left is taken as seen. */
  open(opening: JournalOpening, nonce: string): string
  /** Of what was heard of that: why there is none, where it was heard to the end (one character per byte). */
  readNone(heard: string, nonce: string): string | undefined
  /** A run has ended here, by the name of its journal; old ones go, of which none is kept that began before a day, as in `20261126`. */
  end(name: string, before: string): string
  /** A script that tells all journals of whoever acts. */
  readonly list: string
  /** What that printed. Throws an Error that quotes what does not fit. */
  readList(answer: Uint8Array): readonly JournalOfRun[]
  /** Removes the journals of runs that are over. */
  readonly purge: string
  readonly rollback: RollbackScripts
}

export interface JournalOpening {
  /** What it is called among the journals of a host. */
  readonly name: string
  /** What it is, on one line each: the format, then the run. */
  readonly text: string
  /** Nothing is begun where there is none. */
  readonly required: boolean
}
