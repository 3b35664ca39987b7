import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gitCommit } from '../../lib/transport/git-commit.ts'
import { scratch } from '../support/shells.ts'
import { countsInWords, keepResult } from './results.ts'
import { type Section, sections } from './sections.ts'

/**
 * `npm run test:faults [-- --seed N] [--minutes N] [--at-once N] [-- PART …]`: `fuzz`, `kills`, `cuts`, `exact`, `hosts`, `hostile`, `machines`, or a
 * section of one. Each section is a process of its own, as many at once as is said (default: 1), which tries no more after so
 * many minutes (default: 28); what hangs is ended, and the case that it hung on is told. What came of each goes to test/faults/RESULTS.md.
 */
const words = process.argv.slice(2)
const seed = numberAfter('--seed') ?? Math.floor(Math.random() * 2 ** 31)
const minutes = numberAfter('--minutes') ?? 28
const atOnce = numberAfter('--at-once') ?? 1
const wanted = words.filter((word, at) => !word.startsWith('--') && !words[at - 1]?.startsWith('--'))
const results = 'test/faults/RESULTS.md'

if (words[0] === '--child') await one(words.slice(1))
else await all()

function numberAfter(option: string): number | undefined {
  const at = words.indexOf(option)
  if (at < 0) return undefined
  const number = Number(words[at + 1])
  if (Number.isInteger(number) && number >= 0) return number
  throw new Error(`${option} ${words[at + 1]}: give a whole number`)
}

async function one([name = '', own, limit, last = '', found = '']: readonly string[]): Promise<void> {
  const section = sections.find((each) => each.name === name)
  if (section === undefined) throw new Error(`there is no section ${name}`)
  const { keepLast } = await import('./progress.ts')
  const { progress, end } = keepLast(last)
  const counts = await section.run(section.runs, Number(own), progress, AbortSignal.timeout(Number(limit)))
  end()
  writeFileSync(found, countsInWords(counts))
}

async function all(): Promise<void> {
  const chosen = sections.filter(isWanted)
  const strays = wanted.filter((word) => !sections.some(({ part, name }) => word === part || word === name))
  if (strays.length > 0)
    throw new Error(`no section ${strays.join(', ')}: there are ${sections.map(({ name }) => name).join(', ')}`)
  process.stdout.write(`seed ${seed} (again: npm run test:faults -- --seed ${seed})\n`)
  const folder = scratch('faults')
  const commit = await gitCommit(resolve('package.json'))
  const trySection = async ({ name, runs }: Section): Promise<void> => {
    process.stdout.write(`     ${name}: ${runs}\n`)
    const [last, found] = [join(folder, name), join(folder, `${name}-found`)]
    const begun = new Date()
    const status = await ran([name, `${seed}`, `${minutes * 60_000}`, last, found])
    const said =
      status === 0 ? readFileSync(found, 'utf8') : `FAILED (${status ?? 'ended: it hung'}) on ${firstLine(last)}`
    const ended = new Date()
    process.stdout.write(`${status === 0 ? 'ok  ' : 'FAIL'} ${name}: ${said}\n`)
    keepResult(results, {
      name,
      date: begun.toISOString().slice(0, 10),
      commit: commit === undefined ? 'none' : `${commit.id.slice(0, 10)}${commit.dirty ? ' with changes' : ''}`,
      seed,
      minutes: Math.ceil((ended.valueOf() - begun.valueOf()) / 60_000),
      words: said,
    })
    if (status !== 0) process.exitCode = 1
  }
  const lane = async () => {
    for (let next = chosen.shift(); next !== undefined; next = chosen.shift()) await trySection(next)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

function isWanted({ part, name }: Section): boolean {
  return wanted.length === 0 || wanted.includes(part) || wanted.includes(name)
}

function ran(child: readonly string[]): Promise<number | null> {
  const self = fileURLToPath(import.meta.url)
  // Of its own, as each test file has it: hosts that are this machine are not kept apart from those of another run.
  const env = { ...process.env, RUNBOOK_LOCKS: scratch('locks'), RUNBOOK_JOURNAL: join(scratch('journals'), 'journal') }
  const running = spawn(process.execPath, ['--enable-source-maps', self, '--child', ...child], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
  })
  const timer = setTimeout(() => running.kill('SIGKILL'), (minutes + 10) * 60_000)
  return new Promise((resolve) =>
    running.on('close', (code) => {
      clearTimeout(timer)
      resolve(code)
    }),
  )
}

function firstLine(file: string): string {
  return readFileSync(file, 'utf8').split('\n')[0] ?? ''
}
