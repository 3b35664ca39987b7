/** How a host is asked what machine it is. */
export interface DescribeCommands {
  /** A script that only reads. */
  readonly script: string
  /** What that printed; what a host does not tell is not there. */
  read(output: string): Described
}

/** A machine, as it describes itself. Sizes are in bytes. */
export interface Described {
  /** Its own name. */
  readonly hostname?: string
  /** As in `Linux 6.1.0-18-amd64`. */
  readonly kernel?: string
  readonly processors?: number
  readonly memory?: { readonly total: number; readonly available?: number }
  /** Of the file system that is the root. */
  readonly disk?: { readonly total: number; readonly free: number }
  /** Of its interfaces, as they are reached from outside. */
  readonly addresses?: readonly string[]
  /** Seconds since it has started. */
  readonly uptime?: number
}
