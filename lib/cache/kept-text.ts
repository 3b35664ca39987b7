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
  const folder = cacheFolder(kind)
  if (folder === undefined) return make()
  const path = join(folder, createHash('sha256').update(key).digest('hex'))
  try {
    return readFileSync(path, 'utf8')
  } catch {
    const text = await make()
    keep(folder, path, text)
    return text
  }
}

/** Whole or not at all, whoever else keeps the same at that moment. A full disk is no fault of a run. */
function keep(folder: string, path: string, text: string): void {
  const begun = `${path}.${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(begun, text, { mode: 0o600, flag: 'wx' })
    renameSync(begun, path)
    const all = readdirSync(folder).map((name) => join(folder, name))
    if (all.length <= most) return
    const oldest = all.map((one) => ({ one, at: statSync(one).mtimeMs })).sort((a, b) => a.at - b.at)
    for (const { one } of oldest.slice(0, all.length - most)) rmSync(one, { force: true })
  } catch {
    rmSync(begun, { force: true })
  }
}

/** Texts of a kind that are kept at most; the oldest give way. */
const most = 100
