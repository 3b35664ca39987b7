import { createHash } from 'node:crypto'
import type { Resources } from '../../../lib/core/resource.ts'
import { command, file } from '../../../tasks/index.ts'
import type { Machine } from '../../support/machines/machine.ts'

export const numbers = Array.from({ length: 60 }, (_, at) => at)

const textOf = (word: string, at: number) => `${word} ${at}\n`.repeat(500)

/** Files that say a word. Ten at a time: what lies between two commands takes its place at once. */
export const files = (word: string): Resources =>
  numbers.flatMap((at) => [
    file({ path: `/srv/data/${at}`, text: textOf(word, at) }),
    ...(at % 10 === 9 ? [command({ script: `touch /srv/${word}-${at}`, creates: `/srv/${word}-${at}` })] : []),
  ])

/** What is in each file: the word it was written by; anything else is torn. */
export async function words(machine: Machine, known: readonly string[]): Promise<Map<number, string>> {
  const said = await machine.sh('cd /srv/data && for f in *; do echo "$f $(sha1sum <"$f")"; done')
  const sums = known.map((word) => numbers.map((at) => createHash('sha1').update(textOf(word, at)).digest('hex')))
  return new Map(
    said
      .trim()
      .split('\n')
      .map((line) => {
        const [name = '', sum = ''] = line.split(' ')
        const at = sums.findIndex((those) => those[Number(name)] === sum)
        return [Number(name), known[at] ?? `torn ${name}`]
      }),
  )
}

/** What of a run is left on a machine after another that went well. */
export const leftOn = (machine: Machine): Promise<string> =>
  machine.sh("find /srv /var/tmp -name '.runbook*' -not -name .runbook-lock")
