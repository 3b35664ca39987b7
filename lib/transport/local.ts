import { open, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { LocalSpec } from '../core/connection.ts'
import { Interrupted } from '../core/failure.ts'
import { trackChannels } from './channels.ts'
import { UploadError } from './faults.ts'
import { startProcess } from './process.ts'
import type { Connect } from './transport.ts'
import { counted } from './upload.ts'

/** This machine, by `sh -c`. */
export const connectLocal: Connect<LocalSpec> = async ({ options }, { signal, dialect }) => {
  const channels = trackChannels(signal)
  return {
    dialect,
    closed: channels.closed,
    close: () => channels.close(),
    open: async (command) => channels.add(await startProcess(command, { ...options, label: 'this machine' })),
    async upload(source, path, onProgress, from, until) {
      const start = (await from) ?? 0
      try {
        if (start === 0) await rm(path, { force: true })
        if (until?.aborted) throw new Interrupted()
        const file = await (start === 0 ? open(path, 'wx', 0o600) : open(path, 'r+'))
        await pipeline(source.open(start), counted(source, onProgress, start), file.createWriteStream({ start }), {
          ...(until && { signal: until }),
        })
      } catch (error) {
        if (until?.aborted) throw new Interrupted()
        throw new UploadError(`cannot write ${path}: ${error instanceof Error ? error.message : error}`)
      }
    },
  }
}
