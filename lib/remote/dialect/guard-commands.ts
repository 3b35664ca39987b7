import type { NetOperation } from '../../core/net-effect.ts'
import type { Holder } from './lock-commands.ts'

/**
 * A watchdog that puts back what a guarded list changes, unless it is told in time to leave it. There is one for each user as
 * whom the list acts; the first of them decides for all.
 */
export interface GuardCommands {
  /** Arms it, or adds to what it puts back; says so, or why it cannot. It has the host's lock while it is armed. */
  arm(arming: Arming, nonce: string): string
  /** Of what was heard of that, where it was heard to the end (one character per byte): why it cannot; `armed`, where it is. */
  readArmed(heard: string, nonce: string): { readonly armed: boolean; readonly why: string } | undefined
  /** Tells the first one to leave all as it is, or to put it back, or nothing; waits for its end, and says how that was. */
  decide(word: 'keep' | 'back' | 'none', guard: GuardName, nonce: string): string
  readDecided(heard: string, nonce: string): GuardEnd | undefined
}

export interface GuardName {
  /** The run, and what no other guarded list is called: a name. */
  readonly run: string
  readonly id: string
}

export interface Arming extends GuardName {
  readonly holder: Holder
  /** Which of the users it acts as; 0 is the first. */
  readonly nth: number
  /** Seconds until all is put back. */
  readonly within: number
  readonly operations: readonly GuardedOperation[]
  /** Paths that the list has touched before. */
  readonly touched: readonly string[]
}

/** An operation of a guarded list, under its number in the journal. */
export interface GuardedOperation {
  readonly n: number
  readonly net: NetOperation
  readonly paths: readonly string[]
}

export interface GuardEnd {
  /** `late`: nobody has confirmed it in time; `told`; `ended`: somebody has ended the watchdog; `lost`: nobody knows. */
  readonly end: 'kept' | 'late' | 'told' | 'ended' | 'lost'
  /** What could not be put back, and what was said of it. */
  readonly said: string
}
