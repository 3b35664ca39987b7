import { isIdle, type Summary } from '../core/event.ts'

/**
 * The exit status of a run. Where several hold, the gravest: what was left half done (1), then what was never seen (3),
 * then what was left as it is on purpose (4): a host of which something was changed before is not so. Where nothing at all is known to be as described, nothing has succeeded.
 */
export function exitStatus(
  summary: Summary,
  { detailed, interrupted }: { detailed: boolean; interrupted: boolean },
): number {
  const { hosts, mode } = summary
  const all = Object.values(hosts)
  if (interrupted) return 130
  if (
    all.some(
      ({ failed, refused, changed, ran }) => failed > 0 || (mode === 'apply' && refused > 0 && changed + ran > 0),
    )
  )
    return 1
  if (all.some(({ unreachable }) => unreachable)) return 3
  if (all.some(({ refused }) => refused > 0)) return 4
  if (isIdle(summary)) return 1
  return mode === 'plan' && detailed && all.some(({ changed, deferred }) => changed + deferred > 0) ? 2 : 0
}
