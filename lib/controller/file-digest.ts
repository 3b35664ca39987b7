import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

/** Bytes that are read at once, always to the same place: a large file costs no memory that has to be collected. */
const atOnce = 1024 * 1024

/** SHA-256 and size of a file of the controller, which is never in memory as a whole. */
export async function fileDigest(path: string): Promise<{ readonly sha256: string; readonly size: number }> {
  const hash = createHash('sha256')
  const file = await open(path)
  try {
    const buffer = Buffer.allocUnsafeSlow(atOnce)
    let size = 0
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, atOnce)
      if (bytesRead === 0) return { sha256: hash.digest('hex'), size }
      hash.update(buffer.subarray(0, bytesRead))
      size += bytesRead
    }
  } finally {
    await file.close()
  }
}
