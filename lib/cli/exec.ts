import type { CommandAnswer } from '../core/answers.ts'
import { grouped } from '../core/grouped.ts'
import { askHost } from '../engine/ask-host.ts'
import { typedCommand } from '../remote/posix/quote.ts'
import { hostNames } from '../report/host-names.ts'
import { jsonLine, oneLine, plain } from '../report/plain.ts'
import { printed } from './fault.ts'
import { faultsTold, type HostsOptions, onHosts } from './on-hosts.ts'

export interface ExecOptions extends HostsOptions {
  readonly become?: string | true
  /** Seconds of silence that the command may take. */
  readonly timeout?: number
  readonly output: 'lines' | 'json'
}

interface Ran extends CommandAnswer {
  readonly host: string
}

/**
 * Runs one command on each of the hosts that a pattern picks, and says what it printed, once for all hosts that say the same.
 * Nothing of it is planned, locked or kept in a journal. The exit status is 1 where it failed on a host, else that of the
 * gravest fault.
 */
export async function exec(
  inventoryPath: string,
  pattern: string,
  words: readonly [string, ...string[]],
  options: ExecOptions,
): Promise<number> {
  const { output, become, timeout = 60 } = options
  const question = { ask: 'command', script: typedCommand(words), within: timeout } as const
  const told = await onHosts(inventoryPath, { ...options, limit: pattern, limitWord: 'the pattern' }, ({ each }) =>
    each((host) => askHost(host, [question], become)),
  )
  const ran = told.flatMap((one) =>
    'fault' in one ? [] : [{ host: one.host, ...(one.answer(question) as CommandAnswer) }],
  )
  printed(process.stdout).write(output === 'json' ? jsonOf(ran) : textOf(ran))
  const faults = faultsTold(told)
  return ran.some(({ status }) => status !== 0) ? 1 : faults
}

const jsonOf = (ran: readonly Ran[]): string =>
  ran.map((one) => jsonLine({ type: 'exec', version: 1, ...one })).join('')

function textOf(ran: readonly Ran[]): string {
  const groups = grouped(ran, ({ status, output }) => JSON.stringify([status, output]))
  return [...groups.values()].map((group) => groupText(group, ran.length)).join('')
}

function groupText(group: readonly Ran[], all: number): string {
  const [{ status, output } = { status: 0, output: '' }] = group
  const names = group.map(({ host }) => oneLine(host))
  const lines = plain(output).replace(/\n+$/, '').split('\n')
  const said = output.trim() === '' ? [] : lines.map((line) => `  ${line}`)
  return [`${hostNames(names, all)} | ${status === 0 ? 'ok' : `exit status ${status}`}`, ...said]
    .map((line) => `${line}\n`)
    .join('')
}
