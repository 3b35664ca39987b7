import { localFiles } from '../controller/local-files.ts'
import type { Inventory } from '../core/inventory.ts'
import { openSession, type Session } from '../session/session.ts'
import type { Fleet } from './host-run.ts'
import { forget, freshState, type HostState } from './host-state.ts'

export interface OpenFleet extends Fleet {
  roundTrips(host: string): number
  close(): Promise<void>
}

/** The hosts of an inventory, each connected to when it is first asked something. */
export function openFleet(inventory: Inventory, signal?: AbortSignal): OpenFleet {
  const hosts = new Map<string, HostState>()
  const sessions = new Map<string, Promise<Session>>()
  const opened = new Map<string, Session>()

  async function session(name: string): Promise<Session> {
    const made = await openSession(inventory.host(name).connect, signal)
    opened.set(name, made)
    return made
  }
  return {
    local: localFiles(),
    hostState(name) {
      const found =
        hosts.get(name) ??
        freshState(inventory.host(name), () => {
          const opening = sessions.get(name) ?? session(name)
          sessions.set(name, opening)
          return opening
        })
      hosts.set(name, found)
      return found
    },
    invalidate(changed) {
      forget(changed)
      for (const other of hosts.values()) if (other !== changed) other.stale = true
    },
    roundTrips: (name) => opened.get(name)?.roundTrips() ?? 0,
    async close() {
      await Promise.all([...opened.values()].map((made) => made.close()))
    },
  }
}
