import { localFiles } from '../controller/local-files.ts'
import { Interrupted } from '../core/failure.ts'
import type { Inventory } from '../core/inventory.ts'
import type { Secret } from '../core/secret.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import type { Fleet } from './host-run.ts'
import { forget, freshState, type HostState } from './host-state.ts'
import { knownContents } from './known-contents.ts'

export interface OpenFleet extends Fleet {
  roundTrips(host: string): number
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
}

/** The hosts of an inventory, each connected to when it is first asked something. */
export function openFleet(inventory: Inventory, { becomePassword, sensitive, ...until }: FleetOptions = {}): OpenFleet {
  const hosts = new Map<string, HostState>()
  const sessions = new Map<string, Promise<Session>>()
  const opened = new Map<string, Session[]>()
  const closing: Promise<void>[] = []
  const ended = new Map<string, number>()

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
  return {
    local: localFiles(),
    contents: knownContents(sensitive),
    hostState(name) {
      const found =
        hosts.get(name) ??
        freshState(inventory.host(name), {
          session: () => lasting(name),
          leave: () => leave(name),
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
    holdsOther: (name) => [...opened].some(([other, made]) => other !== name && made.some((one) => one.holds())),
    roundTrips: (name) => (ended.get(name) ?? 0) + tripsOf(opened.get(name)),
    release(name) {
      const known = hosts.get(name)
      if (known) forget(known)
      const made = opened.get(name)
      if (made === undefined) return
      ended.set(name, (ended.get(name) ?? 0) + tripsOf(made))
      opened.delete(name)
      sessions.delete(name)
      closing.push(...made.map((one) => one.close()))
    },
    async close() {
      await Promise.all([...closing, ...[...opened.values()].flat().map((made) => made.close())])
    },
  }
}

const tripsOf = (sessions: readonly Session[] = []): number => sessions.reduce((sum, one) => sum + one.roundTrips(), 0)
