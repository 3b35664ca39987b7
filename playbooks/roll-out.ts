import { play, playbook } from '../lib/core/playbook.ts'
import { node } from './pattern1/node.ts'
import { started } from './pattern1/start.ts'
import { topologyFaults } from './pattern1/topology.ts'
import { Pattern1 } from './pattern1/variables.ts'

/**
 * A change of configuration, node by node: each is configured and restarted, where that changes anything, and must be
 * healthy before the next one is touched at all.
 */
export default playbook('roll-out', {
  vars: Pattern1,
  plays: (inventory) => [
    play('roll out', inventory.group('is'), (host) => [node(host, inventory), started(host, inventory)].flat(), {
      serial: 1,
    }),
  ],
  check: topologyFaults,
})
