import { type Comparison, medianOf, type Row, runsOf, spreadOf, type Where } from '../measured.ts'
import { type Phase, phases, phaseWords, type ToolName, toolNames, toolWords } from '../tools/tool.ts'
import { type Bar, barChart } from './chart.ts'
import { median, ratio } from './statistics.ts'
import { table } from './table.ts'

/** What was measured side by side, as Markdown. */
export function comparisonText({ machine, isQuick, rows, results, missing }: Comparison): string {
  const about = Object.entries(machine).map(([what, is]) => `${what}: ${is}`)
  return [
    `${about.join('; ')}.${isQuick ? ' A quick run: once each.' : ''}`,
    'The same 34 steps, in the words of each tool. Median of the runs; *times* is how many times as long as `runbook` the tool took, *times CPU* the same of the processor time of both sides (which others on the machine disturb less), *spread* from the least to the most of several runs in parts of the median. CPU in seconds: of the controller with all that it starts, and of all hosts. Memory in MB: the largest process, and all of the controller. KB and turns (the client speaks again after the server spoke) are per host. The floor is one process that loads nothing but what it needs: of a converged run it says `runbook`’s own questions to each host at once; of a first apply it is an archive and a script by hand.',
    ...sizesOf(rows).map(([rtt, hosts]) =>
      [
        `### ${hosts} ${hosts === 1 ? 'host' : 'hosts'}, round trip ${rtt} ms`,
        sizeTable(rows, { rtt, hosts }, missing),
      ].join('\n\n'),
    ),
    `Canonical results: ${Object.entries(results)
      .map(
        ([tool, paths]) =>
          `${toolWords[tool as ToolName]} ${paths.length === 0 ? 'equal' : `differs (${paths.join('; ')})`}`,
      )
      .join(', ')}.`,
  ].join('\n\n')
}

/** Charts by name: how long each tool took, of the sizes at which there is somebody to compare with. */
export function comparisonCharts({ rows }: Comparison): Record<string, string> {
  const compared = sizesOf(rows).filter(([rtt, hosts]) => toolsAt(rows, { rtt, hosts }).length > 2)
  return Object.fromEntries(
    compared.flatMap(([rtt, hosts]) =>
      (['apply', 'converged'] as const).map((phase) => [
        `${phase}-${hosts}-hosts-${rtt}-ms`,
        barChart({
          title: `${phaseWords[phase]}, ${hosts} ${hosts === 1 ? 'host' : 'hosts'}, round trip ${rtt} ms`,
          unit: 's',
          bars: barsOf(rows, { rtt, hosts, phase }),
        }),
      ]),
    ),
  )
}

type Size = Pick<Where, 'rtt' | 'hosts'>

function sizeTable(rows: readonly Row[], size: Size, missing: Comparison['missing']): string {
  const head = [
    '',
    'tool',
    's',
    'times',
    'times CPU',
    'runs',
    'spread',
    'CPU',
    'CPU of hosts',
    'MB',
    'MB of all',
    'KB sent',
    'KB heard',
    'turns',
  ]
  const there = toolsAt(rows, size)
  const body = phases.flatMap((phase) => there.flatMap((tool) => rowOf(rows, { ...size, phase, tool })))
  const absent = toolNames
    .filter((tool) => missing[tool] !== undefined)
    .map((tool) => ['', `${toolWords[tool]}: not here`])
  return table(head, [...body, ...absent])
}

function rowOf(rows: readonly Row[], where: Where): (string | number | undefined)[][] {
  const all = rows.filter((row) => row.tool === where.tool && row.phase === where.phase && isAt(row, where))
  if (all.length === 0) return []
  const runs = runsOf(rows, where)
  const m = (what: Parameters<typeof medianOf>[2], by = 1) => {
    const found = medianOf(rows, where, what)
    return found === undefined ? undefined : found / by
  }
  const own = medianOf(rows, { ...where, tool: 'runbook' }, 'wall')
  return [
    [
      phaseWords[where.phase],
      `${toolWords[where.tool]}${runs.length < all.length ? ` (${all.length - runs.length} failed)` : ''}`,
      ...[
        m('wall'),
        ratio(m('wall'), own),
        ratio(cpuOf(rows, where), cpuOf(rows, { ...where, tool: 'runbook' })),
        runs.length,
        spreadOf(rows, where),
      ],
      ...[m('controllerCpu'), m('hostsCpu'), m('largest'), m('memory')],
      ...[m('sent', where.hosts), m('received', where.hosts), m('turns')],
    ],
  ]
}

/** Of both sides: what counts where both share the cores, and where others use them too. */
const cpuOf = (rows: readonly Row[], where: Where): number | undefined =>
  median(runsOf(rows, where).map((row) => row.controllerCpu + row.hostsCpu))

const isAt = (row: Size, { rtt, hosts }: Size): boolean => row.rtt === rtt && row.hosts === hosts

function sizesOf(rows: readonly Row[]): [rtt: number, hosts: number][] {
  const found = new Map(rows.map(({ rtt, hosts }) => [`${rtt} ${hosts}`, [rtt, hosts] as [number, number]]))
  return [...found.values()].sort(([a, b], [c, d]) => a - c || b - d)
}

const toolsAt = (rows: readonly Row[], size: Size): ToolName[] =>
  toolNames.filter((tool) => rows.some((row) => row.tool === tool && isAt(row, size)))

function barsOf(rows: readonly Row[], { phase, ...size }: Size & { readonly phase: Phase }): Bar[] {
  return toolsAt(rows, size).flatMap((tool) => {
    const value = medianOf(rows, { ...size, phase, tool }, 'wall')
    const bar = { label: toolWords[tool].replaceAll('`', ''), value: value ?? 0, own: tool === 'runbook' }
    return value === undefined ? [] : [bar]
  })
}
