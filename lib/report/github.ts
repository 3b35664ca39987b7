import { isFault, type StepEvent } from '../core/event.ts'
import { grouped } from '../core/grouped.ts'
import { alike } from './alike.ts'
import { hostNames } from './host-names.ts'
import { plain } from './plain.ts'
import type { RecordedHost, RecordedPlay, RecordedRun } from './recorded.ts'
import type { Report, ReportOptions } from './report.ts'
import { reportAtEnd } from './report-at-end.ts'
import { countWords, endWords, isFine } from './words.ts'

/** Annotations of GitHub Actions, as workflow commands: an error for each fault, a warning for each, the end as a notice. */
export const githubReport = (options: ReportOptions): Report =>
  reportAtEnd(options, (runs) => runs.flatMap(commandsOf).join(''))

const commandsOf = (run: RecordedRun): string[] => [
  ...run.plays.flatMap((play) => [...unreachables(play), ...faults(play)]),
  ...run.notes.map(({ host, reason }) => command('notice', host, reason)),
  end(run),
]

/** Hosts that cannot be reached for the same reason share a command: of each kind, GitHub shows ten. */
function unreachables({ name, hosts }: RecordedPlay): string[] {
  return [...grouped(hosts, ({ unreachable }) => unreachable)].map(([reason, own]) => {
    const names = own.map((host) => host.name)
    return command('error', `${name}: unreachable`, `${hostNames(names, hosts.length)}: ${reason}`)
  })
}

function faults({ name, hosts }: RecordedPlay): string[] {
  const told = hosts.flatMap(({ steps }: RecordedHost) => steps.filter((step) => levelOf(step) !== undefined))
  return alike(told, () => '').map(({ first, hosts: own }) => {
    const { title, status, reason = status } = first
    return command(levelOf(first) ?? 'notice', `${name}: ${title}`, `${hostNames([...own], hosts.length)}: ${reason}`)
  })
}

function levelOf({ status, warning }: StepEvent): Level | undefined {
  if (isFault(status)) return 'error'
  return warning ? 'warning' : undefined
}

function end({ playbook, mode, summary }: RecordedRun): string {
  if (summary === undefined) return command('error', playbook, 'the run was broken off')
  const all = Object.values(summary.hosts)
  const hosts = Object.entries(summary.hosts).map(([name, host]) => `${name}: ${countWords(host, mode)}`)
  const lines = hosts.length > 20 ? [`${hosts.length} hosts, ${all.filter(isFine).length} of them all right`] : hosts
  return command('notice', `${playbook}: ${endWords(summary)}`, lines.join('\n'))
}

type Level = 'error' | 'warning' | 'notice'

const command = (level: Level, title: string, message: string): string =>
  `::${level} title=${property(title)}::${data(message)}\n`

/** As the runner reads them back: https://github.com/actions/toolkit, packages/core/src/command.ts */
const data = (text: string): string =>
  plain(text).replace(/[%\r\n]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
