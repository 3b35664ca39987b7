import type * as v from 'valibot'
import { defineCheck } from '../../../lib/core/check.ts'
import { commandFact } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import { askConnections, readConnections } from '../../../lib/remote/posix/connections.ts'
import { someOf } from '../../support/schema.ts'
import { type Member, member } from '../configuration/clustering.ts'
import { askLog, readLog } from '../posix/log.ts'
import { ofProduct } from '../product.ts'
import { serverOf } from '../server/server-of.ts'

const options = ofProduct({
  /** This node. */
  self: member,
  /** All members, each with its own address, this one too. */
  members: someOf(member, 'the members of the cluster'),
})
export type MembersCheck = v.InferInput<typeof options>

/**
 * The members that this node sees are those of the inventory, by its log and its connections: a node that comes last does
 * not log who is there already.
 *
 * @example clusterIsComplete({ home, version, self, members })
 */
export const clusterIsComplete = defineCheck('clusterIsComplete', {
  options,
  title: ({ members }) => `the cluster has ${members.length} members`,
  reads: ({ home, members }) => ({
    log: commandFact(askLog(home), []),
    open: commandFact(askConnections(members.map(({ port }) => port)), []),
  }),
  check: ({ home, self, members }, { log, open }) => {
    const { memberPort, joined, left } = readLog(log.output)
    if (memberPort === undefined) {
      return refuse('this node is in no cluster, says its log', `look for clustering in ${serverOf(home).log}`)
    }
    if (memberPort !== self.port) {
      return refuse(
        `this node took port ${memberPort}, not ${self.port}, which was in use when it started`,
        `find what holds port ${self.port} (ss -ltnp), end it, and restart this node`,
      )
    }
    const connections = readConnections(open.output)
    const others = members.filter((member) => nameOf(member) !== nameOf(self))
    const isConnected = ({ host, port }: Member) =>
      connections.some(
        ({ local, remote }) =>
          (remote.address === host && remote.port === port) ||
          (host !== self.host && remote.address === host && local.port === self.port),
      )
    const missing = others.filter((member) => !joined.includes(nameOf(member)) && !isConnected(member))
    if (missing.length > 0) {
      const words = missing.map((member) => `${nameOf(member)}${left.includes(nameOf(member)) ? ' (it left)' : ''}`)
      return refuse(
        `this node does not see ${words.join(', ')}`,
        `start them; where they run, see that the member ports are open between the nodes, and that the domain is the same`,
      )
    }
    const strangers = joined.filter((address) => !members.some((member) => nameOf(member) === address))
    if (strangers.length > 0) {
      return refuse(
        `${strangers.join(', ')} joined, which the inventory does not name`,
        'end that server, give it another domain, or add it to the inventory',
      )
    }
    return `it sees ${others.map(nameOf).join(', ') || 'no other, as described'}`
  },
})

const nameOf = ({ host, port }: Member): string => `${host}:${port}`
