import { grouped } from '../core/grouped.ts'
import type { PastRun, PastStep } from '../core/history.ts'
import { nameOf } from '../report/host-name.ts'
import { oneLine } from '../report/plain.ts'
import { plural } from '../report/words.ts'
import { hostsWords } from './hosts-words.ts'

interface Told {
  readonly hosts: readonly string[]
  readonly lines: readonly [string, ...string[]]
}

/** Steps of a run that are told where it was not asked for. */
const most = 10
/** Of more hosts than these, those that differ by their own names alone share lines: there the name is `…`. */
const named = 6

/** Runs as lines, the newest first: each once with its hosts, where it did the same there. */
export function pastRunsText(runs: readonly PastRun[], isWhole: boolean): string[] {
  const all = new Set(runs.map(({ host }) => host)).size
  const newestFirst = [...runs].sort((one, other) => (one.id < other.id ? 1 : one.id > other.id ? -1 : 0))
  const told = newestFirst.map((run): Told => ({ hosts: [run.host], lines: linesOf(run, isWhole) }))
  const same = together(told, ({ lines }) => lines)
  const groups = grouped(same, ({ hosts, lines }) => JSON.stringify([hosts.length === 1, unnamed(hosts, lines)]))
  const shared = [...groups.values()].flatMap((own) =>
    own.length > named ? together(own, ({ hosts, lines }) => unnamed(hosts, lines)) : own,
  )
  return shared.flatMap(({ hosts, lines: [head, ...steps] }) => [
    `${oneLine(hostsWords(hosts, all))} | ${head}`,
    ...steps,
  ])
}

function together(told: readonly Told[], linesOf: (one: Told) => Told['lines']): Told[] {
  return [...grouped(told, (one) => JSON.stringify(linesOf(one))).values()].flatMap((own) => {
    const [first] = own
    return first === undefined ? [] : [{ hosts: own.flatMap(({ hosts }) => hosts), lines: linesOf(first) }]
  })
}

const unnamed = ([host = '', ...others]: readonly string[], [head, ...steps]: Told['lines']): Told['lines'] =>
  others.length > 0 ? [head, ...steps] : [head, ...steps.map((step) => step.replace(nameOf(host), '…'))]

function linesOf(run: PastRun, isWhole: boolean): Told['lines'] {
  const { id, steps } = run
  const shown = isWhole ? steps : steps.slice(0, most)
  const left = steps.length - shown.length
  const more = left === 0 ? [] : [`    and ${plural(left, 'step')} more: --run ${oneLine(id)}`]
  return [headOf(run), ...shown.map(stepOf), ...more]
}

function headOf({ id, at, by, playbook, commit, undoes, state, undone, steps }: PastRun): string {
  const what = undoes === undefined ? playbook : `rollback of ${undoes}`
  const from = commit === undefined ? '' : ` at ${commit.slice(0, 12)}`
  const words = [id, at, by, `${what}${from}`, plural(steps.length, 'step'), stateWords[state]]
  return [...words, ...(undone ? ['rolled back'] : [])].map(oneLine).join(' | ')
}

const stateWords: Readonly<Record<PastRun['state'], string>> = {
  ended: 'ended',
  running: 'running',
  died: 'died',
  open: 'died',
}

function stepOf({ title, status, paths }: PastStep): string {
  const words = {
    changed: '',
    failed: ' (failed, or was taken back)',
    unknown: ' (begun; how it ended is not known)',
    'put back': ' (guarded, and put back by the host itself)',
  }
  const where = paths.filter((path) => !title.includes(path))
  return `    ${oneLine(`${title}${words[status]}${where.length === 0 ? '' : `: ${where.join(', ')}`}`)}`
}
