import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Processes whose CPU time is counted together, with all that they start, also what goes on when they have ended. */
export interface CpuGroup {
  /** What has to stand before a command that is run in the group. */
  readonly entry: readonly string[]
  /** Processor time of all, so far. */
  seconds(): number
  processes(): number[]
  /** What is started while something is done belongs to the group. */
  holding<Value>(work: () => Promise<Value>): Promise<Value>
  /** Ends what is left in it. */
  remove(): Promise<void>
}

/** By a control group of the kernel, of either version. */
export function cpuGroup(name: string): CpuGroup {
  const old = '/sys/fs/cgroup/cpuacct'
  const root = existsSync(old) ? old : '/sys/fs/cgroup'
  const folder = join(root, name)
  mkdirSync(folder, { recursive: true })
  const members = join(folder, 'cgroup.procs')
  const processes = () =>
    existsSync(members) ? readFileSync(members, 'utf8').trim().split('\n').filter(Boolean).map(Number) : []
  const move = (where: string) => writeFileSync(join(where, 'cgroup.procs'), String(process.pid))
  return {
    entry: ['sh', '-c', 'echo $$ >"$0" && exec "$@"', members],
    seconds: () =>
      root === old
        ? Number(readFileSync(join(folder, 'cpuacct.usage'), 'utf8')) / 1e9
        : Number(/usage_usec (\d+)/.exec(readFileSync(join(folder, 'cpu.stat'), 'utf8'))?.[1]) / 1e6,
    processes,
    async holding(work) {
      move(folder)
      try {
        return await work()
      } finally {
        move(root)
      }
    },
    async remove() {
      for (let turn = 0; turn < 100 && processes().length > 0; turn++) {
        for (const pid of processes()) end(pid)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      if (existsSync(folder)) rmdirSync(folder)
    },
  }
}

/** It may have ended by itself. */
export function end(pid: number, signal: NodeJS.Signals = 'SIGTERM'): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
