import { mkdirSync } from 'node:fs'
import { build } from '../../../lib/core/build.ts'
import { local } from '../../../lib/core/connection.ts'
import type { Summary } from '../../../lib/core/event.ts'
import { defineInventory } from '../../../lib/core/inventory.ts'
import { play } from '../../../lib/core/playbook.ts'
import { run } from '../../../lib/engine/run.ts'
import { directory, file, lines } from '../../../tasks/index.ts'
import { scratch } from '../../support/shells.ts'
import { atMost, type Figures } from './figure.ts'

/** What a run costs, and how that grows with its steps. */
export async function* runs(): Figures {
  const folder = scratch('bench')
  const first = await apply(folder, 20, 30)
  const again = await apply(folder, 20, 30)
  yield atMost('round trips of a first apply of 30 steps, most of 20 hosts', most(first), 6)
  yield atMost('round trips of a converged run of 30 steps, most of 20 hosts', most(again), 2)
  yield {
    what: 'time of a first apply, in times of a converged run',
    figure: first.seconds / again.seconds,
    bound: 'no bound',
  }
  const few = await apply(folder, 1, 5)
  const many = await apply(folder, 1, 200)
  yield atMost('round trips of 200 steps, in times of those of 5', most(many) / most(few), 1)
}

function most({ hosts }: Summary): number {
  return Math.max(...Object.values(hosts).map(({ roundTrips }) => roundTrips))
}

/** Hosts on this machine, each with a folder, files and edits of them. */
function apply(folder: string, hosts: number, steps: number): Promise<Summary> {
  const names = Array.from({ length: hosts }, (_, index) => `h${index}-${steps}`)
  for (const name of names) mkdirSync(`${folder}/${name}`, { recursive: true })
  const inventory = defineInventory({ hosts: Object.fromEntries(names.map((name) => [name, { connect: local() }])) })
  const bench = play('bench', inventory.group('all'), ({ name }) => [
    directory({ path: `${folder}/${name}/conf` }),
    ...Array.from({ length: (steps - 1) >> 1 }, (_, index) => {
      const path = `${folder}/${name}/conf/${index}`
      return [file({ path, text: `made ${index}\n` }), lines({ path, edits: [lines.ensure('edited')] })]
    }).flat(),
  ])
  const shared = { playbook: 'bench', mode: 'apply', secrets: [], emit: () => {} } as const
  return run({ ...shared, inventory, plays: build([bench]), hosts: new Set(names) })
}
