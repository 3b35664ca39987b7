import type { Host, Inventory } from '../../lib/core/inventory.ts'
import { collisions } from './topology/collisions.ts'
import { databaseFaults } from './topology/database-faults.ts'
import { memberFaults } from './topology/member-faults.ts'
import { nameFaults } from './topology/name-faults.ts'
import { rangeFaults } from './topology/range-faults.ts'
import { versionFaults } from './topology/version-faults.ts'
import type { Variables } from './variables.ts'

/** What would make a cluster that cannot work. All faults at once, each naming the inventory entry it is about. */
export function topologyFaults(inventory: Inventory<Variables>): string[] {
  const { vars } = inventory
  const nodes = inventory.group('is', { optional: true })
  if (nodes.length === 0) return ["no host is in the group is: give the nodes groups: ['is']"]
  return [
    ...inventory.hosts.flatMap(systemFaults),
    ...nodes.flatMap((node) => [...homeFaults(node), ...memberFaults(node, nodes)]),
    ...nodes.flatMap((node) => ownFaults(node, vars)),
    ...rangeFaults(vars, nodes),
    ...collisions(nodes),
    ...databaseFaults(vars, nodes),
    ...unitFaults(vars),
    ...nameFaults(vars),
    ...versionFaults(vars, nodes.length),
  ]
}

/** The guide starts a node on Windows by a script of its own, and shares files with it by SMB. */
const systemFaults = ({ name, system }: Host<Variables>): string[] =>
  system === 'windows'
    ? [
        `hosts.${name} is a Windows host, by its system: there the guide starts a node by bin\\wso2server.bat, which runbook cannot do yet, for it speaks to POSIX shells alone and a second dialect is not there: take a host with a POSIX shell, or set this one up by hand`,
      ]
    : []

function homeFaults({ name, vars }: Host<Variables>): string[] {
  if (vars.home !== undefined) return []
  return [`hosts.${name}.vars.home is missing: give the folder of the product there, or one in vars.home for all nodes`]
}

const perNode = ['home', 'pack', 'driver', 'loadBalancer', 'hostsFile', 'member', 'memberPort', 'offset']

/** What makes a cluster of nodes is said once: a node with a value of its own would not be part of it. */
const ownFaults = ({ name, vars: own }: Host<Variables>, vars: Variables): string[] =>
  Object.entries(own)
    .filter(
      ([key, value]) => !perNode.includes(key) && JSON.stringify(value) !== JSON.stringify(Reflect.get(vars, key)),
    )
    .map(([key]) => `hosts.${name}.vars.${key} differs from vars.${key}: nodes must agree on it, set it once in vars`)

/** A unit has no PATH of a login to find a Java on. */
const unitFaults = ({ start, java }: Variables): string[] =>
  start?.unit && java?.home === undefined
    ? ['vars.java.home is missing: name the folder of the JVM, which the unit of vars.start.unit needs']
    : []
