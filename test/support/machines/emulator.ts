import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Disk } from './disk.ts'
import { macOf, numbers } from './recipe.ts'

/** How a machine is put together. */
export interface Hardware {
  readonly number: number
  readonly disk: Disk
  /** Where its own disk and its sockets are; those of the other machine as well. */
  readonly folder: string
  /** The port of this computer that leads to its sshd. */
  readonly port: number
  /** More arguments of its kernel. */
  readonly kernel: readonly string[]
}

/** A machine that is switched on: a process of qemu. */
export interface Emulator {
  /** Gives a command of QMP to qemu; what it says against it is thrown. */
  tell(command: string, args?: Readonly<Record<string, unknown>>): Promise<void>
  /** What qemu said at its end; undefined while it runs. */
  end(): string | undefined
  /** Pulls the plug. */
  kill(): Promise<void>
}

/** Switches a machine on: from its disk as that is, or where it was when a snapshot was taken. */
export function switchOn(hardware: Hardware, snapshot?: string): Emulator {
  const { folder, number } = hardware
  const errors = join(folder, `${number}.err`)
  const file = openSync(errors, 'w')
  // A test that is killed takes its machines along.
  const words = ['--pdeathsig', 'KILL', '--', 'qemu-system-x86_64', ...qemuWords(hardware)]
  const start = snapshot === undefined ? [] : ['-loadvm', snapshot]
  const process = spawn('setpriv', [...words, ...start], { stdio: ['ignore', 'ignore', file] })
  closeSync(file)
  const hasEnded = () => process.exitCode !== null || process.signalCode !== null
  return {
    tell: (command, args = {}) => tell(join(folder, `${number}.qmp`), command, args),
    end: () => (hasEnded() ? readFileSync(errors, 'utf8') : undefined),
    kill: () => killed(process, hasEnded()),
  }
}

async function killed(process: ChildProcess, hasEnded: boolean): Promise<void> {
  if (hasEnded) return
  const gone = once(process, 'exit')
  process.kill('SIGKILL')
  await gone
}

function qemuWords({ number, disk, folder, port, kernel }: Hardware): string[] {
  const at = (name: string) => join(folder, name)
  const other = numbers.find((one) => one !== number)
  const arguments_ = [
    'console=ttyS0',
    'rw',
    'quiet',
    'mitigations=off',
    `systemd.hostname=machine-${number}`,
    ...kernel,
  ]
  // Data of the guest that it has not flushed is lost with its memory; what qemu has taken stays with this computer.
  const drive = `file=${at(`${number}.qcow2`)},if=virtio,format=qcow2,cache=writeback`
  const toTests = `user,id=controller,restrict=on,hostfwd=tcp:127.0.0.1:${port}-:22`
  const line = (end: number | undefined) => at(`${end}.line`)
  const toOther = `dgram,id=machines,local.type=unix,local.path=${line(number)},remote.type=unix,remote.path=${line(other)}`
  return [
    ...['-accel', 'tcg,thread=multi', '-smp', '1', '-m', '640', '-display', 'none', '-nodefaults'],
    ...['-kernel', disk.kernel, '-initrd', disk.initrd, '-append', arguments_.join(' ')],
    ...[
      '-drive',
      drive,
      '-serial',
      `file:${at(`${number}.log`)}`,
      '-qmp',
      `unix:${at(`${number}.qmp`)},server=on,wait=off`,
    ],
    ...['-netdev', toTests, '-device', `virtio-net-pci,netdev=controller,mac=${macOf('controller', number)}`],
    ...['-netdev', toOther, '-device', `virtio-net-pci,netdev=machines,mac=${macOf('machines', number)}`],
    ...['-object', 'rng-random,id=random,filename=/dev/urandom', '-device', 'virtio-rng-pci,rng=random'],
  ]
}

/** One command in a conversation of its own: qemu greets, and takes commands once it is told to. */
async function tell(path: string, command: string, args: Readonly<Record<string, unknown>>): Promise<void> {
  const socket = createConnection(path)
  const say = (execute: string, words: object = {}) =>
    socket.write(`${JSON.stringify({ execute, arguments: words })}\n`)
  const waiting = [() => say('qmp_capabilities'), () => say(command, args)]
  try {
    for await (const line of createInterface({ input: socket })) {
      const message = JSON.parse(line)
      if (message.error !== undefined) throw new Error(`${command}: ${message.error.desc}`)
      // The greeting and what follows is answered in turn; an event is no answer.
      if (message.event !== undefined) continue
      const next = waiting.shift()
      if (next !== undefined) next()
      else if (message.return === '' || typeof message.return === 'object') return
      else throw new Error(`${command}: ${message.return}`)
    }
    throw new Error(`the machine has ended before it did ${command}`)
  } finally {
    socket.destroy()
  }
}
