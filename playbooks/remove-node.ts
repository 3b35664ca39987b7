import * as v from 'valibot'
import { type Inventory, withHosts } from '../lib/core/inventory.ts'
import { play, playbook } from '../lib/core/playbook.ts'
import { balancerPlays } from './pattern1/load-balancer.ts'
import { nodePlay } from './pattern1/node.ts'
import { startPlays, stopped } from './pattern1/start.ts'
import { topologyFaults } from './pattern1/topology.ts'
import { Pattern1, type Variables } from './pattern1/variables.ts'

const RemoveNode = v.strictObject({
  ...Pattern1.entries,
  /** The host to take out: `--set node=is3`. */
  node: v.pipe(v.string(), v.nonEmpty('name the node, as in --set node=is3')),
})

/**
 * Takes a node out of the cluster: the load balancer leaves it alone, its server is stopped, and the others no longer have
 * it as a member. Its files stay. Then take it out of the inventory.
 */
export default playbook('remove-node', {
  vars: RemoveNode,
  plays: (inventory) => {
    const { node } = inventory.vars
    const rest = without(node, inventory)
    return [
      ...balancerPlays(rest),
      play(`stop ${node}`, [inventory.host(node)], stopped),
      nodePlay(rest),
      ...startPlays(rest),
    ]
  },
  check: (inventory) => {
    const { node } = inventory.vars
    const nodes = inventory.group('is', { optional: true }).map(({ name }) => name)
    if (nodes.length === 0) return topologyFaults(inventory)
    if (!nodes.includes(node)) return [`node is ${node}: name one of ${nodes.join(', ')}`]
    if (nodes.length === 1) return [`${node} is the last node: pattern1-teardown takes all away`]
    return topologyFaults(without(node, inventory))
  },
})

function without(node: string, inventory: Inventory<Variables>): Inventory<Variables> {
  const rest = inventory.hosts.filter(({ name }) => name !== node)
  return withHosts(inventory, rest, inventory.vars)
}
