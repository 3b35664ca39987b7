import { Unreachable } from '../core/failure.ts'

/** What went wrong, for a caller that acts on it; people read the message. */
export type FaultCode =
  | 'refused'
  | 'unknown-name'
  | 'timeout'
  | 'authentication'
  | 'key-file'
  | 'host-key-unknown'
  | 'host-key-changed'
  | 'host-key-revoked'
  | 'configuration'
  | 'lost'
  | 'ended'

/**
 * An `Unreachable` that also says which kind it is.
 *
 * @example if (error instanceof TransportFault && error.code === 'host-key-changed') …
 */
export class TransportFault extends Unreachable {
  override name = 'TransportFault'
  readonly code: FaultCode

  constructor(code: FaultCode, message: string) {
    super(message)
    this.code = code
  }
}

/** A file could not be brought to a host that answers well: no such folder, no space, no permission. */
export class UploadError extends Error {
  override name = 'UploadError'
}
