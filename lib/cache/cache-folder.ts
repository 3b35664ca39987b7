import { createHash } from 'node:crypto'
import { mkdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Differs from installation to installation. */
const here = dirname(fileURLToPath(import.meta.url))
let isOff = false
let isCode = false

/** Lets nothing be kept for the next run, nor taken from the one before. */
export function keepNothing(): void {
  isOff = true
}

/** What is compiled is kept from now on: by the command, not by whoever else imports the package. */
export function keepCode(): void {
  isCode = true
}

export const isCodeKept = (): boolean => isCode && !isOff

/** A folder that nobody else can write to: what is kept there is run, or believed. Each installation has its own. */
export function cacheFolder(kind: string): string | undefined {
  if (isOff) return undefined
  const name = createHash('sha256').update(here).digest('hex').slice(0, 16)
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'runbook', `${kind}-${name}`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { uid, mode } = statSync(folder)
    return uid === process.getuid?.() && (mode & 0o022) === 0 ? folder : undefined
  } catch {
    return undefined
  }
}
