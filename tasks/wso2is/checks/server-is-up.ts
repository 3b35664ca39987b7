import { defineCheck } from '../../../lib/core/check.ts'
import { commandFact } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import { heldPorts, portsFact } from '../../java/held-ports.ts'
import { askLog, readLog } from '../posix/log.ts'
import { portsOf, serverPorts } from '../server/ports.ts'
import { serverOf } from '../server/server-of.ts'

/**
 * The server of a home runs, listens on its ports itself, and has said that it is started.
 *
 * @example serverIsUp({ home, version, offset: 0, self: { host: '10.0.0.11', port: 4000 } })
 */
export const serverIsUp = defineCheck('serverIsUp', {
  options: serverPorts,
  title: (args) => `the server of ${args.home} is up on ports ${portsOf(args).join(', ')}`,
  reads: (args) => ({ ports: portsFact(serverOf(args.home), portsOf(args)), log: commandFact(askLog(args.home), []) }),
  check: (args, { ports, log }) => {
    const { own, listeners } = heldPorts(ports)
    const look = `look into ${serverOf(args.home).log}`
    if (own === undefined) return refuse(`no server of ${args.home} runs`, `start it, or ${look}`)
    for (const port of portsOf(args)) {
      const holder = listeners.find((one) => one.port === port)
      if (holder === undefined) return refuse(`process ${own} runs, but nothing listens on port ${port}`, look)
      if (holder.pid !== undefined && holder.pid !== own) {
        return refuse(
          `port ${port} is held by process ${holder.pid} (${holder.home ?? holder.command}), not by the server, process ${own}`,
          `end it (kill ${holder.pid}) and restart the server`,
        )
      }
    }
    const { started, faults } = readLog(log.output)
    const unknown = faults.find((line) => line.includes('JNDI name'))
    if (unknown !== undefined)
      return refuse(`the server says: ${unknown}`, 'name a data source that master-datasources.xml defines')
    if (started === undefined) return refuse(`process ${own} has not said that it is started`, `wait, or ${look}`)
    return `process ${own}, started in ${started} s`
  },
})
