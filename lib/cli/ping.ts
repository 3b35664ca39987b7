import type { OsAnswer } from '../core/answers.ts'
import { askHost, type Told } from '../engine/ask-host.ts'
import { jsonLine, oneLine } from '../report/plain.ts'
import { printed } from './fault.ts'
import { faultsTold, type HostsOptions, onHosts } from './on-hosts.ts'

export interface FactsOptions extends HostsOptions {
  readonly become?: string | true
  readonly output: 'lines' | 'json'
}

/**
 * Logs in to each host and becomes who acts there: says as whom, and what runs there, as `osFact` tells it. The exit status
 * is that of the gravest fault.
 */
export async function ping(inventoryPath: string, options: FactsOptions): Promise<number> {
  const told = await onHosts(inventoryPath, options, ({ each }) =>
    each((host) => askHost(host, [osQuestion], options.become)),
  )
  const lines = told.flatMap((one) => ('fault' in one ? [] : [options.output === 'json' ? jsonOf(one) : textOf(one)]))
  printed(process.stdout).write(lines.join(''))
  return faultsTold(told)
}

type Answered = Exclude<Told, { fault: unknown }>

const osQuestion = { ask: 'os' } as const

function textOf(one: Answered): string {
  const words = [one.host, 'ok', `as ${one.identity.user}, ${systemWords(osOf(one))}`]
  return `${words.map(oneLine).join(' | ')}\n`
}

/** What runs on a host: `rocky 9.4, like redhat, x86_64, systemd`. */
export function systemWords({ id, version, family, architecture, init }: OsAnswer): string {
  const system = [id, version].filter(Boolean).join(' ') || 'an unknown system'
  const like = family === 'other' || family === id ? [] : [`like ${family}`]
  return [system, ...like, architecture, init === 'none' ? 'no init system' : init].join(', ')
}

const jsonOf = (one: Answered): string =>
  jsonLine({ type: 'facts', version: 1, host: one.host, identity: one.identity, os: osOf(one) })

const osOf = (one: Answered): OsAnswer => one.answer(osQuestion) as OsAnswer
