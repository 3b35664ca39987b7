import type { LocalFiles } from '../controller/local-files.ts'
import type { NetOperation } from '../core/net-effect.ts'
import type { Restart } from '../core/operation.ts'
import type { Holder } from '../remote/dialect/lock-commands.ts'
import type { Privilege } from '../remote/privilege.ts'
import type { Session } from '../session/session.ts'
import type { HostJournal } from './host-journal.ts'

/** What carrying out operations on a host needs. */
export interface Applying {
  readonly session: Session
  readonly local: LocalFiles
  /** Waits until the host has started anew, as it was told to: the session of then, or why it is not up. */
  restarted(restart: Restart, privilege: Privilege): Promise<Session | string>
  /** Aborting lets the running operation finish and starts no other. */
  readonly signal: AbortSignal | undefined
  /** When this run began, and who it is: for those who wait for the host. */
  readonly holder: Holder
  /** What is kept of it on the host. Default: nothing. */
  readonly journal?: HostJournal | undefined
  /** Names of what runs on by itself there and is a part of this. */
  readonly takesUp?: readonly string[]
  /** Called once nothing is in the way of the first operation. */
  onBegin(): void
  /** What the key of a privilege, in the plan, stands for. */
  privilege(key: string): Privilege
  /** What the step of an operation is called. */
  title(net: NetOperation): string
  onOutcome(outcome: Outcome): void
  /** Called for an operation that has begun, and of which nobody will hear how it ended. */
  onUnknown(net: NetOperation): void
  /** An operation is left running, for the user waits no longer. */
  onLeft(net: NetOperation): void
  /** The last line that an operation has said while it runs. */
  onOutput(net: NetOperation, line: string): void
  onUpload(net: NetOperation, bytes: number, total: number): void
}

/** How one operation ended on the host. */
export interface Outcome {
  readonly net: NetOperation
  readonly status: number
  readonly output: string
}
