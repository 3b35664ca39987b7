import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { lastWords } from './last-words.ts'
import { startProcess } from './process.ts'

/** Sends a stream through a program of this machine, named as a shell reads it. One that fails throws what it said. */
export async function filter(command: string, from: Readable, to: Writable): Promise<'done' | 'no such program'> {
  const { stdin, stdout, stderr, exit } = await startProcess(command, { label: command })
  let said = ''
  stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-1000)
  })
  // A program that stops reading says why by its status.
  const fed = pipeline(from, stdin).catch(() => {})
  const [{ code }] = await Promise.all([exit, pipeline(stdout, to), fed])
  if (code === 127) return 'no such program'
  if (code !== 0) throw new Error(lastWords(said) || `${command} ended with status ${code}`)
  return 'done'
}
