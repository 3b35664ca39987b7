import { examine, type HostExamined } from '../engine/examine.ts'
import { jsonLine, oneLine } from '../report/plain.ts'
import { plural } from '../report/words.ts'
import { printed } from './fault.ts'
import { faultsTold, onHosts } from './on-hosts.ts'
import type { FactsOptions } from './ping.ts'

/**
 * Says of each host what a run would miss there, and what to do about it. The exit status is 1 where something is missing,
 * else that of the gravest fault.
 */
export async function doctor(inventoryPath: string, options: FactsOptions): Promise<number> {
  const all = await onHosts(inventoryPath, options, ({ each }) => each((host) => examine(host, options.become)))
  const asked = all.filter(({ fault }) => fault === undefined)
  const lines = asked.flatMap(options.output === 'json' ? jsonOf : (one) => textOf(one, options.verbose))
  printed(process.stdout).write(lines.join(''))
  const faults = faultsTold(all)
  return asked.some(({ found }) => found.some(({ fix }) => fix !== undefined)) ? 1 : faults
}

const jsonOf = ({ host, found }: HostExamined): string[] =>
  found.map((one) => jsonLine({ type: 'examined', version: 1, host, ...one }))

function textOf({ host, found }: HostExamined, verbose: boolean): string[] {
  const wrong = found.filter(({ fix }) => fix !== undefined)
  const shown = verbose ? found : wrong
  const sum = wrong.length === 0 ? 'all is there that a run needs' : `${plural(wrong.length, 'thing')} to mend`
  return [
    ...shown.map(({ says, fix }) => [host, fix === undefined ? 'ok' : 'mend', says, ...(fix ? [fix] : [])]),
    [host, 'summary', sum],
  ].map((words) => `${words.map(oneLine).join(' | ')}\n`)
}
