import { closeSync, openSync, writeSync } from 'node:fs'

/** Told of each case before it is tried: what hangs can say nothing afterwards. */
export type Progress = (value: object) => void

/** Keeps the last case in a file. */
export function keepLast(path: string): { readonly progress: Progress; end(): void } {
  const file = openSync(path, 'w')
  return {
    progress(value) {
      const text = Buffer.from(`${JSON.stringify(value)}\n`)
      writeSync(file, text, 0, text.length, 0)
    },
    end: () => closeSync(file),
  }
}
