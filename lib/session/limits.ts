/** Seconds that a session waits for the next byte of a host. */
export interface Limits {
  /** Until a shell, or a program that was started, begins to answer. */
  readonly opening: number
  /** Until an answer to a question has ended, in all; what is long may take a second more for each 64 KB. */
  readonly answer: number
  /** While a host carries out something, and says four times in that time that it is there. */
  readonly silence: number
  /** While a file is on its way. */
  readonly upload: number
  /** For a command beside the shells, in all. */
  readonly aside: number
  /** Until an idle shell that holds the lock of a host takes this machine for gone, and ends. */
  readonly life: number
}

/** Characters at the end of the path of an upload that are another each time; what comes before them is the same for the same bytes. */
export const randomEnd = 16

/** Bytes of an upload from which on it is worth a question whether some of them are there. */
const large = 1024 * 1024

/** Whether an upload is large, and known again. */
export const isWorthAsking = ({ name, size }: { readonly name?: string; readonly size: number }): boolean =>
  name !== undefined && size >= large

export const usualLimits: Limits = { opening: 30, answer: 3600, silence: 60, upload: 60, aside: 5, life: 60 }
