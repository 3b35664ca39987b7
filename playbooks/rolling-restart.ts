import { play, playbook } from '../lib/core/playbook.ts'
import { serverIsUp } from '../tasks/wso2is/index.ts'
import { settings } from './pattern1/settings.ts'
import { started, stopped } from './pattern1/start.ts'
import { topologyFaults } from './pattern1/topology.ts'
import { Pattern1 } from './pattern1/variables.ts'

/**
 * Restarts the servers, one after the other, though nothing has changed. All must be up before the first one is stopped;
 * one that does not get healthy again keeps the next ones running.
 */
export default playbook('rolling-restart', {
  vars: Pattern1,
  plays: (inventory) => {
    const nodes = inventory.group('is')
    const all = { requires: nodes }
    return [
      play('all servers are up', nodes, (host) => {
        const { home, version, offset, self } = settings(host, inventory)
        return serverIsUp({ home, version, offset, self })
      }),
      ...nodes.flatMap((node) => [
        play(`stop ${node.name}`, [node], stopped, all),
        play(`start ${node.name}`, [node], (host) => started(host, inventory), all),
      ]),
    ]
  },
  check: topologyFaults,
})
