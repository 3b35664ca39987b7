import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BenchHosts } from '../job/bench-hosts.ts'
import type { Command } from '../tools/tool.ts'
import { capture } from './capture.ts'
import { type CpuGroup, end } from './cpu-group.ts'
import { watchMemory } from './memory.ts'
import { trafficOf } from './traffic.ts'

/** What one run of a tool cost. */
export interface Measured {
  readonly status: number | null
  /** Seconds. */
  readonly wall: number
  readonly controllerCpu: number
  readonly hostsCpu: number
  /** MB of the largest process of the controller. */
  readonly largest: number
  /** MB of all its processes at once. */
  readonly memory: number
  /** KB of all hosts. */
  readonly sent: number
  readonly received: number
  /** Of one host alone. */
  readonly turns?: number
  /** The last that it said, where it failed. */
  readonly said?: string
}

/** Seconds after which a run is given up. */
const limit = 600

/** Runs a command; where there is one host only, its turns are counted. */
export async function measuredRun({ argv, env, cwd }: Command, hosts: BenchHosts, group: CpuGroup): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-bench-run-'))
  const timeFile = join(folder, 'time')
  const listening = hosts.all.length === 1 ? await capture(hosts.namespace, join(folder, 'capture')) : undefined
  const memory = watchMemory(group.processes)
  const before = { controller: group.seconds(), hosts: hosts.group.seconds(), ...trafficOf(hosts.processes()) }
  const from = performance.now()
  const { status, said } = await finished(
    [...group.entry, ...['/usr/bin/time', '-o', timeFile, '-f', '%M', 'timeout', String(limit)], ...argv],
    env,
    cwd,
  )
  const wall = (performance.now() - from) / 1000
  const after = { controller: group.seconds(), hosts: hosts.group.seconds(), ...trafficOf(hosts.processes()) }
  const turns = await listening?.stop()
  const most = memory.stop()
  // Masters of ssh stay behind, for a run that comes soon: the next one here shall begin as the first.
  for (const pid of group.processes()) end(pid)
  const largest = Number(readFileSync(timeFile, 'utf8').trim().split('\n').at(-1)) / 1024
  rmSync(folder, { recursive: true })
  return {
    status,
    wall,
    controllerCpu: after.controller - before.controller,
    hostsCpu: after.hosts - before.hosts,
    largest,
    memory: Math.max(most, largest),
    sent: (after.sent - before.sent) / 1024,
    received: (after.received - before.received) / 1024,
    ...(turns === undefined ? {} : { turns: turns.turns }),
    ...(status === 0 ? {} : { said: said.slice(-1500) }),
  }
}

function finished(
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<{ status: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (said = `${said}${chunk}`.slice(-4000)))
    // Not its streams' end: a master of ssh holds them open.
    child.once('exit', (status) => resolve({ status, said }))
  })
}
