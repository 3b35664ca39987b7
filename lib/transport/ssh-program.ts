import { type Readable, Transform } from 'node:stream'

/**
 * A host's sshd sends no signals to programs of root, and old ones to none. So a program tells its process number
 * first, on its errors' stream, and is ended by a `kill` of its own; sshd made it leader of a process group.
 */
export const announcing = (command: string): string => `echo "${announcement} $$" >&2; ${command}`

export const killCommand = (pid: number, signal: 'TERM' | 'KILL'): string => `kill -${signal} -${pid}`

const announcement = 'runbook: process'

/** A program's errors without the announcement, and the number in it. */
export function withoutAnnouncement(errors: Readable): { readonly stderr: Readable; readonly pid: Promise<number> } {
  let found: (pid: number) => void
  const pid = new Promise<number>((resolve) => {
    found = resolve
  })
  let held: Buffer | undefined = Buffer.alloc(0)
  const stderr = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (held === undefined) return done(null, chunk)
      held = Buffer.concat([held, chunk])
      // What a login shell's own start-up files complain of comes before.
      const match = new RegExp(`^${announcement} (\\d+)\n`, 'm').exec(held.toString('latin1'))
      if (match === null && held.length < limit) return done()
      const rest = match === null ? held : cut(held, match.index, match[0].length)
      if (match !== null) found(Number(match[1]))
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
