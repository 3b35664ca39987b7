import { startHosts, type TestHost } from '../hosts.ts'
import { disk } from './disk.ts'
import { isUp, printedBy } from './machine.ts'

/** A Debian with a systemd, users and a disk of its own, on the kernel of this computer. */
export interface System extends Pick<TestHost, 'address' | 'spec' | 'run'> {
  /** Runs a script as root and gives what it printed. One that fails throws, with what it said. */
  sh(script: string, options?: { readonly input?: string }): Promise<string>
  /** Cuts it off in the middle of all that it does, starts it anew, and waits until it is up. */
  again(): Promise<void>
}

/**
 * A system for a test file: a tenth of the time of a whole machine, for what does not ask for a kernel, a cable or a power
 * cut of its own. It goes with the process, or with `stop`.
 *
 * @example const { system, stop } = await startSystem()
 */
export async function startSystem(): Promise<{ system: System; stop: () => Promise<void> }> {
  const set = { name: 'rbs', subnet: '10.77.0', layer: '', packages: [], system: disk().tree }
  const { hosts, stop } = await startHosts(1, [], set)
  const [host] = hosts
  if (host === undefined) throw new Error('no host was started')
  const sh = printedBy('system', host.run)
  const again = async () => {
    await host.again()
    await sh(isUp)
  }
  await sh(isUp)
  return { system: { ...host, sh, again }, stop }
}
