import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { atMost, below, type Figures, seconds } from './figure.ts'

const main = fileURLToPath(new URL('../../../lib/cli/main.js', import.meta.url))
const node = (...args: readonly string[]) => seconds(() => spawnSync(process.execPath, args, { stdio: 'ignore' }))

/** How soon the command is there. Best of several, taken in turn: what else the machine does is not what is measured. */
export async function* start(): Figures {
  let empty = Number.POSITIVE_INFINITY
  let help = Number.POSITIVE_INFINITY
  for (let turn = 0; turn < 15; turn++) {
    empty = Math.min(empty, await node('-e', '0'))
    help = Math.min(help, await node(main, '--help'))
  }
  yield below('time of `runbook --help`, in times of `node -e 0`', help / empty, 3)
  const demo = () => node(main, 'apply', 'inventory/demo.ts', 'pattern1')
  await demo()
  let converged = Number.POSITIVE_INFINITY
  for (let turn = 0; turn < 5; turn++) converged = Math.min(converged, await demo())
  yield atMost('time of the demo once it is converged, in times of `node -e 0`', converged / empty, 4)
}
