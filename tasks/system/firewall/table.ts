import { type Refusal, refuse } from '../../../lib/core/failure.ts'

export interface Rule {
  readonly port: number
  readonly protocol?: 'tcp' | 'udp' | undefined
  readonly from?: readonly string[] | undefined
}

export const tableName = 'runbook'

/** The table in the very letters in which nft lists it, so that what counts is compared as text. */
export function ownTable(rules: readonly Rule[]): string {
  const lines = [
    'type filter hook input priority filter; policy drop;',
    'ct state established,related accept',
    'iif "lo" accept',
    'meta l4proto { icmp, ipv6-icmp } accept',
    ...rules.flatMap(ruleLines),
  ]
  return `table inet ${tableName} {\n\tchain input {\n${lines.map((line) => `\t\t${line}\n`).join('')}\t}\n}`
}

/** Whether SSH comes in by a port. */
export const isLetIn = (port: number, rules: readonly Rule[]): boolean =>
  rules.some((rule) => rule.port === port && rule.protocol !== 'udp')

export const wouldClose = (port: number): Refusal =>
  refuse(`this would close the port ${port}, by which this host is reached`, `name it: { port: ${port} }`)

function ruleLines({ port, protocol = 'tcp', from = [] }: Rule): string[] {
  const accept = `${protocol} dport ${port} accept`
  if (from.length === 0) return [accept]
  return from.map((source) => `${source.includes(':') ? 'ip6' : 'ip'} saddr ${source} ${accept}`)
}
