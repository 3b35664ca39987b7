import { Interrupted } from '../core/failure.ts'

/** Why a run was ended before its time, in words. */
export const interruptedWords = (signal: AbortSignal | undefined): string =>
  signal?.reason instanceof Interrupted && signal.reason.message !== '' ? signal.reason.message : 'interrupted'
