import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from './cache-folder.ts'

/**
 * What a former run has made by the same key, or else what is made now and kept for the next. The key holds all that the text
 * follows from. Where nothing can be kept, it is made each time.
 *
 * @example await keptText('ssh', `${ofTheProgram} ${configuration}`, askProgram)
 */
export async function keptText(kind: string, key: string, make: () => Promise<string>): Promise<string> {
  const kept = textKept(kind, key)
  if (kept !== undefined) return kept
  const text = await make()
  keepText(kind, key, text)
  return text
}

/** What was kept last by a key. */
export const textKept = (kind: string, key: string): string | undefined => bytesKept(kind, key)?.toString()

export function bytesKept(kind: string, key: string): Buffer | undefined {
  const folder = cacheFolder(kind)
  try {
    return folder === undefined ? undefined : readFileSync(placeIn(folder, key))
  } catch {
    return undefined
  }
}

/** Keeps a text in place of what was kept by its key. */
export const keepText = (kind: string, key: string, text: string): void => keepBytes(kind, key, text, 100)

/** Of a kind, so many are kept at most; the oldest give way. */
export function keepBytes(kind: string, key: string, bytes: string | Buffer, most: number): void {
  const folder = cacheFolder(kind)
  if (folder !== undefined) keep(folder, placeIn(folder, key), bytes, most)
}

const placeIn = (folder: string, key: string): string => join(folder, createHash('sha256').update(key).digest('hex'))

/** Whole or not at all, whoever else keeps the same at that moment. A full disk is no fault of a run. */
function keep(folder: string, path: string, bytes: string | Buffer, most: number): void {
  const begun = `${path}.${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(begun, bytes, { mode: 0o600, flag: 'wx' })
    renameSync(begun, path)
    const all = readdirSync(folder).map((name) => join(folder, name))
    if (all.length <= most) return
    const oldest = all.map((one) => ({ one, at: statSync(one).mtimeMs })).sort((a, b) => a.at - b.at)
    for (const { one } of oldest.slice(0, all.length - most)) rmSync(one, { force: true })
  } catch {
    rmSync(begun, { force: true })
  }
}
