import { spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * Sends a stream through a program of this machine, without a shell. A program that fails throws what it said. It is given
 * none of this process' variables but where programs are: secrets are among them.
 */
export async function filter(
  [program = '', ...args]: readonly string[],
  from: Readable,
  to: Writable,
): Promise<'done' | 'no such program'> {
  const child = spawn(program, args, { stdio: 'pipe', env: { PATH: process.env.PATH, LC_ALL: 'C' } })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-1000)
  })
  const ended = new Promise<number | null | 'no such program'>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve('no such program') : reject(error),
    )
    child.once('close', (code) => resolve(code))
  })
  // A program that stops reading says why by its status.
  const fed = pipeline(from, child.stdin).catch(() => {})
  const [code] = await Promise.all([ended, pipeline(child.stdout, to), fed])
  if (code === 'no such program') return code
  if (code !== 0) throw new Error(said.trim() || `${program} ended with status ${code}`)
  return 'done'
}
