import type * as v from 'valibot'
import { defineCheck } from '../../../lib/core/check.ts'
import { commandFact } from '../../../lib/core/fact.ts'
import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import { whole } from '../../support/schema.ts'
import { member } from '../configuration/clustering.ts'
import { ofProduct } from '../product.ts'
import { portInHex, processFunctions } from './start-script.ts'

/** What is added to the ports of a server. */
export const offset: v.GenericSchema<number> = whole('a port offset', 0, 50000)

export const serverPorts = ofProduct({
  /** Added to the ports of HTTP and HTTPS, not to that of the cluster. */
  offset,
  /** This node in the cluster: its port must be free, too. */
  self: member,
})
export type ServerPorts = v.InferInput<typeof serverPorts>

export const httpsPortOf = (offset: number): number => 9443 + offset
const httpPortOf = (offset: number): number => 9763 + offset

/** A listener on one of the ports, as a host sees it. */
export interface Listener {
  readonly port: number
  /** Undefined: the login user may not see whose it is. */
  readonly pid?: string
  /** The home, where it is an Identity Server. */
  readonly home?: string
  readonly command: string
}

/**
 * The ports of a server are free, or its own. A JVM of an earlier life that still holds the member port makes the cluster's
 * library take the next one without a word, where no other node looks for it. Changes nothing.
 *
 * @example portsFree({ home, version, offset: 0, self: { host: '10.0.0.11', port: 4000 } })
 */
export const portsFree = defineCheck('portsFree', {
  options: serverPorts,
  title: (args) => `find the ports ${portsOf(args).join(', ')} free, or its own`,
  reads: (args) => ({ found: listenersFact(args) }),
  check: (args, { found }) => {
    const { own, listeners } = readListeners(found.output)
    const taken = listeners.find(({ pid }) => (pid === undefined ? own === undefined : pid !== own))
    if (taken !== undefined) return explain(args, taken, own)
    return own === undefined ? 'nobody listens on them' : `its own process, ${own}, may listen on them`
  },
})

export const portsOf = ({ offset, self }: Pick<ServerPorts, 'offset' | 'self'>): number[] => [
  httpsPortOf(offset),
  httpPortOf(offset),
  self.port,
]

function explain(
  { home, self }: ServerPorts,
  { port, pid, home: theirs, command }: Listener,
  own: string | undefined,
): Refusal {
  const server =
    theirs === home
      ? `another server of ${home}, which its pid file ${own === undefined ? 'does not name' : `(${own}) is not of`}`
      : theirs === undefined
        ? command || 'a process of another user'
        : `the Identity Server of ${theirs}`
  const who = pid === undefined ? server : `process ${pid}, ${server}`
  const moved = `; a node would listen on ${port + 1} in its place, where no other node looks for it`
  const other = port === self.port ? 'another memberPort' : 'another offset'
  return refuse(
    `port ${port} is taken by ${who}${port === self.port ? moved : ''}`,
    `${pid === undefined ? 'end it' : `end it (kill ${pid})`}, or give this node ${other}`,
  )
}

/** Asked before a server is started: what it is told does not depend on anything that a plan does. */
export const listenersFact = (args: ServerPorts) => commandFact(listenersScript(args), [])

/** The own server's process, then a line for each port that somebody listens on: PORT PID HOME, a tab, the command. */
const listenersScript = (args: ServerPorts): string => `${processFunctions(args.home)}
if rb_alive; then echo "own $rb_pid"; fi
t=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null)
for p in ${portsOf(args)
  .map((port) => `${port}:${portInHex(port)}`)
  .join(' ')}; do
  i=$(printf '%s\\n' "$t" | awk -v p=":\${p#*:}" '$4 == "0A" && substr($2, length($2) - 4) == p { print $10; exit }')
  [ -n "$i" ] || continue
  pid=$(ls -l /proc/[0-9]*/fd 2>/dev/null | awk -v s="socket:[$i]" '/^\\/proc\\// { split($0, d, "/") } index($0, s) { print d[3]; exit }')
  printf '%s\\t%s\\t%s\\t%s\\n' "\${p%:*}" "\${pid:--}" "$(rb_homeof "\${pid:-none}")" "$({ tr '\\0' ' ' <"/proc/\${pid:-none}/cmdline"; } 2>/dev/null | cut -c 1-120)"
done
exit 0`

export function readListeners(output: string): { readonly own?: string; readonly listeners: readonly Listener[] } {
  const lines = output.split('\n').filter((line) => line !== '')
  const own = lines.find((line) => line.startsWith('own '))?.slice(4)
  const listeners = lines
    .filter((line) => /^\d+\t/.test(line))
    .map((line): Listener => {
      const [port, pid = '-', home = '', command = ''] = line.split('\t')
      return {
        port: Number(port),
        command: command.trim(),
        ...(pid === '-' ? {} : { pid }),
        ...(home === '' ? {} : { home }),
      }
    })
  return { listeners, ...(own === undefined ? {} : { own }) }
}
