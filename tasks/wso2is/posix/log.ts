import { quote } from '../../../lib/remote/posix/quote.ts'
import { serverOf, startedLine, startingLine } from '../server/server-of.ts'

/** What a server has said of itself since its last start, as far as a check needs it. */
export interface ServerLog {
  /** Seconds that its start took; undefined: it has not said that it is started. */
  readonly started?: number
  /** Its own port in the cluster; undefined: it has not said that it is in one. */
  readonly memberPort?: number
  /** Addresses that have joined since and not left, as `10.0.0.12:4000`. */
  readonly joined: readonly string[]
  readonly left: readonly string[]
  /** Lines that tell of data sources that cannot be used. */
  readonly faults: readonly string[]
}

/**
 * The lines of a server's life. Its log is rolled over every day, so a life may be spread over several files: those that
 * were written to since the pid file was.
 */
export const askLog = (home: string): string => {
  const server = serverOf(home)
  const log = quote(server.log.replace(/\.log$/, ''))
  return `for f in ${log}-*.log ${log}.log.* ${log}.log; do
  if [ -f "$f" ] && [ ! ${quote(server.pidFile)} -nt "$f" ]; then cat "$f"; fi
done | awk '/${startingLine}/ { n = 0 } /${interesting}/ { l[n++] = substr($0, 1, 500) } END { for (i = n > 500 ? n - 500 : 0; i < n; i++) print l[i] }'`
}

const faultWords =
  'Unable to look-up JNDI name|Error in creating data source|Error in looking up data source|Error when looking up the Identity Data Source|Cannot initialize the realm|Unable to create initial connections of pool|cannot be read from'
const interesting = `${startedLine}|Local member: \\[|Member (joined|left) \\[|${faultWords}`

/** Reads what `askLog` prints. */
export function readLog(output: string): ServerLog {
  const members = new Map<string, boolean>()
  const faults: string[] = []
  let started: number | undefined
  let memberPort: number | undefined
  for (const line of output.split('\n')) {
    const [, verb, address = ''] = /Member (joined|left) \[[^\]]*\] ?: ?[^/]*\/(\S+)/.exec(line) ?? []
    if (verb !== undefined) members.set(address, verb === 'joined')
    else if (line.includes(startedLine)) started = Number(/started in (\d+)/.exec(line)?.[1] ?? 0)
    else if (line.includes('Local member: [')) memberPort = Number(/\bPort: ?(\d+)/.exec(line)?.[1])
    else if (new RegExp(faultWords).test(line)) faults.push(line.replace(/^.*?\} - +/, '').trim())
  }
  const all = [...members]
  return {
    joined: all.filter(([, there]) => there).map(([address]) => address),
    left: all.filter(([, there]) => !there).map(([address]) => address),
    faults,
    ...(started === undefined ? {} : { started }),
    ...(memberPort === undefined ? {} : { memberPort }),
  }
}
