import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { type SshOptions, type SshSpec, ssh } from '../../lib/core/connection.ts'
import { needs } from './debian.ts'

export type KeyType = 'ed25519' | 'ecdsa' | 'rsa'

export interface SshdOptions {
  readonly hostKeys?: readonly KeyType[]
  /** Lines of sshd_config that go before the usual ones, and so win. */
  readonly config?: string
  /** Default: true. */
  readonly sftp?: boolean
}

/** A real OpenSSH server on a loopback port, whose keys, configuration and log are in a scratch folder. */
export interface Sshd {
  readonly port: number
  readonly folder: string
  /** A private key that the server lets in. */
  readonly identity: string
  /** A known_hosts file that holds the server's keys. */
  readonly knownHosts: string
  readonly hostKey: (type: KeyType) => string
  /** How to connect with nothing but what is here: no configuration, no agent. */
  readonly spec: (options?: SshOptions) => SshSpec
  /** Sends a signal to every process that serves a connection, not to the server itself. */
  readonly signalSessions: (signal: NodeJS.Signals) => void
  readonly log: () => string
  readonly stop: () => Promise<void>
}

export async function startSshd({ hostKeys = ['ed25519'], config = '', sftp = true }: SshdOptions = {}): Promise<Sshd> {
  needs(['openssh-server', 'openssh-client'])
  const folder = mkdtempSync(join(tmpdir(), 'runbook-sshd-'))
  const file = (name: string) => join(folder, name)
  const hostKey = (type: KeyType) => readFileSync(file(`host_${type}.pub`), 'utf8').trim()
  for (const type of hostKeys) makeKey(file(`host_${type}`), type)
  makeKey(file('client'), 'ed25519')
  writeFileSync(file('authorized_keys'), readFileSync(file('client.pub')), { mode: 0o600 })
  // As root, sshd insists on this folder for its unprivileged half.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const port = await freePort()
  const lines = [
    config,
    `ListenAddress 127.0.0.1:${port}`,
    ...hostKeys.map((type) => `HostKey ${file(`host_${type}`)}`),
    `AuthorizedKeysFile ${file('authorized_keys')}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'MaxStartups 100',
    // A bash that is not the outermost shell reads no start-up file: what the machine's user has there is no part of a test.
    // What runs act on at once is told apart by their folders of locks, as on this machine's own shells.
    ['SetEnv SHLVL=1', ...(process.env.RUNBOOK_LOCKS ? [`RUNBOOK_LOCKS=${process.env.RUNBOOK_LOCKS}`] : [])].join(' '),
    ...(sftp ? ['Subsystem sftp internal-sftp'] : []),
  ]
  writeFileSync(file('sshd_config'), `${lines.join('\n')}\n`)
  const child = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', file('sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  child.stderr.on('data', (chunk) => appendFileSync(file('log'), chunk))
  await started(child)
  for (const type of hostKeys) {
    const [kind, key] = hostKey(type).split(' ')
    appendFileSync(file('known_hosts'), `[127.0.0.1]:${port} ${kind} ${key}\n`)
  }
  return {
    port,
    folder,
    hostKey,
    identity: file('client'),
    knownHosts: file('known_hosts'),
    spec: (options = {}) =>
      ssh('127.0.0.1', {
        port,
        identity: file('client'),
        knownHosts: file('known_hosts'),
        config: false,
        agent: false,
        ...options,
      }),
    signalSessions: (signal) => {
      for (const pid of descendants(child.pid ?? 0)) send(pid, signal)
    },
    log: () => readFileSync(file('log'), 'utf8'),
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      for (const pid of descendants(child.pid ?? 0)) send(pid, 'SIGKILL')
      if (child.exitCode === null && child.kill('SIGKILL')) await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function makeKey(path: string, type: KeyType, passphrase = ''): void {
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', 'runbook-test', '-f', path])
}

function started(child: ChildProcess): Promise<void> {
  let said = ''
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk) => {
      said += chunk
      if (said.includes('Server listening on')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`sshd ended with status ${code}: ${said}`)))
  })
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    // It may have ended by itself since it was listed.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function descendants(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendants(child)])
}

function childrenOf(pid: number): number[] {
  try {
    const words = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return words.trim().split(' ').filter(Boolean).map(Number)
  } catch (error) {
    // It has ended since it was listed: before its file was opened, or before that was read.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
    throw error
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
