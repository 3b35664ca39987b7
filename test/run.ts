import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { idleShare } from './idle.ts'
import { isQuick } from './quick.ts'

/**
 * Runs the compiled test files, a process each, several at a time: `node dist/test/run.js [--quick | --browser | --clusters | --machines | --package | --rollbacks | --stock] [PART …]`,
 * all of them or those whose path contains a part. Those of a folder that stands apart run only when they are asked for.
 *
 * uvu's own exit status is 0 when a file runs nothing or breaks off half-way, so a file passes only when it exits with 0
 * and its closing lines say that every test of at least one ran and passed.
 */
const root = fileURLToPath(new URL('.', import.meta.url))
const quick = process.argv.includes('--quick')
/** Folders whose tests take minutes each. */
const apart = ['browser', 'clusters', 'machines', 'package', 'rollbacks', 'stock']
const folder = apart.find((name) => process.argv.includes(`--${name}`))
/** The first test on machines makes their disk, and a busy machine takes many times as long for any file. */
const limitSeconds = Number(process.env.TEST_TIMEOUT ?? 1200)

interface Outcome {
  readonly file: string
  readonly total: number
  readonly passed: number
  /** From the start of its process to the end. */
  readonly seconds: number
  readonly fault?: string
  readonly output: string
}

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.js') && (!quick || isQuick(name)))
  .filter((name) => apart.find((one) => name.startsWith(`${one}/`)) === folder)
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort()

const queue = [...files]
const outcomes: Outcome[] = []
const running = new Set<ChildProcess>()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => endAll(signal))
const cores = availableParallelism()
const lanes = Array.from({ length: folder === undefined ? cores + 1 : cores }, worker)
// Many a test waits for a host, a limit or a lock: while the processors have nothing to do, one more begins every two seconds.
const idle = idleShare()
const timer = setInterval(() => {
  if (idle() > 0.25 && folder === undefined && running.size < 3 * cores) lanes.push(next())
}, 2000)
for (const lane of lanes) await lane
clearInterval(timer)
report()

async function worker() {
  while (queue.length > 0) await next()
}

async function next() {
  const file = queue.shift()
  if (file === undefined) return
  const outcome = await run(file)
  outcomes.push(outcome)
  process.stdout.write(
    `${outcome.fault ? 'FAIL' : 'ok  '} ${outcome.file} (${outcome.passed}/${outcome.total}, ${outcome.seconds} s)\n`,
  )
  if (outcome.fault) process.stdout.write(`${outcome.output.trimEnd()}\n     ${outcome.fault}\n`)
}

/** What else is kept of runs lies beside the journals. */
function journalsIn(state: string): string {
  mkdirSync(join(state, 'journal'), { mode: 0o700 })
  return join(state, 'journal')
}

function run(file: string): Promise<Outcome> {
  // Many files act on this machine at once, each as if it were alone.
  const locks = mkdtempSync(join(tmpdir(), 'runbook-locks-'))
  const state = mkdtempSync(join(tmpdir(), 'runbook-journals-'))
  chmodSync(locks, 0o1777)
  const child = spawn(process.execPath, ['--enable-source-maps', join(root, file)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, RUNBOOK_LOCKS: locks, RUNBOOK_JOURNAL: journalsIn(state) },
  })
  running.add(child)
  const from = performance.now()
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const timer = setTimeout(() => child.kill('SIGKILL'), limitSeconds * 1000)
  return new Promise((resolve) =>
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      for (const folder of [locks, state]) rmSync(folder, { recursive: true, force: true })
      running.delete(child)
      const total = closing(output, 'Total')
      const passed = closing(output, 'Passed')
      const fault = judge(code, signal, total, passed)
      const seconds = Math.round((performance.now() - from) / 1000)
      resolve({ file: relative(root, join(root, file)), total, passed, seconds, output, ...(fault ? { fault } : {}) })
    }),
  )
}

/** What is stopped stops its tests, which take away what they have started; what has not run has not passed. */
function endAll(signal: NodeJS.Signals): void {
  for (const file of queue.splice(0))
    outcomes.push({ file, total: 0, passed: 0, seconds: 0, fault: `not run: ${signal}`, output: '' })
  for (const child of running) child.kill(signal)
}

function closing(output: string, word: string): number {
  const found = [...output.matchAll(new RegExp(`^ {2}${word}: +(\\d+)`, 'gm'))]
  return found.reduce((sum, match) => sum + Number(match[1]), 0)
}

function judge(code: number | null, signal: string | null, total: number, passed: number): string | undefined {
  if (signal !== null) return `ended by ${signal} (limit: ${limitSeconds} s)`
  if (total === 0) return 'ran no test'
  if (passed !== total) return `${total - passed} of ${total} tests failed or never ran`
  return code === 0 ? undefined : `exit status ${code}`
}

function report() {
  const faults = outcomes.filter(({ fault }) => fault !== undefined)
  const failed = faults.reduce((n, { total, passed }) => n + Math.max(1, total - passed), 0)
  for (const { file, fault, output } of faults) {
    process.stdout.write(`failed: ${file}: ${fault}\n`)
    for (const name of failedIn(output)) process.stdout.write(`        ${name}\n`)
  }
  if (files.length === 0) process.stdout.write(`no test file matches ${wanted.join(' ') || root}\n`)
  process.stdout.write(`\n${sum(outcomes, 'passed')} passed, ${failed} failed\n`)
  process.exitCode = failed > 0 || files.length === 0 ? 1 : 0
}

/** What uvu calls the tests that failed: who reads only the end of a long log knows them, too. */
function failedIn(output: string): string[] {
  return [...output.matchAll(/^ {3}FAIL {2}(.*)$/gm)].map(([, name = '']) => name)
}

function sum(list: readonly Outcome[], key: 'total' | 'passed'): number {
  return list.reduce((n, outcome) => n + outcome[key], 0)
}
