import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from '../lib/core/build.ts'
import { local } from '../lib/core/connection.ts'
import type { Summary } from '../lib/core/event.ts'
import { defineInventory } from '../lib/core/inventory.ts'
import { play } from '../lib/core/playbook.ts'
import { run } from '../lib/engine/run.ts'
import { directory, file, lines } from '../tasks/index.ts'

/**
 * `npm run bench`: ratios and counts of one run, so that they mean the same on any machine. Each line says what is
 * measured, the figure, and the bound that it should keep.
 */
const folder = mkdtempSync(join(tmpdir(), 'runbook-bench-'))
try {
  const main = fileURLToPath(new URL('../lib/cli/main.js', import.meta.url))
  say(
    'time of `runbook --help`, in times of `node -e 0`',
    best(() => node(main, '--help')) / best(() => node('-e', '0')),
    'below 3',
  )

  const first = await apply(20, 30)
  const again = await apply(20, 30)
  say('round trips of a first apply of 30 steps, most of 20 hosts', most(first), 'at most 6')
  say('round trips of a converged run of 30 steps, most of 20 hosts', most(again), 'at most 2')
  say('time of a first apply, in times of a converged run', first.seconds / again.seconds, 'no bound')

  const few = await apply(1, 5)
  const many = await apply(1, 200)
  say('round trips of 200 steps, in times of those of 5', most(many) / most(few), '1: they do not grow with the steps')
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function say(what: string, figure: number, bound: string) {
  process.stdout.write(`${what.padEnd(70)} ${figure.toFixed(2).padStart(6)}   (${bound})\n`)
}

function node(...args: readonly string[]): number {
  const started = performance.now()
  spawnSync(process.execPath, args, { stdio: 'ignore' })
  return performance.now() - started
}

function best(measure: () => number): number {
  return Math.min(...Array.from({ length: 7 }, measure))
}

function most({ hosts }: Summary): number {
  return Math.max(...Object.values(hosts).map(({ roundTrips }) => roundTrips))
}

/** Hosts on this machine, each with a folder, files and edits of them. */
function apply(hosts: number, steps: number): Promise<Summary> {
  const names = Array.from({ length: hosts }, (_, index) => `h${index}-${steps}`)
  for (const name of names) mkdirSync(join(folder, name), { recursive: true })
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
