/** Seconds that a session waits for the next byte of a host. */
export interface Limits {
  /** Until a shell, or a program that was started, begins to answer. */
  readonly opening: number
  /** While a file is on its way. */
  readonly upload: number
  /** For a command beside the shells, in all. */
  readonly aside: number
}

export const usualLimits: Limits = { opening: 30, upload: 60, aside: 5 }
