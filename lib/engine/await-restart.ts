import type { CommandAnswer } from '../core/answers.ts'
import { Interrupted, Refused, Unreachable } from '../core/failure.ts'
import type { Restart } from '../core/operation.ts'
import { type HostQuestion, keyOf } from '../core/question.ts'
import type { Privilege } from '../remote/privilege.ts'
import type { Session } from '../session/session.ts'
import { pause, within } from '../transport/time.ts'
import { type HostState, probe } from './host-state.ts'

interface Waiting {
  readonly privilege: Privilege
  readonly signal: AbortSignal | undefined
}

/**
 * Waits for a host that was told to start anew: the session of then, or why it is not up. A host that goes down lets
 * nobody in, breaks connections off or says nothing, so whatever fails is tried again; one that does not answer when its
 * time is over is unreachable.
 */
export async function awaitRestart(
  hostState: Pick<HostState, 'host' | 'session' | 'leave'>,
  { until, timeout }: Restart,
  { privilege, signal }: Waiting,
): Promise<Session | string> {
  const end = performance.now() + timeout * 1000
  const question: HostQuestion = { ask: 'command', script: until }
  let missing: string | undefined
  let fault: Unreachable | Refused | undefined
  hostState.leave()
  do {
    const left = Math.max(1, (end - performance.now()) / 1000)
    try {
      const session = await within(hostState.session(), left, silent)
      const { answers } = await within(probe(session, privilege, [question]), left, silent)
      const { status, output } = answers.get(keyOf(question)) as CommandAnswer
      if (status === 0) return session
      missing = output.trim()
      fault = undefined
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Refused)) throw error
      fault = error
      hostState.leave()
    }
    if (signal?.aborted) throw new Interrupted()
    await pause(1000)
  } while (performance.now() < end)
  if (fault === undefined) return `${missing}, ${timeout} seconds after it was told to start anew`
  throw new Unreachable(`it does not answer ${timeout} seconds after it was told to start anew: ${fault.message}`)
}
const silent = () => new Unreachable('it says nothing')
