/** So many hosts are named each. */
const named = 12

/** Hosts that a line is about, of so many: `web1, web2 (2 hosts)`, and how many where their names would fill the screen. */
export function hostsWords(hosts: readonly string[], all: number): string {
  if (hosts.length === 1) return hosts.join('')
  if (hosts.length <= named) return `${hosts.join(', ')} (${hosts.length} hosts)`
  if (hosts.length === all) return `all ${all} hosts`
  return `${hosts.slice(0, 4).join(', ')} and ${hosts.length - 4} more (${hosts.length} hosts)`
}
