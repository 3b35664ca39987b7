import { type Readable, Transform } from 'node:stream'
import type { ProgramCommands } from '../remote/dialect/shell-commands.ts'

/** A program's errors without the announcement of its number, and that number. */
export function withoutAnnouncement(
  errors: Readable,
  readAnnouncement: ProgramCommands['readAnnouncement'],
): { readonly stderr: Readable; readonly pid: Promise<number> } {
  let found: (pid: number) => void
  const pid = new Promise<number>((resolve) => {
    found = resolve
  })
  let held: Buffer | undefined = Buffer.alloc(0)
  const stderr = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (held === undefined) return done(null, chunk)
      held = Buffer.concat([held, chunk])
      const told = readAnnouncement(held.toString('latin1'))
      if (told === undefined && held.length < limit) return done()
      const rest = told === undefined ? held : cut(held, told.at, told.length)
      if (told !== undefined) found(told.pid)
      held = undefined
      done(null, rest)
    },
    flush: (done) => done(null, held),
  })
  return { stderr: errors.pipe(stderr), pid }
}

/** Bytes without an announcement, after which what there is passes through as it comes. */
const limit = 65536

const cut = (bytes: Buffer, at: number, length: number) =>
  Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
