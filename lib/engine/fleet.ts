import { localFiles } from '../controller/local-files.ts'
import { Interrupted } from '../core/failure.ts'
import type { Inventory } from '../core/inventory.ts'
import type { HostQuestion } from '../core/question.ts'
import type { Secret } from '../core/secret.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import type { Fleet } from './host-run.ts'
import { forget, freshState, type HostState } from './host-state.ts'
import { knownContents } from './known-contents.ts'

export interface OpenFleet extends Fleet {
  roundTrips(host: string): number
  /** Does something with a host when all that was asked for before is done: several may want to change one. */
  inTurn<Value>(host: string, work: () => Promise<Value>): Promise<Value>
  /**
   * Closes a host with which nothing more is done, and lets go of what it has answered: it is connected to once more where it
   * is asked something all the same.
   */
  release(host: string): void
  close(): Promise<void>
}

export interface FleetOptions extends SessionOptions {
  readonly becomePassword?: Secret | undefined
  /** Of each host, the paths that have to do with secrets. */
  readonly sensitive?: ReadonlyMap<string, ReadonlySet<string>>
  /** Hears why a host could not be told that the run has ended there. */
  readonly unended?: (host: string, reason: string) => void
  /** Hears which questions a host has answered. */
  readonly heard?: ((host: HostState, questions: readonly HostQuestion[]) => void) | undefined
}

/** The hosts of an inventory, each connected to when it is first asked something. */
export function openFleet(
  inventory: Inventory,
  { becomePassword, sensitive, heard, unended, ...until }: FleetOptions = {},
): OpenFleet {
  const hosts = new Map<string, HostState>()
  const sessions = new Map<string, Promise<Session>>()
  const opened = new Map<string, Session[]>()
  const closing = new Set<Promise<void>>()
  const ended = new Map<string, number>()
  const turns = new Map<string, Promise<unknown>>()

  async function session(name: string, options: SessionOptions = until): Promise<Session> {
    const made = await openSession(inventory.host(name).connect, options)
    opened.set(name, [...(opened.get(name) ?? []), made])
    return made
  }
  function lasting(name: string): Promise<Session> {
    const opening = sessions.get(name) ?? session(name)
    sessions.set(name, opening)
    return opening
  }
  /** What is still being opened is not waited for. */
  function leave(name: string): void {
    sessions
      .get(name)
      ?.then((made) => made.close())
      .catch(() => {})
    sessions.delete(name)
  }
  /** Where a host was started anew, or a connection was made anew, the one of before has nothing to say any more. */
  async function closeAll(name: string, made: readonly Session[]): Promise<void> {
    const ends = await Promise.all(made.map((one) => one.close()))
    const end = ends.findLast((one) => one !== undefined)
    if (end instanceof Error && !(end instanceof Interrupted)) unended?.(name, end.message)
  }
  const fleet: OpenFleet = {
    local: localFiles(),
    contents: knownContents(sensitive),
    hostState(name) {
      const found =
        hosts.get(name) ??
        freshState(inventory.host(name), {
          session: () => lasting(name),
          leave: () => leave(name),
          heard: heard && ((questions) => heard(fleet.hostState(name), questions)),
          anew: async () => {
            if (until.leave?.aborted) throw new Interrupted()
            return session(name, { ...until, signal: undefined })
          },
          ...(becomePassword === undefined ? {} : { becomePassword }),
        })
      hosts.set(name, found)
      return found
    },
    invalidate(changed) {
      forget(changed)
      for (const other of hosts.values()) if (other !== changed) other.stale = true
    },
    inTurn(name, work) {
      const turn = (turns.get(name) ?? Promise.resolve()).then(work)
      turns.set(
        name,
        turn.catch(() => {}),
      )
      return turn
    },
    holdsOther: (name) => [...opened].some(([other, made]) => other !== name && made.some((one) => one.holds())),
    roundTrips: (name) => (ended.get(name) ?? 0) + tripsOf(opened.get(name)),
    release(name) {
      hosts.delete(name)
      const made = opened.get(name)
      if (made === undefined) return
      ended.set(name, (ended.get(name) ?? 0) + tripsOf(made))
      opened.delete(name)
      sessions.delete(name)
      const closed = closeAll(name, made).then(() => void closing.delete(closed))
      closing.add(closed)
    },
    async close() {
      await Promise.all([...closing, ...[...opened].map(([name, made]) => closeAll(name, made))])
    },
  }
  return fleet
}

const tripsOf = (sessions: readonly Session[] = []): number => sessions.reduce((sum, one) => sum + one.roundTrips(), 0)
