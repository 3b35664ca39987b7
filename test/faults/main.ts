import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { scratch } from '../support/shells.ts'
import { type Section, sections } from './sections.ts'

/**
 * `npm run test:faults [-- --seed N] [-- PART …]`: mutated files, mutated answers of hosts, kills of real runs. `fuzz`,
 * `kills`, or a section of one. Each section is a process of its own with a limit: what hangs is ended, and the case that it
 * hung on is told.
 */
const limitMinutes = 40
const words = process.argv.slice(2)
const given = words.indexOf('--seed')
const seed = given < 0 ? Math.floor(Math.random() * 2 ** 31) : Number(words[given + 1])
if (!Number.isInteger(seed)) throw new Error(`--seed ${words[given + 1]}: give a whole number`)
const wanted = words.filter((_, at) => given < 0 || (at !== given && at !== given + 1))
const child = words[0] === '--child'

if (child) await one(words[1] ?? '', Number(words[2]), words[3] ?? '')
else await all()

async function one(name: string, own: number, last: string): Promise<void> {
  const section = sections.find((each) => each.name === name)
  if (section === undefined) throw new Error(`there is no section ${name}`)
  const { keepLast } = await import('./progress.ts')
  const { progress, end } = keepLast(last)
  const found = await section.run(section.runs, own, progress)
  end()
  process.stdout.write(`ok   ${name}: ${JSON.stringify(found)}\n`)
}

function isWanted({ part, name }: Section): boolean {
  return wanted.length === 0 || wanted.includes(part) || wanted.includes(name)
}

async function all(): Promise<void> {
  process.stdout.write(`seed ${seed} (again: npm run test:faults -- --seed ${seed})\n`)
  const folder = scratch('fuzz')
  let failed = 0
  for (const { name, runs } of sections.filter(isWanted)) {
    process.stdout.write(`     ${name}: ${runs}\n`)
    const last = join(folder, name)
    const self = fileURLToPath(import.meta.url)
    const running = spawn(process.execPath, ['--enable-source-maps', self, '--child', name, `${seed}`, last], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const timer = setTimeout(() => running.kill('SIGKILL'), limitMinutes * 60_000)
    const code = await new Promise<number | null>((resolve) => running.on('close', resolve))
    clearTimeout(timer)
    if (code === 0) continue
    failed++
    const [text = ''] = readFileSync(last, 'utf8').split('\n')
    process.stdout.write(
      `FAIL ${name} (${code === null ? `ended after ${limitMinutes} minutes` : `status ${code}`}), on ${text}\n`,
    )
  }
  process.exitCode = failed === 0 ? 0 : 1
}
