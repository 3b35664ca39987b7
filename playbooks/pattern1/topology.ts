import type { Host, Inventory } from '../../lib/core/inventory.ts'
import { carbonJndi } from '../../tasks/wso2is/configuration/datasource.ts'
import { machineOf } from './machine.ts'
import { sharedPorts } from './ports.ts'
import { jndiOf, sourcesOf } from './settings.ts'
import type { Variables } from './variables.ts'
import { versionFaults } from './version-faults.ts'

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

function memberFaults({ name, vars }: Host<Variables>, nodes: readonly Host<Variables>[]): string[] {
  const machines = new Set(nodes.map(machineOf))
  if (vars.member === undefined)
    return [`hosts.${name}.vars.member is missing: give the address by which the other nodes reach it`]
  if (machines.size > 1 && /^127\./.test(vars.member)) {
    return [
      `hosts.${name}.vars.member is ${vars.member}, a loopback address, which nodes on other machines cannot reach: give this machine's own address`,
    ]
  }
  return []
}

const perNode = ['home', 'pack', 'driver', 'loadBalancer', 'hostsFile', 'member', 'memberPort', 'offset']

/** What makes a cluster of nodes is said once: a node with a value of its own would not be part of it. */
const ownFaults = ({ name, vars: own }: Host<Variables>, vars: Variables): string[] =>
  Object.entries(own)
    .filter(
      ([key, value]) => !perNode.includes(key) && JSON.stringify(value) !== JSON.stringify(Reflect.get(vars, key)),
    )
    .map(([key]) => `hosts.${name}.vars.${key} differs from vars.${key}: nodes must agree on it, set it once in vars`)

const rangeSyntax = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.(\d{1,3})-(\d{1,3})$/

function rangeFaults({ memberRange }: Variables, nodes: readonly Host<Variables>[]): string[] {
  if (memberRange === undefined) return []
  const [, prefix, from, to] = rangeSyntax.exec(memberRange) ?? []
  if (
    prefix === undefined ||
    Number(from) > Number(to) ||
    Number(to) > 255 ||
    prefix.split('.').some((part) => Number(part) > 255)
  ) {
    return [
      `vars.memberRange is ${JSON.stringify(memberRange)}: write the range in the last part of an address, as in 10.0.0.11-14`,
    ]
  }
  return nodes.flatMap(({ name, vars }) => {
    const last = vars.member?.startsWith(`${prefix}.`) ? Number(vars.member.slice(prefix.length + 1)) : Number.NaN
    return last >= Number(from) && last <= Number(to)
      ? []
      : [
          `hosts.${name}.vars.member is ${vars.member}, outside vars.memberRange ${memberRange}: widen the range, or give another address`,
        ]
  })
}

/** Two nodes that would listen at the same place, or share a folder. */
function collisions(nodes: readonly Host<Variables>[]): string[] {
  return nodes.flatMap((a, at) =>
    nodes.slice(at + 1).flatMap((b) => {
      const both = `hosts.${a.name} and hosts.${b.name}`
      const faults: string[] = []
      if (a.vars.member !== undefined && a.vars.member === b.vars.member && a.vars.memberPort === b.vars.memberPort) {
        faults.push(
          `${both} have the same member address ${a.vars.member}:${a.vars.memberPort}: give each its own member or memberPort`,
        )
      }
      if (machineOf(a) !== machineOf(b)) return faults
      const [port] = sharedPorts(a.vars, b.vars)
      if (a.vars.offset === b.vars.offset)
        faults.push(
          `${both} are on one machine with the same offset ${a.vars.offset}: give each its own, or ports collide`,
        )
      else if (port !== undefined && faults.length === 0)
        faults.push(
          `${both} are on one machine and would both listen on port ${port}: give one another offset or memberPort`,
        )
      if (a.vars.home !== undefined && a.vars.home === b.vars.home)
        faults.push(`${both} are on one machine with the same home ${a.vars.home}: give each its own`)
      return faults
    }),
  )
}

function databaseFaults(vars: Variables, nodes: readonly Host<Variables>[]): string[] {
  const roles = Object.entries(vars.databases).flatMap(([role, database]) => (database ? [{ role, database }] : []))
  const sources = sourcesOf(vars)
  const defined = [carbonJndi, ...sources.datasources.map(({ jndi }) => jndi)]
  const names = sources.datasources.map(({ jndi }) => jndi)
  return [
    ...roles
      .filter(({ database }) => database.kind === 'h2' && nodes.length > 1)
      .map(
        ({ role }) =>
          `vars.databases.${role} is H2, a file of one node: ${nodes.length} nodes cannot share it, use a database server`,
      ),
    ...(vars.driver === undefined && roles.some(({ database }) => database.kind !== 'h2')
      ? [
          `vars.driver is missing: name the ${roles.find(({ database }) => database.kind !== 'h2')?.database.kind} driver's jar`,
        ]
      : []),
    ...Object.entries(jndiOf(vars, sources))
      .filter(([, jndi]) => !defined.includes(jndi))
      .map(
        ([use, jndi]) =>
          `vars.jndi.${use} is ${jndi}, which no data source defines: take one of ${defined.join(', ')}, or define it in vars.datasources`,
      ),
    ...[...new Set(names.filter((jndi, at) => names.indexOf(jndi) !== at || jndi === carbonJndi))].map(
      (jndi) => `data source ${jndi} is defined twice: rename the one in vars.datasources`,
    ),
  ]
}

/** A unit has no PATH of a login to find a Java on. */
const unitFaults = ({ start, java }: Variables): string[] =>
  start?.unit && java?.home === undefined
    ? ['vars.java.home is missing: name the folder of the JVM, which the unit of vars.start.unit needs']
    : []

function nameFaults({ hostname, managementHostname, certificateNames }: Variables): string[] {
  if (certificateNames === undefined) return []
  return [
    ['vars.hostname', hostname],
    ['vars.managementHostname', managementHostname ?? hostname],
  ]
    .filter(
      ([, name], at, all) =>
        (at === 0 || name !== all[0]?.[1]) && !certificateNames.some((covered) => covers(covered, name ?? '')),
    )
    .map(
      ([entry, name]) =>
        `${entry} is ${name}, but the certificate is for ${certificateNames.join(', ')}: take one of its names, or another certificate`,
    )
}

const covers = (certified: string, name: string): boolean =>
  certified.toLowerCase() === name.toLowerCase() ||
  (certified.startsWith('*.') &&
    name.includes('.') &&
    name.slice(name.indexOf('.') + 1).toLowerCase() === certified.slice(2).toLowerCase())
