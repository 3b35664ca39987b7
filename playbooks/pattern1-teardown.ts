import * as v from 'valibot'
import type { Inventory } from '../lib/core/inventory.ts'
import { playbook } from '../lib/core/playbook.ts'
import { teardownPlays } from './pattern1/teardown.ts'
import { topologyFaults } from './pattern1/topology.ts'
import { Pattern1 } from './pattern1/variables.ts'

const Teardown = v.strictObject({
  ...Pattern1.entries,
  /** The cluster's host name: `--set confirm=is.example.com`. */
  confirm: v.optional(v.string()),
  /** Drop the databases, too, with all that is in them, and their users. Default: they stay. */
  dropDatabases: v.optional(v.boolean(), false),
})

/**
 * Takes away what `pattern1` has made, once its user has confirmed it by the cluster's name. Databases stay unless
 * `dropDatabases` is set, which takes their users, too; packages and what is on the share stay in any case.
 */
export default playbook('pattern1-teardown', {
  vars: Teardown,
  plays: (inventory) => teardownPlays(inventory, inventory.vars.dropDatabases),
  check: (inventory) =>
    inventory.vars.confirm === inventory.vars.hostname ? topologyFaults(inventory) : [question(inventory)],
})

function question(inventory: Inventory<v.InferOutput<typeof Teardown>>): string {
  const { vars } = inventory
  const names = (group: string) => inventory.group(group, { optional: true }).map(({ name }) => name)
  const databases = Object.values(vars.databases).flatMap((database) =>
    database?.server ? [database.server.name] : [],
  )
  const balancers = names('lb')
  const goes = [
    `the servers of ${names('is').join(', ')}${vars.pack === undefined ? '' : ' with their homes'}`,
    ...(balancers.length > 0 ? [`the sites and the certificate of ${balancers.join(', ')}`] : []),
    ...(vars.dropDatabases ? [`the databases ${databases.join(', ')} with all that is in them, and their users`] : []),
  ]
  const stays = [
    ...(vars.dropDatabases
      ? []
      : [`the databases ${databases.join(', ')} (dropDatabases=true drops them) and their users`]),
    ...(vars.share ? ['what is on the share'] : []),
    `installed packages${vars.start?.unit === undefined ? '' : ` and the user ${vars.start.unit.user}`}`,
  ]
  const asked = vars.confirm === undefined ? '' : ` (confirm is ${vars.confirm})`
  return `it takes away ${goes.join('; ')}. It leaves ${stays.join('; ')}. If that is what you want: --set confirm=${vars.hostname}${asked}`
}
