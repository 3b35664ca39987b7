import type * as v from 'valibot'
import { defineCheck } from '../../../lib/core/check.ts'
import { commandFact } from '../../../lib/core/fact.ts'
import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import { whole } from '../../support/schema.ts'
import { member } from '../configuration/clustering.ts'
import { askListeners, type Listener, readListeners } from '../posix/listeners.ts'
import { ofProduct } from '../product.ts'

/** What is added to the ports of a server. */
export const offset: v.GenericSchema<number> = whole('a port offset', 0, 50000)

export const serverPorts = ofProduct({
  /** Added to the ports of HTTP and HTTPS, not to that of the cluster. */
  offset,
  /** This node in the cluster: its port must be free, too. */
  self: member,
})
export type ServerPorts = v.InferInput<typeof serverPorts>

export const httpsPortOf = (offset: number): number => 9443 + offset
const httpPortOf = (offset: number): number => 9763 + offset

/**
 * The ports of a server are free, or its own. A JVM of an earlier life that still holds the member port makes the cluster's
 * library take the next one without a word, where no other node looks for it. Changes nothing.
 *
 * @example portsFree({ home, version, offset: 0, self: { host: '10.0.0.11', port: 4000 } })
 */
export const portsFree = defineCheck('portsFree', {
  options: serverPorts,
  title: (args) => `find the ports ${portsOf(args).join(', ')} free, or its own`,
  reads: (args) => ({ found: listenersFact(args) }),
  check: (args, { found }) => {
    if (found.status !== 0)
      return refuse(`it cannot be seen who listens on this host (${found.output.trim()})`, 'see that /proc is mounted')
    const { own, listeners } = readListeners(found.output)
    const taken = listeners.find(({ pid }) => (pid === undefined ? own === undefined : pid !== own))
    if (taken !== undefined) return explain(args, taken, own)
    return own === undefined ? 'nobody listens on them' : `its own process, ${own}, may listen on them`
  },
})

export const portsOf = ({ offset, self }: Pick<ServerPorts, 'offset' | 'self'>): number[] => [
  httpsPortOf(offset),
  httpPortOf(offset),
  self.port,
]

function explain(
  { home, self }: ServerPorts,
  { port, pid, home: theirs, command }: Listener,
  own: string | undefined,
): Refusal {
  const server =
    theirs === home
      ? `another server of ${home}, which its pid file ${own === undefined ? 'does not name' : `(${own}) is not of`}`
      : theirs === undefined
        ? command || 'a process of another user'
        : `the Identity Server of ${theirs}`
  const who = pid === undefined ? server : `process ${pid}, ${server}`
  const moved = `; a node would listen on ${port + 1} in its place, where no other node looks for it`
  const other = port === self.port ? 'another memberPort' : 'another offset'
  return refuse(
    `port ${port} is taken by ${who}${port === self.port ? moved : ''}`,
    `${pid === undefined ? 'end it' : `end it (kill ${pid})`}, or give this node ${other}`,
  )
}

/** Asked before a server is started: what it is told does not depend on anything that a plan does. */
export const listenersFact = (args: ServerPorts) => commandFact(askListeners(args.home, portsOf(args)), [])
