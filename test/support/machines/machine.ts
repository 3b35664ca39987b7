import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type SshOptions, type SshSpec, ssh } from '../../../lib/core/connection.ts'
import { freePort } from '../sshd.ts'
import { type Disk, disk } from './disk.ts'
import { tell } from './monitor.ts'

/** A whole Debian machine, emulated: own kernel, systemd, network file systems, and a disk that can lose power. */
export interface Machine {
  readonly name: string
  /** Where the other machines reach it. */
  readonly address: string
  /** How the controller reaches it, as root unless said. */
  spec(options?: SshOptions): SshSpec
  /** Runs a script as root and gives what it printed; one that fails throws with what it said. */
  sh(script: string, seconds?: number): string
  /** Cuts its power: what was not flushed to its disk is gone. */
  cut(): Promise<void>
  /** Starts it from its disk as that is, and waits until it can be worked with. */
  boot(): Promise<void>
  /** Waits until it can be worked with again. */
  answers(): Promise<void>
}

export interface Machines {
  readonly all: readonly Machine[]
  stop(): Promise<void>
}

/** Machines as they are when they have booted for the first time. */
export async function startMachines(count: number, kernelArguments = ''): Promise<Machines> {
  const base = disk()
  const folder = mkdtempSync(join(tmpdir(), 'runbook-machines-'))
  const network = await freePort()
  const started = await Promise.all(
    Array.from({ length: count }, (_, at) => startMachine({ base, folder, network, kernelArguments, number: at + 1 })),
  )
  return {
    all: started,
    async stop() {
      await Promise.all(started.map((machine) => machine.cut()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A machine that was asleep in a snapshot does not know what time it is. */
const now = (): string => execFileSync('date', ['+%s'], { encoding: 'utf8' }).trim()

interface Settings {
  readonly base: Disk
  readonly folder: string
  /** The port by which the machines see each other. */
  readonly network: number
  readonly kernelArguments: string
  readonly number: number
}

async function startMachine({ base, folder, network, kernelArguments, number }: Settings): Promise<Machine> {
  const name = `machine-${number}`
  const file = (end: string) => join(folder, `${name}.${end}`)
  const port = await freePort()
  let program: ChildProcess | undefined
  writeFileSync(file('known'), `[127.0.0.1]:${port} ${base.hostKey}\n`)

  const start = (snapshot?: string) => {
    const kernel = ['console=ttyS0 rw net.ifnames=0 mitigations=off quiet', `machine=${number}`, kernelArguments]
    // However this process ends, its machines end with it.
    program = spawn(
      'setpriv',
      [
        ...['--pdeathsig', 'KILL', 'qemu-system-x86_64'],
        ...['-accel', 'tcg,thread=multi', '-smp', '1', '-m', '640', '-display', 'none', '-nodefaults'],
        ...['-serial', `file:${file('log')}`, '-monitor', `unix:${file('monitor')},server,nowait`],
        ...['-kernel', base.kernel, '-initrd', base.initrd, '-append', kernel.join(' ')],
        ...['-drive', `file=${file('qcow2')},if=virtio,format=qcow2,cache=writeback`],
        ...['-netdev', `user,id=n0,restrict=on,hostfwd=tcp:127.0.0.1:${port}-:22`],
        ...['-device', 'virtio-net-pci,netdev=n0'],
        ...['-netdev', `socket,id=n1,mcast=230.78.0.1:${network},localaddr=127.0.0.1`],
        ...['-device', `virtio-net-pci,netdev=n1,mac=52:54:00:78:00:1${number}`],
        ...['-object', 'rng-random,id=r,filename=/dev/urandom', '-device', 'virtio-rng-pci,rng=r'],
        ...(snapshot === undefined ? [] : ['-loadvm', snapshot]),
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
  }
  const sh = (script: string, seconds = 60): string =>
    execFileSync(
      'ssh',
      [
        ...['-p', String(port), '-i', base.identity, '-F', 'none', '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes'],
        ...['-o', `UserKnownHostsFile=${file('known')}`, '-o', `ConnectTimeout=${seconds}`, 'root@127.0.0.1', script],
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: seconds * 1000 },
    )
  const answers = async () => {
    for (let turn = 0; ; turn++) {
      if (program?.exitCode !== null) throw new Error(`${name} has ended: see its words above`)
      try {
        const state = sh(`date -s @${now()} >/dev/null; systemctl is-system-running; true`, 20)
        if (/running|degraded/.test(state)) return
      } catch (error) {
        if (turn > 120) throw error
      }
      await wait(1000)
    }
  }
  const cut = async () => {
    const dying = program
    if (dying === undefined || dying.exitCode !== null || dying.signalCode !== null) return
    const ended = new Promise((resolve) => dying.once('exit', resolve))
    dying.kill('SIGKILL')
    await ended
  }

  const ready = join(base.folder, `${name}${kernelArguments.replace(/\W+/g, '-')}.ready.qcow2`)
  if (existsSync(ready)) {
    copyFileSync(ready, file('qcow2'))
    start('ready')
    await answers()
  } else {
    execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', base.image, file('qcow2')])
    start()
    await answers()
    await tell(file('monitor'), 'savevm ready')
    await tell(file('monitor'), 'stop')
    copyFileSync(file('qcow2'), `${ready}.${process.pid}`)
    renameSync(`${ready}.${process.pid}`, ready)
    await tell(file('monitor'), 'cont')
  }
  return {
    name,
    address: `10.78.0.${10 + number}`,
    spec: (options = {}) =>
      ssh('127.0.0.1', {
        ...{ port, user: 'root', identity: base.identity, knownHosts: file('known'), config: false, agent: false },
        ...options,
      }),
    sh,
    cut,
    async boot() {
      start()
      await answers()
    },
    answers,
  }
}
