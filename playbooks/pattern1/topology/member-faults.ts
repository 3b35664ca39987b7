import type { Host } from '../../../lib/core/inventory.ts'
import { machineOf } from '../machine.ts'
import type { Variables } from '../variables.ts'

export function memberFaults({ name, vars }: Host<Variables>, nodes: readonly Host<Variables>[]): string[] {
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
