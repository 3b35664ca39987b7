import { execFile } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type SshOptions, type SshSpec, ssh } from '../../../lib/core/connection.ts'
import { type Emulator, type Hardware, switchOn } from './emulator.ts'
import { said } from './program.ts'
import { addressOf } from './recipe.ts'

/** A whole Debian machine, emulated: its own kernel, systemd, and a disk that can lose power. */
export interface Machine {
  readonly name: string
  /** Where the other machine reaches it. */
  readonly address: string
  /** How the tests connect, as root unless a user is given. */
  spec(options?: SshOptions): SshSpec
  /** Runs a script as root by the system's ssh, apart from all code under test. */
  run(script: string, options?: RunOptions): Promise<Ran>
  /** The same, and gives what it printed. One that fails throws, with what it said. */
  sh(script: string, options?: RunOptions): Promise<string>
  /** Takes a network away, as a pulled cable does, or gives it back. */
  cable(network: 'controller' | 'machines', up: boolean): Promise<void>
  /** Cuts its power: what was not flushed to its disk is gone. */
  cut(): Promise<void>
  /** Switches it on, with its disk as that is, and waits until it is up. */
  boot(): Promise<void>
  /** Waits until it is up: after it was told to start anew, say. */
  up(): Promise<void>
}

interface RunOptions {
  readonly input?: string
  /** How long it may take. Default: 120. */
  readonly seconds?: number
}

interface Ran {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

/** A machine, and for the harness the process that it is. */
export interface OpenMachine extends Machine {
  resume(snapshot: string): Promise<void>
  tell: Emulator['tell']
}

/** A machine that is not switched on yet. */
export function machineOf(hardware: Hardware): OpenMachine {
  const { number, disk, folder, port } = hardware
  const name = `machine-${number}`
  const knownHosts = join(folder, `${number}.known`)
  appendFileSync(knownHosts, `[127.0.0.1]:${port} ${disk.hostKey}\n`)
  let emulator: Emulator | undefined

  const run: Machine['run'] = (script, { input = '', seconds = 120 } = {}) =>
    new Promise((resolve, reject) => {
      const options = {
        IdentitiesOnly: 'yes',
        BatchMode: 'yes',
        UserKnownHostsFile: knownHosts,
        ServerAliveInterval: 10,
      }
      const words = Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`])
      const all = ['-F', 'none', '-i', disk.identity, '-p', `${port}`, ...words, 'root@127.0.0.1', script]
      const child = execFile('ssh', all, { timeout: seconds * 1000 }, (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code
        if (typeof code === 'number' && code !== 255) resolve({ stdout, stderr, code })
        else reject(new Error(`${name}: ${error?.killed ? `no end after ${seconds} s` : code}: ${stdout}${stderr}`))
      })
      child.stdin?.on('error', () => {})
      child.stdin?.end(input)
    })
  const sh = printedBy(name, run)

  /** Its clock stood still while it was a snapshot. */
  async function up(): Promise<void> {
    for (let turn = 1; ; turn++) {
      const end = emulator?.end()
      if (end !== undefined) throw new Error(`${name} has ended: ${end}`)
      try {
        await sh(`date -s @${said('date', ['+%s']).trim()} >/dev/null; ${isUp}`, { seconds: 60 })
        return
      } catch (error) {
        if (turn > turns) throw error
        await pause(1000)
      }
    }
  }
  return {
    name,
    address: addressOf(number),
    spec: (options = {}) =>
      ssh('127.0.0.1', {
        ...{ port, user: 'root', identity: disk.identity, knownHosts, config: false, agent: false },
        ...options,
      }),
    run,
    sh,
    up,
    cable: (network, up) => tell('set_link', { name: network, up }),
    cut: async () => emulator?.kill(),
    boot: () => resume(),
    resume,
    tell,
  }

  async function tell(command: string, args?: Readonly<Record<string, unknown>>) {
    if (emulator === undefined) throw new Error(`${name} is not switched on`)
    await emulator.tell(command, args)
  }
  async function resume(snapshot?: string) {
    emulator = switchOn(hardware, snapshot)
    await up()
  }
}

/** Waits until systemd has come to an end of its start. */
export const isUp = 'systemctl is-system-running --wait || [ "$(systemctl is-system-running)" = degraded ]'

/** What a script printed, by what runs it. One that fails throws, with what it said. */
export const printedBy =
  <Options>(name: string, run: (script: string, options?: Options) => Promise<Ran>) =>
  async (script: string, options?: Options): Promise<string> => {
    const { stdout, stderr, code } = await run(script, options)
    if (code !== 0) throw new Error(`${name}: status ${code}: ${stdout}${stderr}`)
    return stdout
  }

/** How often it is looked for, a second apart: a computer that is busy boots it slowly. */
const turns = 300
