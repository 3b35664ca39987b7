import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { LocalSpec } from '../core/connection.ts'
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
    async upload(source, path, onProgress, from) {
      const start = (await from) ?? 0
      try {
        if (start === 0) await rm(path, { force: true })
        await pipeline(
          source.open(start),
          counted(source, onProgress, start),
          createWriteStream(path, start === 0 ? { flags: 'wx', mode: 0o600 } : { flags: 'r+', start }),
        )
      } catch (error) {
        throw new UploadError(`cannot write ${path}: ${error instanceof Error ? error.message : error}`)
      }
    },
  }
}
