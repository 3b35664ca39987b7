/** The lock of a host: who has it acts there alone. */
export interface LockCommands {
  /**
   * Takes the lock for the shell that runs it, until that ends, and says so, or who has it. A run that has it already by
   * another name of the host has it here, too. A holder that is idle and hears nothing for `life` seconds ends. A script that
   * runs on by itself has it as well, but for who takes it up.
   */
  take(holder: Holder, nonce: string, life: number, takesUp: readonly string[]): string
  /** What was heard of that, where it was heard to the end (one character per byte). */
  readTaken(heard: string, nonce: string): Taken | undefined
  /** Says who has it, and what each carries out just now. */
  look(nonce: string): string
  readHolders(heard: string, nonce: string): readonly Holding[] | undefined
  /** Ends holders by their numbers, with all that they carry out, and says which live on. */
  end(pids: readonly number[], nonce: string): string
  readLeft(heard: string, nonce: string): readonly number[] | undefined
}

export interface Holder {
  /** What no other run is called. */
  readonly run: string
  /** One line: when the run began, as in `2026-11-26T10:15:30.123Z`, then who it is. */
  readonly words: string
}

/** Who has the lock of a host, by the number of the process. */
export interface Holding {
  readonly pid: number
  /** As `Holder` has them. */
  readonly words: string
  /** Command lines of what it carries out. */
  readonly does: readonly string[]
}

export type Taken =
  | { readonly taken: true }
  | { readonly taken: false; readonly holder: string }
  /** What lies in its place, and where: nothing that can be locked. */
  | { readonly taken: false; readonly odd: string }
