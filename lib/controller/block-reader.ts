import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import yauzl from 'yauzl'

/**
 * Reads a file for yauzl in large blocks. A zip's directory is read in two small pieces for each entry: thousands of
 * trips through a thread take longer than all else that a plan needs.
 */
export class BlockReader extends yauzl.RandomAccessReader {
  readonly #path: string
  #block = Buffer.alloc(0)
  #from = 0

  constructor(path: string) {
    super()
    this.#path = path
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return createReadStream(this.#path, { start, end: end - 1 })
  }

  override read(into: Buffer, offset: number, length: number, position: number, done: (error: Error | null) => void) {
    this.#bytes(length, position).then(
      (bytes) => {
        bytes.copy(into, offset)
        done(null)
      },
      (error: Error) => done(error),
    )
  }

  async #bytes(length: number, position: number): Promise<Buffer> {
    const at = position - this.#from
    if (at >= 0 && at + length <= this.#block.length) return this.#block.subarray(at, at + length)
    const handle = await open(this.#path)
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.max(length, blockSize)), 0, null, position)
      if (bytesRead < length) throw new Error('unexpected end of file')
      this.#block = buffer.subarray(0, bytesRead)
      this.#from = position
      return this.#block.subarray(0, length)
    } finally {
      await handle.close()
    }
  }
}

const blockSize = 1 << 20
