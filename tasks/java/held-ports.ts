import type { CommandAnswer } from '../../lib/core/answers.ts'
import { commandFact, type Fact } from '../../lib/core/fact.ts'
import { askListeners, type Listener, readListeners } from '../../lib/remote/posix/java-listeners.ts'
import type { ServerProcess } from '../../lib/remote/posix/java-process.ts'

/** Who listens on the ports of a server. Asked before it is started: it does not depend on anything that a plan does. */
export const portsFact = (server: ServerProcess, ports: readonly number[]): Fact<CommandAnswer> =>
  commandFact(askListeners(server, ports), [])

/** What `portsFact` was answered with. */
export interface HeldPorts {
  /** The process of the server itself, where it runs. */
  readonly own: string | undefined
  readonly listeners: readonly Listener[]
  /** The first of them that is not the server's. */
  readonly taken: Listener | undefined
}

export function heldPorts({ output }: CommandAnswer): HeldPorts {
  const { own, listeners } = readListeners(output)
  const taken = listeners.find(({ pid }) => (pid === undefined ? own === undefined : pid !== own))
  return { own, listeners, taken }
}

/** Who holds a port, in words; `program` says what a server of that kind is called, as in `the Identity Server`. */
export function holderWords({ pid, home, command }: Listener, own: string | undefined, mine: string, program: string) {
  const who =
    home === mine
      ? `another server of ${mine}, which its pid file ${own === undefined ? 'does not name' : `(${own}) is not of`}`
      : home === undefined
        ? command || 'a process of another user'
        : `${program} of ${home}`
  return pid === undefined ? who : `process ${pid}, ${who}`
}

/** How the port gets free. */
export const endIt = ({ pid }: Listener): string => (pid === undefined ? 'end it' : `end it (kill ${pid})`)
