import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { exitStatus } from '../../lib/cli/exit.ts'
import { shell } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import { directory, file, lines } from '../../tasks/index.ts'
import { generator } from '../edit/random.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'
import type { Progress } from './progress.ts'

/** A shell of which it passes on what is said, and now and then changes a byte, drops a few, or says some twice. */
const noise = `
let state = Number(process.argv[2])
const random = (below) => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return Math.floor(state / 2 ** 32 * below) }
const wait = random(2600)
let heard = 0, done = false, silent
// A connection that never ends is for the limits of sessions: this one ends when nothing more is said.
const sh = require('node:child_process').spawn('sh', { stdio: ['inherit', 'pipe', 'inherit'] })
sh.on('exit', (code) => process.exit(code ?? 1))
const end = () => { sh.kill('SIGKILL'); process.exit(1) }
sh.stdout.on('data', (chunk) => {
  clearTimeout(silent)
  if (done) silent = setTimeout(end, 1000)
  const at = wait - heard
  heard += chunk.length
  if (done || at < 0 || at >= chunk.length) return process.stdout.write(chunk)
  done = true
  silent = setTimeout(end, 1000)
  const n = 1 + random(20), kind = random(4)
  const [head, some, tail] = [chunk.subarray(0, at), chunk.subarray(at, at + n), chunk.subarray(at + n)]
  if (kind === 0) some.fill(32 + random(90))
  const middle = kind === 1 ? [] : kind === 2 ? [some, some] : kind === 3 ? [some, Buffer.from('\\nwarning: noise\\n')] : [some]
  process.stdout.write(Buffer.concat([head, ...middle, tail]))
})
`

/**
 * Whole runs over a connection that changes what the host says: they end, and none is a success unless the host is as
 * described. What a mutated answer leads a run to write is no success either: the confirmation reads again.
 */
export async function tryStreams(runs: number, seed: number, progress: Progress) {
  const found = { succeeded: 0, failed: 0 }
  const random = generator(seed)
  const program = join(scratch('noise'), 'noise.cjs')
  writeFileSync(program, noise)
  for (let round = 0; round < runs; round++) {
    const folder = scratch('streams')
    const own = random(2 ** 31)
    progress({ stream: own })
    writeFileSync(join(folder, 'f'), 'old\n'.repeat(40))
    const host = shell(['node', program, `${own}`])
    const { summary } = await runOn({ a: host }, (inventory) => [
      play('p', inventory.group('all'), () => [
        directory({ path: join(folder, 'd') }),
        file({ path: join(folder, 'd/g'), text: 'new\n', mode: 0o600 }),
        lines({ path: join(folder, 'f'), edits: [lines.ensure('last')] }),
      ]),
    ])
    const status = exitStatus(summary, { detailed: false, interrupted: false })
    const isDone =
      existsSync(join(folder, 'd/g')) &&
      readFileSync(join(folder, 'd/g'), 'utf8') === 'new\n' &&
      readFileSync(join(folder, 'f'), 'utf8').includes('last')
    if (status === 0) assert.ok(isDone, `seed ${own}: success, and the host is not as described`)
    found[status === 0 ? 'succeeded' : 'failed']++
  }
  return found
}
