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

/** What to say where this process has no file left to open; undefined: that is not why. */
export const outOfFiles = (error: unknown, label: string): TransportFault | undefined =>
  error instanceof Error && /\b(EMFILE|ENFILE)\b/.test(`${(error as NodeJS.ErrnoException).code} ${error.message}`)
    ? new TransportFault(
        'configuration',
        `${label} cannot be reached, for this process may open no more files: raise its limit (ulimit -n), or go to fewer hosts at a time (--forks)`,
      )
    : undefined

/** A file could not be brought to a host that answers well: no such folder, no space, no permission. */
export class UploadError extends Error {
  override name = 'UploadError'
}
