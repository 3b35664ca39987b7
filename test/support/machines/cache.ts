import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'

/** Disks by the digest of their recipe, and in `work` what belongs to processes that run now. */
export const cache = '/var/cache/runbook/machines'

/** A folder of this process. It goes with it; where that was not to be, the next one to come removes it. */
export function workFolder(): string {
  const all = join(cache, 'work')
  mkdirSync(all, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(all)) if (!existsSync(`/proc/${name.split('-')[0]}`)) removeTree(join(all, name))
  const folder = mkdtempSync(join(all, `${process.pid}-`))
  process.once('exit', () => removeTree(folder))
  leaveOnSignals()
  return folder
}

/** What is mounted below a folder is not the folder's own. */
export function removeTree(folder: string): void {
  execFileSync('rm', ['-rf', '--one-file-system', folder])
}

const hour = 3600 * 1000

/** Says that a disk is in use, and removes those of other recipes that nobody uses any more. */
export function keepDisk(folder: string): void {
  const now = new Date()
  utimesSync(folder, now, now)
  for (const name of readdirSync(cache)) {
    const path = join(cache, name)
    if (/^[0-9a-f]{12}$/.test(name) && now.getTime() - statSync(path).mtimeMs > hour)
      rmSync(path, { recursive: true, force: true })
  }
}

let leaves = false

/** A signal ends a process without its `exit` events, unless it is told to leave by itself. */
function leaveOnSignals(): void {
  if (leaves) return
  leaves = true
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
}
