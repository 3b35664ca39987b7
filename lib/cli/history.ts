import { UsageError } from '../core/failure.ts'
import { type PastRun, pastRuns } from '../core/history.ts'
import { jsonLine, oneLine } from '../report/plain.ts'
import { plural } from '../report/words.ts'
import { printed } from './fault.ts'
import { type JournalOptions, journalsOf } from './journals.ts'
import { faultsTold } from './on-hosts.ts'
import { pastRunsText } from './past-runs-text.ts'

export interface HistoryOptions extends JournalOptions {
  readonly run?: string
  readonly purge: boolean
  readonly output: 'lines' | 'json'
}

/** Prints the runs that hosts keep, the newest first, and what each has changed. The exit status is that of the gravest fault. */
export async function history(inventoryPath: string, options: HistoryOptions): Promise<number> {
  const { run: wanted = '', output, purge } = options
  if (purge && options.run !== undefined)
    throw new UsageError('--purge removes what is kept of all runs: leave out --run')
  const { hosts } = await journalsOf(inventoryPath, options, purge)
  const runs = hosts.flatMap(({ host, journals }) => pastRuns(host, journals).filter(({ id }) => id.includes(wanted)))
  printed(process.stdout).write(output === 'json' ? jsonOf(runs) : textOf(runs, purge, wanted))
  return faultsTold(hosts)
}

const jsonOf = (runs: readonly PastRun[]): string =>
  runs.map((run) => jsonLine({ type: 'run', version: 1, ...run })).join('')

function textOf(runs: readonly PastRun[], purge: boolean, wanted: string): string {
  const meant = wanted === '' ? '' : ` whose id contains ${oneLine(wanted)}`
  if (runs.length === 0) return `no run${meant} is kept on these hosts\n`
  const lines = pastRunsText(runs, wanted !== '')
  return [...lines, ...(purge ? [`what was kept of ${plural(runs.length, 'run')} is removed`] : [])]
    .map((line) => `${line}\n`)
    .join('')
}
