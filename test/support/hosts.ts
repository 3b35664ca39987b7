import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type SshOptions, type SshSpec, ssh } from '../../lib/core/connection.ts'
import { needs } from './debian.ts'

/** A host of its own on this machine: own disk, network, processes, OpenSSH, `root` and `deploy` (sudo, no password). */
export interface TestHost {
  readonly address: string
  /** What has been written to its disk, as a folder of this machine. */
  readonly disk: string
  /** The private key that root and deploy let in. */
  readonly identity: string
  readonly knownHosts: string
  /** How to connect, as root unless a user is given, with nothing but what is here. */
  readonly spec: (options?: SshOptions) => SshSpec
  /** Takes its network away, as a pulled cable does. */
  readonly unplug: () => Promise<void>
  /** Cuts it off in the middle of all that it does, and starts it anew with what is on its disk. */
  readonly again: () => Promise<void>
  /** Runs a command as root by the system's ssh, apart from all code under test. */
  readonly run: (
    command: string,
    options?: { readonly input?: string },
  ) => Promise<{ readonly stdout: string; readonly stderr: string; readonly code: number }>
}

/** A folder of this machine that hosts have, too. */
export interface Bind {
  readonly from: string
  readonly to: string
  readonly writable?: boolean
}

/**
 * Gives a test some hosts, and takes them away whatever happens.
 *
 * @example await withHosts(2, async ([is1, is2]) => assert.is((await is1.run('id -un')).stdout, 'root\n'))
 */
export async function withHosts<T>(count: number, use: (hosts: readonly TestHost[]) => Promise<T>): Promise<T> {
  const { hosts, stop } = await startHosts(count)
  try {
    return await use(hosts)
  } finally {
    await stop()
  }
}

/** Hosts apart from those of the tests, with a segment of their own. */
export interface HostSet {
  readonly name: string
  /** The first three numbers of their addresses. */
  readonly subnet: string
  /** A folder that lies over the root of each. */
  readonly layer: string
  /** Debian packages that each has. */
  readonly packages: readonly string[]
  /** A tree with systemd in it: each runs that as its process 1. */
  readonly system?: string
}

/** The same for a whole file: hosts until `stop` is called. Those of a process that died are cleared by the next start. */
export async function startHosts(
  count: number,
  binds: readonly Bind[] = [],
  set?: HostSet,
): Promise<{ hosts: readonly TestHost[]; stop: () => Promise<void> }> {
  if (process.getuid?.() !== 0) {
    throw new Error('these tests make hosts out of network namespaces, which needs root: run them by sudo')
  }
  needs(['debootstrap', 'iproute2', 'openssh-client', 'util-linux', ...(set?.system ? ['systemd-container'] : [])])
  const words = binds.map(({ from, to, writable }) => `${from}:${to}:${writable ? 'rw' : 'ro'}`)
  const env = { ...setEnv(set), RUNBOOK_TEST_BINDS: words.join(' ') }
  const { stdout } = await command('bash', [script(), 'up', String(process.pid), String(count)], { env })
  const numbered = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
  return {
    hosts: numbered.map(([number = '', address = '']) => host(number, address, set)),
    stop: async () => {
      await command('bash', [script(), 'down', ...numbered.map(([number = '']) => number)], { env })
    },
  }
}

/** Milliseconds from this machine to any host of a set and back, from now on. */
export async function delayHosts(set: HostSet, milliseconds: number): Promise<void> {
  await command('bash', [script(), 'delay', String(milliseconds)], { env: setEnv(set) })
}

/** Takes the segment of a set away, whose hosts are gone. */
export async function clearHosts(set: HostSet): Promise<void> {
  await command('bash', [script(), 'clear'], { env: setEnv(set) })
}

const setEnv = (set: HostSet | undefined): NodeJS.ProcessEnv =>
  set === undefined
    ? process.env
    : {
        ...process.env,
        RUNBOOK_TEST_SET: `${set.name}:${set.subnet}`,
        RUNBOOK_TEST_LAYER: set.layer,
        RUNBOOK_TEST_PACKAGES: set.packages.join(','),
        RUNBOOK_TEST_SYSTEM: set.system ?? '',
      }

const command = promisify(execFile)

function host(number: string, address: string, set?: HostSet): TestHost {
  const disk = `/var/cache/runbook-test/hosts${set === undefined ? '' : `-${set.name}`}/${number}`
  const identity = join(disk, 'client')
  const knownHosts = join(disk, 'known_hosts')
  const [type, key] = readFileSync(join(disk, 'upper/etc/ssh/ssh_host_ed25519_key.pub'), 'utf8').split(' ')
  writeFileSync(knownHosts, `${address} ${type} ${key}\n`)
  const options = ['-F', 'none', '-i', identity, '-o', `UserKnownHostsFile=${knownHosts}`]
  // The default key exchange would cost 100 ms more of both sides' time.
  options.push('-o', 'KexAlgorithms=curve25519-sha256', '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes')
  return {
    address,
    disk: join(disk, 'upper'),
    identity,
    knownHosts,
    spec: (more = {}) => ssh(address, { user: 'root', identity, knownHosts, config: false, agent: false, ...more }),
    unplug: async () => {
      await command('ip', ['-n', `${set?.name ?? 'rbt'}-${number}`, 'link', 'set', 'eth0', 'down'])
    },
    again: async () => {
      await command('bash', [script(), 'again', number], { env: setEnv(set) })
    },
    run: (line, { input = '' } = {}) =>
      new Promise((resolve, reject) => {
        const child = execFile('ssh', [...options, `root@${address}`, line], (error, stdout, stderr) => {
          if (error === null) resolve({ stdout, stderr, code: 0 })
          else if (typeof error.code === 'number' && error.code !== 255) resolve({ stdout, stderr, code: error.code })
          else reject(error)
        })
        child.stdin?.on('error', () => {})
        child.stdin?.end(input)
      }),
  }
}

/** The script is not compiled: it is found from wherever the compiled tests are. */
function script(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const path = join(folder, 'test/support/hosts.sh')
    if (existsSync(path)) return path
    if (folder === dirname(folder)) throw new Error('test/support/hosts.sh is not above the compiled tests')
  }
}
