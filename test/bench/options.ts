import { parseArgs } from 'node:util'
import type { Wish } from './schedule.ts'
import { phases, toolNames } from './tools/tool.ts'

/** What `npm run bench -- …` is given. Throws an Error that says what was expected. */
export function wishOf(args: readonly string[]): Wish & { readonly keep?: boolean | undefined } {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: text,
      hosts: text,
      rtt: text,
      phases: text,
      repeat: text,
      quick: { type: 'boolean' },
      keep: { type: 'boolean' },
    },
  })
  return {
    only: words('--only', values.only, toolNames),
    hosts: numbers('--hosts', values.hosts, 1),
    rtt: numbers('--rtt', values.rtt, 0),
    phases: words('--phases', values.phases, phases),
    repeat: numbers('--repeat', values.repeat, 1)?.[0],
    quick: values.quick,
    keep: values.keep,
  }
}

function words<Word extends string>(
  option: string,
  given: string | undefined,
  known: readonly Word[],
): readonly Word[] | undefined {
  return given?.split(',').map((word) => {
    const found = known.find((one) => one === word)
    if (found === undefined) throw new Error(`${option} ${word}: give some of ${known.join(',')}`)
    return found
  })
}

function numbers(option: string, given: string | undefined, least: number): readonly number[] | undefined {
  return given?.split(',').map((word) => {
    if (!/^\d+$/.test(word) || Number(word) < least)
      throw new Error(`${option} ${word}: give numbers from ${least} up, as in 1,10`)
    return Number(word)
  })
}
