import type * as v from 'valibot'
import { defineCheck } from '../../../lib/core/check.ts'
import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import type { Listener } from '../../../lib/remote/posix/java-listeners.ts'
import { endIt, heldPorts, holderWords, portsFact } from '../../java/held-ports.ts'
import { whole } from '../../support/schema.ts'
import { member } from '../configuration/clustering.ts'
import { ofProduct } from '../product.ts'
import { serverOf } from './server-of.ts'

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
  reads: (args) => ({ found: portsFact(serverOf(args.home), portsOf(args)) }),
  check: (args, { found }) => {
    if (found.status !== 0)
      return refuse(`it cannot be seen who listens on this host (${found.output.trim()})`, 'see that /proc is mounted')
    const { own, taken } = heldPorts(found)
    if (taken !== undefined) return explain(args, taken, own)
    return own === undefined ? 'nobody listens on them' : `its own process, ${own}, may listen on them`
  },
})

export const portsOf = ({ offset, self }: Pick<ServerPorts, 'offset' | 'self'>): number[] => [
  httpsPortOf(offset),
  httpPortOf(offset),
  self.port,
]

function explain({ home, self }: ServerPorts, taken: Listener, own: string | undefined): Refusal {
  const { port } = taken
  const moved = `; a node would listen on ${port + 1} in its place, where no other node looks for it`
  const other = port === self.port ? 'another memberPort' : 'another offset'
  return refuse(
    `port ${port} is taken by ${holderWords(taken, own, home, 'the Identity Server')}${port === self.port ? moved : ''}`,
    `${endIt(taken)}, or give this node ${other}`,
  )
}
