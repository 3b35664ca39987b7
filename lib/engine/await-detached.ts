import { Interrupted } from '../core/failure.ts'
import type { OperationEnd } from '../remote/dialect.ts'
import type { Privilege } from '../remote/privilege.ts'
import type { Applying, Outcome } from './applying.ts'

/**
 * Waits for what runs on by itself, and says how it ended. It asks again and again, so that between two questions the host
 * hears that this machine is there: where it goes away, the host is free of it, and who comes next takes it up.
 */
export async function awaitDetached(
  name: string,
  { net }: Outcome,
  privilege: Privilege,
  applying: Applying,
): Promise<boolean> {
  const { session, signal, onOutcome, onOutput } = applying
  const { readEnd, readSaid } = session.dialect.apply
  for (let last = ''; ; ) {
    let heard = ''
    try {
      await session.carryOut(privilege, session.dialect.detached.poll(name, session.nonce), (text) => {
        heard += text
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
  }
}
