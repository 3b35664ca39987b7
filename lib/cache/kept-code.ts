import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { cachedDataVersionTag } from 'node:v8'
import { Script } from 'node:vm'
import { isCodeKept } from './cache-folder.ts'
import { bytesKept, keepBytes } from './kept-text.ts'

/**
 * What a file of CommonJS exports. What V8 has compiled of it by the end of a run is kept for the next one, by the bytes of
 * the file; it is taken only where it is whole, and of this version of V8. Where code is not kept, Node loads the file.
 */
export function codeOf(url: URL): unknown {
  // Only what Node itself has loaded has its places mapped.
  if (!isCodeKept() || process.sourceMapsEnabled) return createRequire(url)(fileURLToPath(url))
  const filename = fileURLToPath(url)
  const text = readFileSync(filename, 'utf8')
  const key = `${digestOf(text)} ${cachedDataVersionTag()}`
  const kept = bytesKept('compiled', key)
  const whole = kept && isWhole(kept) ? { cachedData: kept.subarray(digestBytes) } : {}
  const script = new Script(`(function(module){${text}\n})`, { filename, ...whole })
  if (!('cachedData' in whole) || script.cachedDataRejected)
    process.once('exit', () => {
      const made = script.createCachedData()
      keepBytes('compiled', key, Buffer.concat([digestOf(made), made]), most)
    })
  const module = { exports: undefined }
  script.runInThisContext()(module)
  return module.exports
}

/** Two megabytes each, in all; the oldest give way. */
const most = 6
const digestBytes = 32
const digestOf = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()
const isWhole = (kept: Buffer): boolean => kept.subarray(0, digestBytes).equals(digestOf(kept.subarray(digestBytes)))
