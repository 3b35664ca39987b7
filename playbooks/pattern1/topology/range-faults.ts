import type { Host } from '../../../lib/core/inventory.ts'
import type { Variables } from '../variables.ts'

export function rangeFaults({ memberRange }: Variables, nodes: readonly Host<Variables>[]): string[] {
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

const rangeSyntax = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.(\d{1,3})-(\d{1,3})$/
