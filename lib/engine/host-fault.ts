import { Refused, sentence, Unreachable } from '../core/failure.ts'

/** Why a host was not asked. */
export interface HostFault {
  readonly status: 'unreachable' | 'refused'
  readonly reason: string
}

/** What an error says of a host; any other error is a bug, and is thrown on. */
export function hostFault(error: unknown): HostFault {
  if (error instanceof Unreachable) return { status: 'unreachable', reason: error.message }
  if (error instanceof Refused) return { status: 'refused', reason: sentence(error.reason) }
  throw error
}
