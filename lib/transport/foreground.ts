import { spawn } from 'node:child_process'
import { collect } from './process.ts'
import { withoutSecrets } from './without-secrets.ts'

/** How a program ended: by itself, by a signal, not within its time, or it could not be started. */
export interface Ended {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  /** Why it could not be started. */
  readonly fault?: string
  readonly late?: true
}

export interface Said extends Ended {
  readonly out: string
  readonly err: string
}

/**
 * Runs a program of this machine and gives what it said. Unlike what a host is reached by, it belongs to the terminal of the
 * user: it may ask there for a PIN or a pass phrase, and Ctrl-C ends it with this process.
 *
 * @example await ask(['pass', 'show', 'runbook/db'], { cwd: '/srv/project', seconds: 120 })
 */
export async function ask(
  [program = '', ...args]: readonly string[],
  { cwd, seconds }: { readonly cwd: string; readonly seconds: number },
): Promise<Said> {
  const stdin = process.stdin.isTTY ? 'inherit' : 'ignore'
  const child = spawn(program, args, { cwd, env: withoutSecrets(process.env), stdio: [stdin, 'pipe', 'pipe'] })
  let late = false
  const timer = setTimeout(() => {
    late = true
    child.kill('SIGKILL')
    // What it has started may hold its output open.
    child.stdout.destroy()
    child.stderr.destroy()
  }, seconds * 1000)
  const said = (stream: typeof child.stdout) => collect(stream).catch(() => '')
  const [ended, out, err] = await Promise.all([endOf(child), said(child.stdout), said(child.stderr)])
  clearTimeout(timer)
  return { ...ended, out, err, ...(late ? { late } : {}) }
}

/**
 * Gives the terminal to a program, named as a user does it in $EDITOR, with its options. Where this process ends
 * meanwhile, so does the program; what the terminal sends to both is the affair of the caller.
 */
export async function handOver(command: string): Promise<Ended> {
  const child = spawn(command, { shell: true, env: withoutSecrets(process.env), stdio: 'inherit' })
  const end = () => void child.kill()
  process.on('exit', end)
  try {
    return await endOf(child)
  } finally {
    process.off('exit', end)
  }
}

const endOf = (child: ReturnType<typeof spawn>): Promise<Ended> =>
  new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve({
        status: null,
        signal: null,
        fault: error.code === 'ENOENT' ? 'there is no such program' : error.message,
      }),
    )
    child.once('exit', (status, signal) => resolve({ status, signal }))
  })
