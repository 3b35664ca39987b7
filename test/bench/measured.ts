import type { Measured } from './measure/measured-run.ts'
import { median, spread } from './show/statistics.ts'
import type { Phase, ToolName } from './tools/tool.ts'

/** One run of one tool. */
export interface Row extends Measured {
  readonly tool: ToolName
  readonly hosts: number
  readonly rtt: number
  readonly phase: Phase
}

/** All that one run of the benchmark has found. */
export interface Comparison {
  readonly machine: Readonly<Record<string, string>>
  readonly isQuick: boolean
  readonly rows: readonly Row[]
  /** Where a tool came to something else than `runbook`: by tool, the paths. Of equal ones, no path. */
  readonly results: Readonly<Partial<Record<ToolName, readonly string[]>>>
  /** Why a tool is not measured here. */
  readonly missing: Readonly<Partial<Record<ToolName, string>>>
}

type Numbers = { [Key in keyof Row]-?: Row[Key] extends number | undefined ? Key : never }[keyof Row]

export type Where = Pick<Row, 'tool' | 'hosts' | 'rtt' | 'phase'>

/** The runs of a kind that came to their end. */
export const runsOf = (rows: readonly Row[], { tool, hosts, rtt, phase }: Where): Row[] =>
  rows.filter(
    (row) => row.tool === tool && row.hosts === hosts && row.rtt === rtt && row.phase === phase && row.status === 0,
  )

/** The median of what several runs of a kind have measured. */
export const medianOf = (
  rows: readonly Row[],
  where: Where,
  what: Exclude<Numbers, 'hosts' | 'rtt' | 'status'>,
): number | undefined => median(runsOf(rows, where).flatMap((row) => row[what] ?? []))

export const spreadOf = (rows: readonly Row[], where: Where): number | undefined =>
  spread(runsOf(rows, where).map(({ wall }) => wall))
