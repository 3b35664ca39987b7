import { grouped } from './grouped.ts'
import type { JournalRun } from './journal.ts'
import type { JournalOfRun, JournalRecord } from './journal-log.ts'

/** A run on a host, as `runbook history` tells it: a document. */
export interface PastRun extends Omit<JournalRun, 'salt'> {
  readonly host: string
  readonly state: JournalOfRun['state']
  readonly undone: boolean
  readonly steps: readonly PastStep[]
}

export interface PastStep {
  readonly id: string
  readonly title: string
  /** `unknown`: begun, and nobody has heard how it ended; `put back`: by the host itself, for it was guarded and not confirmed. */
  readonly status: 'changed' | 'failed' | 'unknown' | 'put back'
  readonly paths: readonly string[]
}

/** The runs of a host, the newest first. Who acted as several users has a journal of each; they are one run. */
export function pastRuns(host: string, journals: readonly JournalOfRun[]): PastRun[] {
  const byId = grouped(journals, ({ run }) => run.id)
  const ids = [...byId.keys()].sort().toReversed()
  return ids.flatMap((id) => {
    const own = byId.get(id) ?? []
    const [first] = own
    if (first === undefined) return []
    const { salt: _, ...run } = first.run
    const states = (['running', 'open', 'died', 'ended'] as const).filter((state) =>
      own.some((one) => one.state === state),
    )
    const records = own.flatMap((one) => one.records).sort((a, b) => a.entry.n - b.entry.n)
    return {
      host,
      ...run,
      state: states[0] ?? 'ended',
      undone: own.every(({ undone }) => undone.includes(host)),
      steps: pastSteps(records),
    }
  })
}

function pastSteps(records: readonly JournalRecord[]): PastStep[] {
  const byStep = grouped(records, ({ entry }) => entry.step)
  return [...byStep].map(([id, own]) => ({
    id,
    title: own[0]?.entry.title ?? id,
    status: statusOf(own),
    paths: [...new Set(own.flatMap(pathsOf))],
  }))
}

const statusOf = (own: readonly JournalRecord[]): PastStep['status'] => {
  if (own.some(({ putBack }) => putBack)) return 'put back'
  if (own.some(({ end }) => end === undefined)) return 'unknown'
  return own.every(({ end }) => end === 0) ? 'changed' : 'failed'
}

/** A script has its say on what it made; what it left alone is no change. */
const pathsOf = ({ entry, seen }: JournalRecord): string[] => [
  ...[entry.path, entry.to].filter((path) => path !== undefined),
  ...seen
    .filter(({ before, after }) => after === undefined || before.type !== after.type || isOther(before, after))
    .map(({ path }) => path),
]

const isOther = (before: object, after: object): boolean =>
  ('sha256' in before && 'sha256' in after && before.sha256 !== after.sha256) ||
  ('keyed' in before && 'keyed' in after && before.keyed !== after.keyed)
