import type { JournalRun } from './journal.ts'
import type { JournalRecord } from './journal-log.ts'

/** A run that has ended on a host without saying so: its machine, its connection or its shell was lost. */
export interface Died {
  readonly run: JournalRun
  readonly records: readonly JournalRecord[]
}

/** What is known of it: a file is old or new, and of a script nobody knows how it ended; the next run looks. */
export function diedWords({ run, records }: Died): string {
  const open = records.filter(({ end }) => end === undefined)
  const titles = [...new Set(open.map(({ entry }) => entry.title))]
  const more = titles.length > 3 ? ` and ${titles.length - 3} more` : ''
  const left = titles.length === 0 ? 'between two steps' : `in: ${titles.slice(0, 3).join(', ')}${more}`
  const isScript = open.some(({ entry }) => entry.op === 'run')
  const known = isScript ? ', of which it is not known how it ended' : ''
  const back = records.some(({ putBack }) => putBack) ? '; what was guarded was put back by the host itself' : ''
  return `a run died here, ${run.id} (${run.by}: ${run.playbook}, begun ${run.at}), ${left}${known}${back}: apply again, or see runbook history`
}
