import { type Phase, phases, type ToolName, toolNames } from './tools/tool.ts'

/** What is wished on the command line; what is not given is as usual. */
export interface Wish {
  readonly only?: readonly ToolName[] | undefined
  readonly hosts?: readonly number[] | undefined
  readonly rtt?: readonly number[] | undefined
  readonly phases?: readonly Phase[] | undefined
  readonly repeat?: number | undefined
  readonly quick?: boolean | undefined
}

/** One tool on fresh hosts, through its phases. */
export interface Cycle {
  readonly hosts: number
  readonly rtt: number
  readonly tool: ToolName
  readonly phases: readonly Phase[]
  /** Which of several. */
  readonly repeat: number
}

/**
 * All cycles of a run, the tools in turn. Usually peers go once through each size, where a run of theirs takes minutes only
 * through the phases that are compared, and feel distance only alone; ours is repeated, and goes further.
 */
export function schedule(wish: Wish): Cycle[] {
  const tools = toolNames.filter((name) => wish.only?.includes(name) ?? true)
  const rtts = wish.rtt ?? (wish.quick ? [0] : [0, 50])
  const sizes = wish.hosts ?? (wish.quick ? [1, 10] : [1, 10, 30, 100])
  const asked = wish.hosts !== undefined && wish.rtt !== undefined
  const cycles = rtts.flatMap((rtt) => sizes.flatMap((hosts) => cyclesOf(hosts, rtt)))
  return cycles.filter(({ phases }) => phases.length > 0)

  function cyclesOf(hosts: number, rtt: number): Cycle[] {
    const there = tools.filter((tool) => asked || isUsual(tool, hosts, rtt))
    const repeats = (tool: ToolName) =>
      wish.repeat ?? (wish.quick || isPeer(tool) ? 1 : hosts === 1 ? 5 : hosts <= 30 ? 3 : 1)
    const most = Math.max(0, ...there.map(repeats))
    return Array.from({ length: most }, (_, repeat) =>
      there
        .filter((tool) => repeat < repeats(tool))
        .map((tool) => ({ hosts, rtt, tool, phases: phasesOf(tool, hosts), repeat })),
    ).flat()
  }
  function phasesOf(tool: ToolName, hosts: number): readonly Phase[] {
    const usual = tool === 'floor' || (isPeer(tool) && hosts > 1) ? compared : phases
    return wish.phases ? phases.filter((phase) => wish.phases?.includes(phase)) : usual
  }
}

const compared: readonly Phase[] = ['apply', 'converged']

const isPeer = (tool: ToolName): boolean => tool !== 'runbook' && tool !== 'floor'

const isUsual = (tool: ToolName, hosts: number, rtt: number): boolean =>
  isPeer(tool) ? hosts === 1 || (hosts <= 30 && rtt === 0) : hosts <= 30 || rtt === 0
