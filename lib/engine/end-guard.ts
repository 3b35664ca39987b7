import { Refused, Unreachable } from '../core/failure.ts'
import { freshWords } from '../core/guard.ts'
import type { GuardEnd } from '../remote/dialect/guard-commands.ts'
import { pause, within } from '../transport/time.ts'
import type { Armed } from './armed.ts'
import { endWith } from './host-journal.ts'
import type { HostRun } from './host-run.ts'
import { interruptedWords } from './interrupted-words.ts'

/** Confirms what is guarded by a new connection. False: it was put back, which is told. */
export async function confirmGuard(run: HostRun): Promise<boolean> {
  const { hostState } = run
  const { armed } = hostState
  if (armed === undefined) return true
  const heard = await decide(run, armed, 'keep')
  if ('end' in heard && heard.end === 'kept') {
    hostState.armed = undefined
    return true
  }
  const fresh = freshWords(hostState.host.connect.kind === 'ssh')
  const late = `${fresh} did not confirm it within ${armed.guard.within} s${heard.why === undefined ? '' : ` (${heard.why})`}`
  if (!('end' in heard)) throw unheard(run, armed, late)
  tellPutBack(run, armed, heard, heard.end === 'late' ? late : 'its watchdog was ended')
  return false
}

/** Has what is guarded put back at once, for it does not succeed: `lost`, where the connection broke. Nothing, where nothing is guarded. */
export async function giveUp(run: HostRun, lost?: Unreachable): Promise<void> {
  const { hostState, signal } = run
  const { armed } = hostState
  if (armed === undefined) return
  const heard = await decide(run, armed, 'back')
  const why = lost?.message ?? (signal?.aborted ? interruptedWords(signal) : 'not all of the list has succeeded')
  const late = `not all of it was done within ${armed.guard.within} s${lost === undefined ? '' : ` (${why})`}`
  if ('end' in heard) return tellPutBack(run, armed, heard, heard.end === 'late' ? late : why)
  throw unheard(run, armed, [why, heard.why].filter((one) => one !== undefined).join('; '))
}

type Heard = { readonly why: string | undefined } & (GuardEnd | object)

/** Makes new connections until one has heard how it ended. */
async function decide({ hostState, journal }: HostRun, armed: Armed, word: 'keep' | 'back'): Promise<Heard> {
  const end = armed.since + (armed.guard.within + patience) * 1000
  let why: string | undefined
  for (;;) {
    try {
      const session = await within(hostState.anew(), attempt, () => new Unreachable(`no answer within ${attempt} s`))
      const { decide: script, readDecided } = session.dialect.guard
      let found: GuardEnd | undefined
      for (const [nth, key] of armed.privileges.entries()) {
        let heard = ''
        const privilege = hostState.privilege(key)
        if (journal !== undefined) endWith(session, privilege, journal)
        await session.carryOut(privilege, script(nth === 0 ? word : 'none', armed, session.nonce), (text) => {
          heard += text
        })
        const told = readDecided(heard, session.nonce)
        if (told === undefined) throw new Unreachable('the host did not say how it ended')
        found =
          found === undefined ? told : { end: found.end, said: [found.said, told.said].filter(Boolean).join('\n') }
      }
      return { ...found, why }
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Refused)) throw error
      why = error.message
    }
    if (performance.now() > end) return { why }
    await pause(500)
  }
}

/** Each of its steps has failed, whatever was said of it before; nothing of it is left there. */
function tellPutBack({ hostState, report, emit }: HostRun, armed: Armed, { end, said }: GuardEnd, why: string): void {
  hostState.armed = undefined
  hostState.leave()
  const words =
    end === 'lost'
      ? `guarded, and whether it was put back is not known (${why}): see what is there, then run again`
      : `put back by the host: ${why}`
  const left = said === '' ? '' : `; not all of it could be put back: ${said.replaceAll('\n', '; ')}`
  for (const [id, step] of armed.steps) {
    hostState.done.delete(step.title)
    if (!armed.failed.has(id)) report(step, 'failed', { reason: `${words}${left}` })
  }
  if (armed.failed.size > 0)
    emit({ type: 'note', host: hostState.host.name, reason: `what is guarded is ${words}${left}` })
}

/** Nobody has heard of it: what is known is what the host does then. */
function unheard({ hostState, report }: HostRun, { guard, steps, failed }: Armed, why: string): Unreachable {
  hostState.armed = undefined
  const words = `${why}; what is guarded is put back by the host itself within ${guard.within} s`
  for (const [id, step] of steps) if (!failed.has(id)) report(step, 'failed', { reason: words })
  return new Unreachable(`${words}: run again, or see runbook history`)
}

/** Seconds that a new connection has: a slow host takes long to let somebody in. */
const attempt = 30
/** Seconds after the time of the list in which a host is to be reached that has put it back. */
const patience = 60
