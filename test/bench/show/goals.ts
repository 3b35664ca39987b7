import { smallFiles, uploadByScp, uploadBySsh } from '../grow/growth.ts'
import type { Row, Where } from '../measured.ts'
import { medianOf } from '../measured.ts'
import type { Phase, ToolName } from '../tools/tool.ts'
import type { Results } from './results-text.ts'
import { ratio } from './statistics.ts'
import { figure, table } from './table.ts'

/** What was to be reached, what was, and whether that is it. */
export interface Goal {
  readonly what: string
  readonly goal: string
  readonly measured: number | undefined
  readonly isReached: boolean | undefined
}

/** The goals as a table. */
export const goalsText = (results: Results): string =>
  table(
    ['what', 'goal', 'measured', ''],
    goalsOf(results).map(({ what, goal, measured, isReached }) => [
      what,
      goal,
      measured === undefined ? 'not in this run' : figure(measured),
      isReached === undefined ? '' : isReached ? 'reached' : '**missed**',
    ]),
  )

export function goalsOf({ compare, fleet, grow }: Results): Goal[] {
  const rows = compare?.rows ?? []
  return [
    ...faster(rows, 'converged', 1, { ansible: 20, mitogen: 10, pyinfra: 10 }),
    aboveFloor(rows, { phase: 'converged', hosts: 1, rtt: 0 }, 1.8),
    aboveFloor(rows, { phase: 'converged', hosts: 1, rtt: 50 }, 1.4),
    aboveFloor(rows, { phase: 'apply', hosts: 1, rtt: 0 }, 1.5),
    ...faster(rows, 'apply', 1, { ansible: 7, mitogen: 3.5, pyinfra: 5 }),
    ...faster(rows, 'converged', 30, { pyinfra: 15 }),
    atMost('30 hosts, converged: ms of controller CPU per host beyond the first', 25, beyondFirst(rows)),
    aboveFloor(rows, { phase: 'apply', hosts: 30, rtt: 0 }, 1.3),
    atMost('KB heard of a converged host', 60, medianOf(rows, at('runbook', 'converged', 1, 0), 'received')),
    atMost('30 hosts, converged: MB', 100, medianOf(rows, at('runbook', 'converged', 30, 0), 'largest')),
    atMost('100 hosts, converged: MB', 150, medianOf(rows, at('runbook', 'converged', 100, 0), 'largest')),
    atMost('KB of memory per finished host of a fleet', 1, fleet?.kilobytesPerHost),
    atMost('200 edits in a 5 MB XML file: s', 3, grow?.largeXml.seconds),
    atMost('200 edits in a 5 MB XML file: MB', 200, grow?.largeXml.megabytes),
    atMost('2,000 line edits in one file: s', 0.5, grow?.manyLines.seconds),
    atMost(
      '200 MB uploaded: times as long as by scp',
      1.2,
      ratio(lastOf(grow, uploadBySsh), lastOf(grow, uploadByScp)),
    ),
    atMost('2,000 small files made on one host: s', 4, lastOf(grow, smallFiles)),
  ]
}

/** Seconds at the largest number. */
const lastOf = (grow: Results['grow'], name: string): number | undefined =>
  grow?.curves.find(({ what }) => what === name)?.points.at(-1)?.[1]

const at = (tool: ToolName, phase: Phase, hosts: number, rtt: number): Where => ({ tool, phase, hosts, rtt })

const words: Readonly<Record<Phase, string>> = {
  'check-fresh': 'dry run of fresh hosts',
  apply: 'first apply',
  converged: 'converged',
  'check-converged': 'dry run of converged hosts',
}

const sizeWords = (hosts: number) => (hosts === 1 ? '1 host' : `${hosts} hosts`)

function faster(
  rows: readonly Row[],
  phase: Phase,
  hosts: number,
  peers: Readonly<Partial<Record<ToolName, number>>>,
): Goal[] {
  return Object.entries(peers).map(([peer, goal]) => {
    const theirs = medianOf(rows, at(peer as ToolName, phase, hosts, 0), 'wall')
    const measured = ratio(theirs, medianOf(rows, at('runbook', phase, hosts, 0), 'wall'))
    return {
      what: `${words[phase]}, ${sizeWords(hosts)}: times as fast as ${peer}`,
      goal: `at least ${goal}`,
      measured,
      isReached: measured === undefined ? undefined : measured >= goal,
    }
  })
}

function aboveFloor(
  rows: readonly Row[],
  { phase, hosts, rtt }: { readonly phase: Phase; readonly hosts: number; readonly rtt: number },
  goal: number,
): Goal {
  const floor = medianOf(rows, at('floor', phase, hosts, rtt), 'wall')
  const measured = ratio(medianOf(rows, at('runbook', phase, hosts, rtt), 'wall'), floor)
  return atMost(`${words[phase]}, ${sizeWords(hosts)}, round trip ${rtt} ms: in times of the floor`, goal, measured)
}

const atMost = (what: string, goal: number, measured: number | undefined): Goal => ({
  what,
  goal: `at most ${goal}`,
  measured,
  isReached: measured === undefined ? undefined : measured <= goal,
})

function beyondFirst(rows: readonly Row[]): number | undefined {
  const [one, many] = [1, 30].map((hosts) => medianOf(rows, at('runbook', 'converged', hosts, 0), 'controllerCpu'))
  return one === undefined || many === undefined ? undefined : ((many - one) / 29) * 1000
}
