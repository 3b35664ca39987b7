import type { Inventory } from '../../lib/core/inventory.ts'
import { type Play, play } from '../../lib/core/playbook.ts'
import { packages } from '../../tasks/package.ts'
import { serverUnit, startServer } from '../../tasks/wso2is/index.ts'
import { settings } from './settings.ts'
import type { Variables } from './variables.ts'

/** One node after the other: two that meet an empty database at once both try to fill it. None without `start`. */
export function startPlays(inventory: Inventory<Variables>): Play[] {
  const nodes = inventory.group('is').filter(({ vars }) => vars.start)
  if (nodes.length === 0) return []
  const start = play(
    'start',
    nodes,
    (host) => {
      const is = settings(host, inventory)
      const { home, java, start: { unit, timeout } = {} } = is
      return [
        // A start and `verify` look at the login page by openssl.
        packages({ names: ['openssl'], provides: ['/usr/bin/openssl'] }),
        java?.package === undefined ? [] : packages({ names: [java.package], provides: ['/usr/bin/java'] }),
        unit === undefined
          ? []
          : serverUnit({ unit: unit.name, home, user: unit.user, java: { home: java?.home ?? '' } }),
        startServer({ ...is, unit: unit?.name, timeout }),
      ]
    },
    { serial: 1 },
  )
  return [start]
}
