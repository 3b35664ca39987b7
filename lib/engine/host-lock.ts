import { Held, Interrupted, Refused, refuse, Unreachable } from '../core/failure.ts'
import type { Holder } from '../remote/dialect/lock-commands.ts'
import type { Privilege } from '../remote/privilege.ts'
import type { Session } from '../session/session.ts'
import { pause } from '../transport/time.ts'

interface Locking {
  readonly session: Session
  readonly holder: Holder
  /** Names of what runs on by itself there and is a part of this run. */
  readonly takesUp?: readonly string[]
  onBegin(): void
}

/** The text that takes the lock, where this run does not have it yet. */
export const lockScript = ({
  session,
  holder,
  takesUp = [],
}: Pick<Locking, 'session' | 'holder' | 'takesUp'>): string | undefined =>
  session.holds() ? undefined : session.dialect.lock.take(holder, session.nonce, session.life, takesUp)

/** Hears whether the lock is taken. What comes before the first operation is told once. */
export function lockReader(privilege: Privilege, { session, onBegin }: Omit<Locking, 'holder'>) {
  const { readTaken } = session.dialect.lock
  let open = !session.holds()
  let heard = ''
  let held: string | undefined
  let odd: string | undefined
  if (!open) onBegin()
  return {
    read(text: string) {
      if (!open) return
      heard = (heard + text).slice(-longestHeard)
      const found = readTaken(heard, session.nonce)
      if (found === undefined) return
      open = false
      if ('holder' in found) held = found.holder
      else if ('odd' in found) odd = found.odd
      else {
        session.hold(privilege)
        onBegin()
      }
    },
    /** Throws `Held` where another run has it, and refuses a host where there is nothing that could be locked. */
    ended() {
      if (odd !== undefined)
        throw new Refused(
          refuse(
            `${odd}, and runs on this host are kept apart by the lock of a file there: nothing was changed`,
            'see who has put it there, take it away, and run again',
          ),
        )
      if (held !== undefined) throw new Held(held)
      if (open) throw new Unreachable('the host did not say whether another run acts there: run again')
    },
  }
}

/** It is said before anything else: what is no part of it is let go. Characters. */
const longestHeard = 65_536

export interface Waiting {
  readonly session: Session
  readonly privilege: Privilege
  readonly holder: Holder
  readonly takesUp: readonly string[]
  /** Seconds. */
  readonly timeout: number
  readonly signal: AbortSignal | undefined
  /** Whether this run has the lock of another host: then only the older of two runs waits, so that no two wait for each other. */
  readonly holdsOthers: boolean
  onWait(words: string): void
}

/** Waits until the lock is taken; what was planned before has to be planned anew then. */
export async function awaitLock(other: string, waiting: Waiting): Promise<void> {
  const { session, privilege, holder, takesUp, timeout, signal, holdsOthers, onWait } = waiting
  const end = performance.now() + timeout * 1000
  const aborted = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }))
  let wait = 125
  for (let by = other, said = ''; ; ) {
    const who = holderWords(by)
    if (holdsOthers && by !== '' && by < holder.words)
      throw new Refused(refuse(`${who}, and this run has begun on other hosts`, 'run again when that one has ended'))
    if (performance.now() >= end)
      throw new Refused(
        refuse(
          who,
          timeout === 0
            ? 'run again when it has ended'
            : `it was waited for ${timeout} s: run again, or give a longer --lock-timeout`,
        ),
      )
    if (said !== who) onWait(`${who}: waiting up to ${timeout} s`)
    said = who
    wait = Math.min(1000, wait * 2, Math.max(0, end - performance.now()))
    await pause(wait, aborted)
    if (signal?.aborted) throw new Interrupted('interrupted')
    const reader = lockReader(privilege, { session, onBegin: () => {} })
    await session.carryOut(
      privilege,
      lockScript({ session, holder, takesUp }) ?? session.dialect.frame.nothing,
      reader.read,
    )
    try {
      return reader.ended()
    } catch (error) {
      if (!(error instanceof Held)) throw error
      by = error.holder
    }
  }
}

/** `2026-11-26T10:15:30Z ann@laptop: apply site` in words. */
export function holderWords(holder: string): string {
  const at = holder.indexOf(' ')
  return at < 0 ? 'another run acts here' : `${holder.slice(at + 1)} acts here since ${holder.slice(0, at)}`
}
