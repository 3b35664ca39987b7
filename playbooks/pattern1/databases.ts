import type { Host, Inventory } from '../../lib/core/inventory.ts'
import { type Play, play } from '../../lib/core/playbook.ts'
import { databaseServer } from '../../tasks/databases/database-server.ts'
import { createDatabases, identityServerHome, type ScriptsFrom } from '../../tasks/wso2is/index.ts'
import { settings } from './settings.ts'
import type { Variables } from './variables.ts'

/** Where the databases are made from; nowhere without `databaseAdmin`. */
export function databaseHosts(inventory: Inventory<Variables>): readonly Host<Variables>[] {
  const own = inventory.group('db', { optional: true })
  const hosts = own.length > 0 ? own : inventory.group('is').slice(0, 1)
  return hosts.some(({ vars }) => vars.databaseAdmin) ? hosts : []
}

/**
 * The databases, on the hosts of the group `db`, with the scripts of the pack on the controller; of a managed server from
 * the first node. None without `databaseAdmin`.
 */
export function databasePlays(inventory: Inventory<Variables>): Play[] {
  const hosts = databaseHosts(inventory)
  if (hosts.length === 0) return []
  return [
    play('databases', hosts, (host) => {
      const is = settings(host, inventory)
      const { home, version, pack, databases, databaseAdmin: admin } = is
      const onNode = host.groups.includes('is')
      const from: ScriptsFrom = onNode || pack === undefined ? { home } : { pack, to: is.scripts }
      return [
        is.databaseServer === undefined ? [] : databaseServer(is.databaseServer),
        onNode ? identityServerHome({ home, version, pack }) : [],
        admin === undefined ? [] : createDatabases({ databases, version, from, admin: admin.login, ...admin.options }),
      ]
    }),
  ]
}
