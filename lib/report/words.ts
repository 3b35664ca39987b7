import { type HostSummary, isIdle, type Mode, type Status, type Summary } from '../core/event.ts'

/** The order in which reports list counts: what matters most to the reader last, so that it ends the line. */
const order = ['ok', 'changed', 'ran', 'deferred', 'skipped', 'refused', 'failed'] as const satisfies readonly Status[]

export type Counts = Readonly<Record<Status, number>>

export const noCounts: Counts = { ok: 0, changed: 0, ran: 0, deferred: 0, skipped: 0, refused: 0, failed: 0 }

export function statusWords(status: Status, mode: Mode): string {
  if (mode !== 'plan') return status
  return status === 'changed' ? 'would change' : status === 'ran' ? 'will run' : status
}

/** `12 ok, 9 changed`: the counts that are not zero. */
export function countWords(counts: Counts, mode: Mode): string {
  const words = order
    .filter((status) => counts[status] > 0)
    .map((status) => `${counts[status]} ${statusWords(status, mode)}`)
  return words.join(', ') || 'nothing to do'
}

const isNothing = (counts: Counts): boolean => order.every((status) => counts[status] === 0)

/** A host's line of the summary: `12 ok, 9 changed, 2 round trips`. */
export const hostWords = (host: HostSummary, mode: Mode): string =>
  [
    ...(host.unreachable ? ['unreachable'] : []),
    ...(host.forOthers && isNothing(host) ? [] : [countWords(host, mode)]),
    ...(host.forOthers ? [`for other hosts ${countWords(host.forOthers, mode)}`] : []),
    ...(host.roundTrips > 0 ? [plural(host.roundTrips, 'round trip')] : []),
  ].join(', ')

/** How a run ended, in a word or two. */
export function endWords(summary: Summary): string {
  const { hosts, mode, interrupted, heldBack } = summary
  const all = Object.values(hosts)
  if (interrupted) return mode === 'apply' ? 'interrupted: not all was done' : 'interrupted: not all was looked at'
  if (heldBack) return 'not carried out: nothing was changed'
  if (all.every(isFine) && isIdle(summary)) return nothing[mode]
  if (mode === 'verify')
    return all.every(isFine) ? 'verified: all is as described' : 'verified: not all is as described'
  if (!all.every(isFine)) return mode === 'plan' ? 'dry run: it would end with faults' : 'ended with faults'
  const idle = all.every(({ changed, ran, deferred }) => changed + ran + deferred === 0)
  if (mode === 'plan') return idle ? 'dry run: nothing to change' : 'dry run: nothing was changed'
  return idle ? 'done: nothing had to be changed' : 'done'
}

const nothing = {
  apply: 'nothing was done',
  plan: 'dry run: nothing was planned',
  verify: 'nothing was verified',
} as const satisfies Record<Mode, string>

export const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

/** Fine hosts, and those that are not. */
export const isFine = (counts: Counts & { readonly unreachable: boolean }): boolean =>
  !counts.unreachable && counts.failed === 0 && counts.refused === 0

export const addTo = (counts: Counts, status: Status, by = 1): Counts => ({ ...counts, [status]: counts[status] + by })
