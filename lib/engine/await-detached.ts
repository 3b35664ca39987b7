import { Interrupted, Unreachable } from '../core/failure.ts'
import type { Detached } from '../remote/dialect/detached-commands.ts'
import type { OperationEnd } from '../remote/dialect/operation-scripts.ts'
import type { Privilege } from '../remote/privilege.ts'
import { pause } from '../transport/time.ts'
import type { Applying, Outcome } from './applying.ts'

/**
 * Waits for what runs on by itself, and says how it ended. It asks again and again, so that between two questions the host
 * hears that this machine is there: where it goes away, the host is free of it, and who comes next takes it up. A host ends it
 * when its time is over; one that does not say so is waited for a little longer, and no more.
 */
export async function awaitDetached(
  { name, within }: Detached,
  { net }: Outcome,
  privilege: Privilege,
  applying: Applying,
): Promise<boolean> {
  const { session, signal, onOutcome, onOutput } = applying
  const { readEnd, readSaid } = session.dialect.apply
  const until = performance.now() + (within + grace) * 1000
  for (let last = ''; performance.now() < until; ) {
    const began = performance.now()
    let heard = ''
    try {
      await session.carryOut(privilege, session.dialect.detached.poll(name, session.nonce), (text) => {
        heard = (heard + text).slice(-longestHeard)
      })
    } catch (error) {
      ;(error instanceof Interrupted ? applying.onLeft : applying.onUnknown)(net)
      throw error
    }
    const end: OperationEnd | undefined = readEnd(heard, session.nonce).end
    if (end !== undefined) {
      onOutcome({ net, status: end.status, output: end.output })
      return end.status === 0
    }
    const { said } = readSaid(heard, session.nonce)
    if (said !== undefined && said.line !== last) onOutput(net, said.line)
    last = said?.line ?? last
    if (signal?.aborted) {
      applying.onLeft(net)
      return false
    }
    // The host waits a little before it says that it goes on.
    await pause(1000 - (performance.now() - began))
  }
  applying.onUnknown(net)
  throw new Unreachable(`the host does not say that it has ended, ${grace} s after the ${within} s that it may take`)
}

/** Seconds. */
const grace = 120
/** Characters: the last that it has said, and how it ended. */
const longestHeard = 262_144
