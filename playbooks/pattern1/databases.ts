import type { Host, Inventory } from '../../lib/core/inventory.ts'
import { type Play, play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { databaseServer } from '../../tasks/databases/database-server.ts'
import { createDatabases, identityServerHome, type ScriptsFrom } from '../../tasks/wso2is/index.ts'
import { settings } from './settings.ts'
import type { State, Variables } from './variables.ts'

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
      const { home, version, pack, databaseServer: server } = settings(host, inventory)
      return [
        server === undefined ? [] : databaseServer(server),
        host.groups.includes('is') ? identityServerHome({ home, version, pack }) : [],
        created(host, inventory),
      ]
    }),
  ]
}

/** The databases with their user, by the scripts of the pack; `absent` drops them. */
export function created(host: Host<Variables>, inventory: Inventory<Variables>, state?: State): Resources {
  const { home, version, pack, databases, databaseAdmin: admin, scripts: to } = settings(host, inventory)
  if (admin === undefined) return []
  const scripts: ScriptsFrom = host.groups.includes('is') || pack === undefined ? { home } : { pack, to }
  const drop = state === 'absent' ? true : undefined
  return createDatabases({ databases, version, scripts, admin: admin.login, ...admin.options, state, drop })
}
