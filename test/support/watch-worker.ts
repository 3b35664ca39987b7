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
const tell = (text: string, where: string) => {
  for (const set of sets) for (const word of leaksIn(text, set)) found.add(`${word} in ${where}`)
}

function sweep(): void {
  sweeps++
  for (const pid of readdirSync('/proc')) if (/^\d+$/.test(pid)) lookAtProcess(pid)
  for (const folder of folders) lookBelow(folder)
}

function lookAtProcess(pid: string): void {
  const words = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
  tell(words, `the command line of ${words.slice(0, 60)}`)
  // One that is just being started has an environment, and no command line yet: the next look sees it.
  if (words !== '' && !words.includes(given))
    tell(read(`/proc/${pid}/environ`), `the environment of ${words.slice(0, 60)}`)
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
