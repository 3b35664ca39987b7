// say.js FILE: opens each host of the job, says what the file holds, hears all answers, and ends. Nothing else is loaded.
import { readFileSync } from 'node:fs'
import ssh2 from 'ssh2'
import type { Job, JobHost } from '../job/job.ts'

/** A command and all of its input. */
export interface Spoken {
  readonly command: string
  /** In base64. */
  readonly input?: string
  /** A file that is its input. */
  readonly file?: string
}

const read = (path = ''): string => readFileSync(path, 'utf8')
const job: Job = JSON.parse(read(process.env.RUNBOOK_BENCH_JOB))
const said: Spoken[] = JSON.parse(read(process.argv[2]))
const channels = said.map(({ command, input, file }) => ({
  command,
  input: file === undefined ? Buffer.from(input ?? '', 'base64') : readFileSync(file),
}))

await Promise.all(job.hosts.map(sayTo))

function sayTo({ address, identity }: JobHost): Promise<void> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client()
    client.on('error', reject).on('close', () => resolve())
    client.on('ready', () => {
      Promise.all(channels.map((channel) => carriedOut(client, channel))).then(() => client.end(), reject)
    })
    client.connect({
      host: address,
      username: 'root',
      privateKey: readFileSync(identity),
      algorithms: { kex: ['curve25519-sha256'] },
    })
  })
}

function carriedOut(
  client: ssh2.Client,
  { command, input }: { readonly command: string; readonly input: Buffer },
): Promise<void> {
  return new Promise((resolve, reject) =>
    client.exec(command, (error, stream) => {
      if (error) return reject(error)
      let complaint = ''
      stream.stderr.on('data', (chunk) => (complaint += chunk))
      stream.resume().on('close', (code: number | null) => {
        if (code === 0) resolve()
        else reject(new Error(`${address(command)} ended with ${code}: ${complaint}`))
      })
      stream.end(input)
    }),
  )
}

const address = (command: string) => command.slice(0, 60)
