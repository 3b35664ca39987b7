import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { fleetText } from '../show/fleet-text.ts'
import { keepResult, writeResults } from '../show/results.ts'
import type { Fleet } from './fleet.ts'

/** `npm run bench:fleet [-- --hosts N --forks N --latency MS]`: RESULTS.md shows it from then on where all is as usual. */
export async function fleetCommand(args: readonly string[]): Promise<void> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ args: [...args], options: { hosts: text, forks: text, latency: text } })
  const { hosts = '10000', forks = '100', latency = '20' } = values
  const fleet = simulate([hosts, forks, latency])
  process.stdout.write(`${fleetText(fleet)}\n`)
  if (Object.keys(values).length > 0) return
  keepResult('fleet', fleet)
  writeResults()
}

/** In a process of its own, so that its memory is nobody else's, and with locks and journals of its own. */
export function simulate(numbers: readonly string[]): Fleet {
  const strange = numbers.find((one) => !/^\d+$/.test(one))
  if (strange !== undefined) throw new Error(`${strange} is no number: give --hosts, --forks and --latency one each`)
  const own = (name: string) => fileURLToPath(new URL(name, import.meta.url))
  const work = mkdtempSync(join(tmpdir(), 'runbook-fleet-'))
  const flags = ['--enable-source-maps', '--expose-gc', '--max-old-space-size=8000', '--import', own('redirect.js')]
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, own('run-fleet.js'), ...numbers], {
    encoding: 'utf8',
    env: { ...process.env, RUNBOOK_LOCKS: work, RUNBOOK_JOURNAL: work },
  })
  rmSync(work, { recursive: true })
  if (status !== 0) throw new Error(`the fleet ended with ${status}: ${stderr}`)
  return JSON.parse(stdout)
}
