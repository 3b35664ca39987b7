import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { clearHosts, delayHosts, type HostSet, startHosts, type TestHost } from '../../support/hosts.ts'
import { testJava } from '../../support/standin.ts'
import type { CpuGroup } from '../measure/cpu-group.ts'
import type { Inputs } from './inputs.ts'
import type { Job } from './job.ts'

/** Hosts on which one tool does the job, as fresh as from the factory. */
export interface BenchHosts {
  readonly all: readonly TestHost[]
  readonly group: CpuGroup
  /** The file that tells a tool of them. */
  readonly job: string
  /** The network of the first. */
  readonly namespace: string
  /** A process of each. */
  processes(): number[]
  stop(): Promise<void>
}

/** Starts them, at a distance of so many milliseconds. */
export async function benchHosts(
  { count, rtt }: { readonly count: number; readonly rtt: number },
  inputs: Inputs,
  group: CpuGroup,
  folder: string,
): Promise<BenchHosts> {
  const set = setOf(inputs)
  const { hosts: all, stop } = await group.holding(() => startHosts(count, jvm(), set))
  await delayHosts(set, rtt)
  const job = join(folder, 'job.json')
  const told: Job = {
    files: inputs.files,
    hosts: all.map(({ address, identity, knownHosts }, index) => ({
      name: `is-${index + 1}`,
      address,
      identity,
      knownHosts,
    })),
  }
  writeFileSync(job, JSON.stringify(told))
  const numbers = all.map(({ address }) => Number(address.split('.').at(-1)) - 10)
  return {
    all,
    group,
    job,
    namespace: `${set.name}-${numbers[0]}`,
    processes: () => all.map(({ disk }) => Number(readFileSync(join(disk, '../process'), 'utf8').split(' ')[0])),
    async stop() {
      await delayHosts(set, 0)
      await stop()
    },
  }
}

/** Takes away what they have in common. */
export const clearBenchHosts = (inputs: Inputs): Promise<void> => clearHosts(setOf(inputs))

const setOf = ({ layer }: Inputs): HostSet => ({
  name: 'rbb',
  subnet: '10.76.0',
  layer,
  packages: ['python3', 'python3-lxml', 'openssl', 'ca-certificates'],
})

const jvm = () => {
  const { home } = testJava()
  const settings = readdirSync('/etc').filter((name) => /^java-.*-openjdk$/.test(name))
  return [{ from: home, to: home }, ...settings.map((name) => ({ from: `/etc/${name}`, to: `/etc/${name}` }))]
}
