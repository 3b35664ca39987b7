import type { ArchiveEntry } from '../core/answers.ts'

/** An entry of an archive on the controller, with its bytes on request. */
export interface Entry extends ArchiveEntry {
  /** Permission bits. */
  readonly mode: number
  read(): Promise<Buffer>
}
