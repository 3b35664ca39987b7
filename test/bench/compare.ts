import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '../support/debian.ts'
import { installPacked, type Packed } from '../support/packed.ts'
import { testJava } from '../support/standin.ts'
import { type Endings, endings } from './endings.ts'
import { benchHosts, clearBenchHosts } from './job/bench-hosts.ts'
import { type Canonical, canonicalOf, unequal } from './job/canonical.ts'
import { type Inputs, makeInputs } from './job/inputs.ts'
import { machine } from './machine.ts'
import { cpuGroup } from './measure/cpu-group.ts'
import { measuredRun } from './measure/measured-run.ts'
import type { Comparison, Row } from './measured.ts'
import type { Cycle } from './schedule.ts'
import { figure } from './show/table.ts'
import { ansible, mitogen } from './tools/ansible.ts'
import { floor } from './tools/floor.ts'
import { pyinfra } from './tools/pyinfra.ts'
import { runbook } from './tools/runbook.ts'
import { phaseWords, type Tool, type ToolName } from './tools/tool.ts'

/** Lets the tools do the job in turn, and measures them. */
export async function compare(cycles: readonly Cycle[], isQuick: boolean): Promise<Comparison> {
  const end = endings()
  try {
    return await compareUntil(end, cycles, isQuick)
  } finally {
    await end.all()
  }
}

async function compareUntil(end: Endings, cycles: readonly Cycle[], isQuick: boolean): Promise<Comparison> {
  needs(['python3-lxml', 'time', 'tcpdump', 'openssl', 'ca-certificates-java'])
  const about = machine()
  const folder = mkdtempSync(join(tmpdir(), 'runbook-bench-'))
  end.add(() => rmSync(folder, { recursive: true }))
  const packed = installed()
  end.add(packed.remove)
  const inputs = makeInputs(join(folder, 'inputs'), testJava().home)
  const groups = { controller: cpuGroup('runbook-bench-controller'), hosts: cpuGroup('runbook-bench-hosts') }
  end.add(groups.controller.remove)
  end.add(groups.hosts.remove)
  // What a run that died has left goes; of one that lives, this says that it is there.
  await clearBenchHosts(inputs)
  end.add(() => clearBenchHosts(inputs))
  const rows: Row[] = []
  const results = new Map<ToolName, Canonical>()
  const ours = runbook(packed.folder)
  const tools: readonly Tool[] = [ours, ansible(), mitogen(), pyinfra(), floor(ours, inputs)]
  const byName = new Map(tools.map((tool) => [tool.name, tool]))
  for (const cycle of cycles) {
    const tool = byName.get(cycle.tool)
    if (tool === undefined || tool.missing !== undefined) continue
    const result = await carryOut(cycle, tool)
    if (result !== undefined) results.set(tool.name, result)
  }
  const wanted = results.get('runbook')
  return {
    machine: about,
    isQuick,
    rows,
    results: Object.fromEntries(
      [...results].map(([name, result]) => [name, wanted === undefined ? [] : unequal(wanted, result)]),
    ),
    missing: Object.fromEntries(
      tools.flatMap(({ name, missing }) =>
        missing !== undefined && cycles.some(({ tool }) => tool === name) ? [[name, missing]] : [],
      ),
    ),
  }

  /** Gives what the first host has come to. */
  async function carryOut({ hosts: count, rtt, phases }: Cycle, tool: Tool): Promise<Canonical | undefined> {
    const work = join(folder, 'work')
    mkdirSync(work)
    const hosts = await benchHosts({ count, rtt }, inputs, groups.hosts, work)
    const stop = end.add(hosts.stop)
    let result: Canonical | undefined
    try {
      for (const phase of phases) {
        const command = await tool.command(phase, hosts)
        if (command === undefined) continue
        const measured = await measuredRun(command, hosts, groups.controller)
        rows.push({ tool: tool.name, hosts: count, rtt, phase, ...measured })
        progress(rows.at(-1))
        if (phase === 'apply') result = resultOf(hosts.all[0]?.disk, inputs)
      }
    } finally {
      await stop()
      rmSync(work, { recursive: true })
    }
    return result
  }
}

/** Ours, packed as for publishing, unless one that is installed is named. */
function installed(): Omit<Packed, 'tarball'> {
  const folder = process.env.RUNBOOK_BENCH_PACKAGE
  return folder === undefined ? installPacked() : { folder, remove: () => {} }
}

const resultOf = (disk = '', { layer }: Inputs): Canonical => canonicalOf([disk, layer])

function progress(row: Row | undefined): void {
  if (row === undefined) return
  const { tool, hosts, rtt, phase, wall, controllerCpu, hostsCpu, status, said } = row
  const where = `${String(hosts).padStart(3)} hosts, ${String(rtt).padStart(2)} ms, ${phaseWords[phase].padEnd(18)}`
  const cost = `${figure(wall).padStart(6)} s (${figure(controllerCpu)} + ${figure(hostsCpu)} s of CPU)`
  const failed = status === 0 ? '' : `  <-- failed with ${status}\n${said}\n`
  process.stdout.write(`${tool.padEnd(8)} ${where} ${cost}${failed}\n`)
}
