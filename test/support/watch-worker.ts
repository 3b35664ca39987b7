import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { leaksIn } from './canaries.ts'

/** What `watchSecrets` tells its thread: the sets of canaries, and folders in which nobody else may be able to read one. */
export interface Watched {
  readonly sets: readonly string[]
  readonly folders: readonly string[]
  /** A process whose environment it may be in, by what its command line holds: it was given it there. */
  readonly given: string
}

const { sets, folders, given } = workerData as Watched
const found = new Set<string>()
let sweeps = 0
/** Command lines by process, as they were last seen: what a process was given does not change while it runs the same program. */
let known = new Map<string, string>()
const tell = (text: string, where: string) => {
  for (const set of sets) for (const word of leaksIn(text, set)) found.add(`${word} in ${where}`)
}

function sweep(): void {
  sweeps++
  // All anew from time to time: a number is given to another process, or a program makes way for another of the same name.
  if (sweeps % 50 === 0) known.clear()
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  known = new Map(pids.map((pid) => [pid, lookAtProcess(pid)]))
  for (const folder of folders) lookBelow(folder)
}

function lookAtProcess(pid: string): string {
  const words = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
  if (words === '' || words === known.get(pid)) return words
  tell(words, `the command line of ${words.slice(0, 60)}`)
  // One that is just being started has an environment, and no command line yet: the next look sees it.
  if (!words.includes(given)) tell(read(`/proc/${pid}/environ`), `the environment of ${words.slice(0, 60)}`)
  return words
}

/** What others could read there: files that are open to them, in folders that are. */
function lookBelow(folder: string): void {
  for (const name of names(folder)) {
    const path = join(folder, name)
    const stat = tried(() => statSync(path))
    if (stat === undefined || (stat.mode & (stat.isDirectory() ? 0o011 : 0o044)) === 0) continue
    if (stat.isDirectory()) lookBelow(path)
    else tell(read(path), `${path}, of mode ${(stat.mode & 0o777).toString(8)}`)
  }
}

const names = (folder: string): string[] => tried(() => readdirSync(folder)) ?? []
const read = (path: string): string => tried(() => readFileSync(path, 'latin1')) ?? ''

/** Processes end, and files go, while they are looked at. */
function tried<Value>(look: () => Value): Value | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}

const timer = setInterval(sweep, 20)
parentPort?.once('message', () => {
  clearInterval(timer)
  sweep()
  parentPort?.postMessage({ found: [...found], sweeps })
})
