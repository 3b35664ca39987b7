import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { type Turns, turnsOf } from './turns.ts'

/** Listens to the SSH of one host, in its own network. */
export async function capture(namespace: string, file: string): Promise<{ stop(): Promise<Turns> }> {
  const words = [
    'netns',
    'exec',
    namespace,
    'tcpdump',
    '-i',
    'eth0',
    '-s',
    '128',
    '-B',
    '16384',
    '-U',
    '--immediate-mode',
    '-w',
    file,
    'port',
    '22',
  ]
  const child = spawn('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
      if (said.includes('listening on')) resolve()
    })
    child.once('close', () => reject(new Error(`tcpdump does not listen: ${said}`)))
  })
  return {
    async stop() {
      // What came last may not have been written yet.
      await new Promise((resolve) => setTimeout(resolve, 100))
      child.kill('SIGINT')
      await ended
      const turns = turnsOf(readFileSync(file))
      rmSync(file)
      return turns
    },
  }
}
