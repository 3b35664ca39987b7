import { PassThrough, type Readable } from 'node:stream'
import { outOfFiles, TransportFault } from './faults.ts'
import { within } from './time.ts'
import type { Channel } from './transport.ts'
import { withoutSecrets } from './without-secrets.ts'

export interface ProcessOptions {
  /** The shell that is given the command. Default: `sh`. */
  readonly shell?: string | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
  /** How messages name what is run. */
  readonly label: string
}

/** A program of this machine. */
export interface Process extends Channel {
  /**
   * Lets the program go: it has the end of its input, and two seconds to end. What it still does then, and what it has left
   * running, goes on; nothing more is heard of it.
   */
  release(): Promise<void>
}

/** Runs text with a local shell as a `Channel`, in a process group of its own. A status other than 0 throws nothing. */
export async function startProcess(command: string, { shell = 'sh', env, label }: ProcessOptions): Promise<Process> {
  // Only a run that starts a program needs it: a fleet behind SSH mostly does not.
  const { $ } = await import('zx/core')
  const started = $({
    shell,
    // What the caller gives is the caller's own wish.
    env: { ...withoutSecrets(process.env), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    quote: (text) => text,
    prefix: '',
    postfix: '',
    nothrow: true,
    quiet: true,
    verbose: false,
    detached: true,
    preferLocal: false,
    log: () => {},
    store: discard(),
  })`${command}`
  const child = started.child
  if (child === undefined) throw new TransportFault('ended', `cannot start ${shell}`)
  const spawned = new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error) =>
      reject(
        outOfFiles(error, label) ?? new TransportFault('ended', `cannot start ${shell} for ${label}: ${error.message}`),
      ),
    )
  })
  // Without a descriptor left there are no streams, and the error is a moment behind.
  if (!child.stdin || !child.stdout || !child.stderr) await spawned
  // zx makes the output flow at once: these hold it, with back-pressure, until somebody reads.
  const stdout = started.stdout.pipe(new PassThrough())
  const stderr = started.stderr.pipe(new PassThrough())
  started.stdin.on('error', () => {})
  const exit = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  )
  await spawned
  const kill = (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    try {
      process.kill(-child.pid, signal)
    } catch {
      child.kill(signal)
    }
  }
  const close = () => {
    kill('SIGTERM')
    const timer = setTimeout(kill, patience, 'SIGKILL').unref()
    exit.then(() => clearTimeout(timer))
  }
  const release = async () => {
    started.stdin.end()
    await within(exit, patience / 1000, () => new Error('it goes on')).catch(() => {})
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy()
    child.unref()
  }
  return { stdin: started.stdin, stdout, stderr, exit, close, release }
}

/** Milliseconds that a program has to end after TERM, or after its input has. */
const patience = 2000

/** Everything that a stream delivers, as text; of more than `limit` bytes the last. `hear` is told the pieces as they come. */
export async function collect(stream: Readable, hear = (_: Buffer) => {}, limit = 1 << 20): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    hear(chunk)
    chunks.push(chunk)
    size += chunk.length
    for (let first = chunks[0]; first && size - first.length >= limit; first = chunks[0]) {
      chunks.shift()
      size -= first.length
    }
  }
  return Buffer.concat(chunks).toString()
}

/** zx keeps all output in memory for its result; a shell that lives as long as a run must not. */
function discard() {
  const none = (): string[] => Object.assign([], { push: () => 0 })
  return { stdout: none(), stderr: none(), stdall: none() }
}
