import type { CommandAnswer } from '../../core/answers.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'
import { reachedPort, readReachedPort } from './reached-port.ts'

/** The port by which this session has come, where that is told, then the table of this tool as it counts now. 3: no nft. */
export const askNftables = (table: string): string => `${comment('the firewall')}
${reachedPort}
rb_reached
command -v nft >/dev/null 2>&1 || exit 3
nft list tables 2>&1 | grep -qx ${quote(`table inet ${table}`)} || { nft list tables >/dev/null; exit; }
nft -s list table inet ${table}`

export interface FoundNftables {
  /** The port of SSH by which somebody is here; undefined: by another way. */
  readonly port: number | undefined
  /** As nft writes it; empty: there is none. */
  readonly table: string
}

export function readNftables({ output }: CommandAnswer): FoundNftables {
  const [, table = ''] = /^port .*\n?([\s\S]*)$/.exec(output) ?? []
  return { port: readReachedPort(output), table: table.trim() }
}

export const showNftables = ({ port, table }: FoundNftables): CommandAnswer => ({
  status: 0,
  output: `port ${port ?? ''}\n${table === '' ? '' : `${table}\n`}`,
})

/** Puts a table in the place of what is there, in one transaction: no packet meets half of it. */
export const setNftables = (
  name: string,
  table: string,
): string => `${comment(`let the table ${name} of nftables count`)}
nft -f - <<'RB_E'
table inet ${name}
delete table inet ${name}
${table}
RB_E`
