import { Worker } from 'node:worker_threads'
import type { Watched } from './watch-worker.ts'

export interface Watch {
  /** Ends it, and gives each canary that stood where others can read it, and where. */
  end(): Promise<{ readonly found: readonly string[]; readonly sweeps: number }>
}

/** Looks again and again at the command lines and environments of all processes, and at files that others can read. */
export function watchSecrets(watched: Watched): Watch {
  const worker = new Worker(new URL('./watch-worker.js', import.meta.url), { workerData: watched })
  const end = (): ReturnType<Watch['end']> =>
    new Promise((resolve, reject) => {
      worker.once('error', reject)
      worker.once('message', (told) => {
        resolve(told)
        worker.terminate()
      })
      worker.postMessage('end')
    })
  let ended: ReturnType<Watch['end']> | undefined
  return {
    end: () => {
      ended ??= end()
      return ended
    },
  }
}
