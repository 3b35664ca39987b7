/**
 * Why a host is not begun, or goes no further, because of another one.
 *
 * @example leftBehind('web1', 'this') // 'web1 did not get through this play'
 */
export const leftBehind = (who: string, play: 'this' | 'an earlier'): string =>
  `${who} did not get through ${play} play`

/** Whether a step was left out for such a reason. */
export const isLeftBehind = ({
  status,
  reason = '',
}: {
  readonly status?: string
  readonly reason?: string
}): boolean => status === 'skipped' && / did not get through (this|an earlier) play$/.test(reason)
