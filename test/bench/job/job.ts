/** What every tool is told of a run, as JSON in the file that RUNBOOK_BENCH_JOB names. */
export interface Job {
  /** The folder of what the controller sends. */
  readonly files: string
  readonly hosts: readonly JobHost[]
}

export interface JobHost {
  readonly name: string
  readonly address: string
  /** The private key that it lets in as root. */
  readonly identity: string
  readonly knownHosts: string
}
