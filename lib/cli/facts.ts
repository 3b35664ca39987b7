import { describe, type HostDescribed } from '../engine/describe.ts'
import { jsonLine, oneLine } from '../report/plain.ts'
import { plural } from '../report/words.ts'
import { printed } from './fault.ts'
import { faultsTold, onHosts } from './on-hosts.ts'
import { type FactsOptions, systemWords } from './ping.ts'

/**
 * Says what is known of each host before a playbook asks: who acts there, what runs there, and what machine it is. The exit status is that
 * of the gravest fault.
 */
export async function facts(inventoryPath: string, options: FactsOptions): Promise<number> {
  const all = await onHosts(inventoryPath, options, ({ each }) => each((host) => describe(host, options.become)))
  const known = all.flatMap((one) => ('fault' in one ? [] : [one]))
  printed(process.stdout).write(known.map(options.output === 'json' ? jsonOf : textOf).join(''))
  return faultsTold(all)
}

type Known = Exclude<HostDescribed, { fault: unknown }>

const jsonOf = (one: Known): string => jsonLine({ type: 'facts', version: 1, ...one })

const textOf = (one: Known): string =>
  rows(one)
    .map(([what, value]) => `${[one.host, what, value].map(oneLine).join(' | ')}\n`)
    .join('')

function rows({ identity, login, os, machine }: Known): [string, string][] {
  const { hostname, kernel, processors, memory, disk, addresses = [], uptime } = machine
  const as = identity.user === login.user ? '' : `, logs in as ${login.user}`
  return [
    ['acts as', `${identity.user}${as}`],
    ['system', systemWords(os)],
    ...row('hostname', hostname),
    ...row('kernel', kernel),
    ...row('processors', processors),
    ...row('memory', memory && `${sizeWords(memory.total)}${of(memory.available, 'available')}`),
    ...row('disk', disk && `${sizeWords(disk.total)} at /${of(disk.free, 'free')}`),
    ...row('addresses', addresses.length === 0 ? undefined : addresses.join(' ')),
    ...row('started', uptime === undefined ? undefined : `${ageWords(uptime)} ago`),
  ]
}

const row = (what: string, value: string | number | undefined): [string, string][] =>
  value === undefined ? [] : [[what, String(value)]]

const of = (bytes: number | undefined, word: string): string =>
  bytes === undefined ? '' : `, ${sizeWords(bytes)} ${word}`

const sizeWords = (bytes: number): string =>
  bytes >= 10 * 2 ** 30 ? `${Math.round(bytes / 2 ** 30)} GiB` : `${Math.round(bytes / 2 ** 20)} MiB`

const ageWords = (seconds: number): string => {
  const [minutes, hours, days] = [60, 3600, 86400].map((one) => Math.floor(seconds / one))
  if (days) return plural(days, 'day')
  return hours ? plural(hours, 'hour') : plural(minutes ?? 0, 'minute')
}
