import type { Status } from '../core/event.ts'
import type { HostState } from './host-state.ts'

/**
 * What becomes of a step that cannot be done as things are. Refused is what leaves a host as it was: where this run has
 * changed something there before, it is a failure, and what was changed is told.
 */
export function refusalOf(reason: string, { done }: Pick<HostState, 'done'>): { status: Status; reason: string } {
  if (done.size === 0) return { status: 'refused', reason }
  return { status: 'failed', reason: `${reason}; before that, this run has changed the host: ${some([...done])}` }
}

const some = (titles: readonly string[], most = 5): string =>
  titles.length > most
    ? `${titles.slice(0, most).join(', ')} and ${titles.length - most} more steps`
    : titles.join(', ')
