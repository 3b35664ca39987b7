import type { Host } from '../../../lib/core/inventory.ts'
import { machineOf } from '../machine.ts'
import { sharedPorts } from '../ports.ts'
import type { Variables } from '../variables.ts'

/** Two nodes that would listen at the same place, or share a folder. */
export function collisions(nodes: readonly Host<Variables>[]): string[] {
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
