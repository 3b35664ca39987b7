import type { PastRun, PastStep } from '../core/history.ts'
import { toldOnce } from '../report/alike.ts'
import { hostNames } from '../report/host-names.ts'
import { oneLine } from '../report/plain.ts'
import { plural } from '../report/words.ts'

/** Steps of a run that are told where it was not asked for. */
const most = 10

/** Runs as lines, the newest first: each once with its hosts, where it did the same there. */
export function pastRunsText(runs: readonly PastRun[], isWhole: boolean): string[] {
  const all = new Set(runs.map(({ host }) => host)).size
  const newestFirst = [...runs].sort((one, other) => (one.id < other.id ? 1 : one.id > other.id ? -1 : 0))
  const told = newestFirst.map((run) => ({ host: run.host, key: headOf(run), texts: stepLines(run, isWhole) }))
  return toldOnce(told).flatMap(({ all: [{ key: head }], hosts, texts }) => [
    `${hostNames([...hosts].map(oneLine), all)} | ${head}`,
    ...texts,
  ])
}

function stepLines({ id, steps }: PastRun, isWhole: boolean): string[] {
  const shown = isWhole ? steps : steps.slice(0, most)
  const left = steps.length - shown.length
  const more = left === 0 ? [] : [`    and ${plural(left, 'step')} more: --run ${oneLine(id)}`]
  return [...shown.map(stepOf), ...more]
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
