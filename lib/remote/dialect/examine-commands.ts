/** How a host is asked whether all is there that a run needs. */
export interface ExamineCommands {
  /** A script that only reads. */
  readonly script: string
  /** What that printed, at a time of this machine, in seconds since 1970. */
  read(output: string, now: number): readonly Examined[]
}

/** One thing that was looked at: what is, and where that is not well, what to do. */
export interface Examined {
  readonly says: string
  readonly fix?: string
}
