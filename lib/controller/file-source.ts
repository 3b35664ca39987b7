import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { UploadSource } from '../transport/transport.ts'

/** Bytes that are read at once: less costs a turn of this process for every few of them. */
const atOnce = 512 * 1024

/** A file of the controller to send to hosts; it is never in memory as a whole. `name`: what it is called from run to run. */
export const fileSource = async (path: string, name: string): Promise<UploadSource> => ({
  size: (await stat(path)).size,
  name,
  open: (start = 0) => createReadStream(path, { start, highWaterMark: atOnce }),
})
