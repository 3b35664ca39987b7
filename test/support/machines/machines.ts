import { copyFileSync, existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../httpd.ts'
import { workFolder } from './cache.ts'
import { disk } from './disk.ts'
import type { Hardware } from './emulator.ts'
import { type Machine, machineOf } from './machine.ts'
import { said } from './program.ts'

/** What a test may choose. */
export interface Choice {
  /** More arguments of the kernel. */
  readonly kernel?: readonly string[]
}

/**
 * A machine for a test file, as it was when it had booted for the first time. It goes with the process, or with `stop`.
 *
 * @example const { machine, stop } = await startMachine({ kernel: ['security=selinux', 'selinux=1'] })
 */
export async function startMachine(choice: Choice = {}): Promise<{ machine: Machine; stop: () => Promise<void> }> {
  const machine = await start(1, choice)
  return { machine, stop: () => machine.cut() }
}

/** Two machines that see each other. */
export async function startTwoMachines(
  choice: Choice = {},
): Promise<{ machines: readonly [Machine, Machine]; stop: () => Promise<void> }> {
  const machines = await Promise.all([start(1, choice), start(2, choice)])
  return {
    machines,
    stop: async () => {
      await Promise.all(machines.map((machine) => machine.cut()))
    },
  }
}

let folder: string | undefined

async function start(number: number, { kernel = [] }: Choice): Promise<Machine> {
  const base = disk()
  folder ??= workFolder()
  const hardware: Hardware = { number, disk: base, folder, port: await freePort(), kernel }
  const machine = machineOf(hardware)
  const own = join(folder, `${number}.qcow2`)
  const kept = join(base.folder, [number, ...kernel, 'booted.qcow2'].join('-'))
  if (existsSync(kept)) {
    copyFileSync(kept, own)
    await machine.resume(snapshot)
    return machine
  }
  said('qemu-img', ['create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', base.image, own])
  await machine.boot()
  // While it stands still, all that it has on its disk is in the file.
  await machine.tell('stop')
  await machine.tell('human-monitor-command', { 'command-line': `savevm ${snapshot}` })
  copyFileSync(own, `${kept}.${process.pid}`)
  renameSync(`${kept}.${process.pid}`, kept)
  await machine.tell('cont')
  return machine
}

const snapshot = 'booted'
