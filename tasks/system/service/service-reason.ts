import type { ContentAnswer } from '../../../lib/core/answers.ts'
import type { ServiceStatus } from '../../../lib/remote/posix/service-status.ts'
import { whyStale } from './service-stamp.ts'

/** Why a service is to be stopped; undefined: nothing of it runs. */
export function whyStop({ now }: ServiceStatus): string | undefined {
  switch (now) {
    case 'running':
      return 'it runs'
    case 'starting':
      return 'it is starting'
    case 'stopping':
      return 'it is still stopping'
    default:
      return undefined
  }
}

/** Why a service is to be started. A oneshot that leaves nothing running is right where it has run well with what is there. */
export function whyStart(
  found: ServiceStatus,
  reads: boolean,
  text: string,
  record?: ContentAnswer,
): string | undefined {
  const because = found.because === '' ? '' : ` (${found.because})`
  if (found.once === 'yes') {
    if (found.now === 'failed') return `it failed when it ran last${because}`
    return record?.type === 'file' ? whyStale(text, record) : 'it has not run yet'
  }
  switch (found.now) {
    case 'running':
      if (found.because !== '') return found.because
      return reads && record !== undefined ? whyStale(text, record) : undefined
    case 'failed':
      return `it has failed${because}`
    case 'starting':
      return `it is only starting${because}`
    case 'stopping':
      return 'it is stopping'
    case 'stopped':
      return `it does not run${because}`
  }
}

/** What cannot be chosen is tried only where it is asked for: an earlier step may bring another unit. */
export function differs(boot: 'enable' | 'disable', found: ServiceStatus, isAsked: boolean): boolean {
  if (boot === 'disable') return found.boot === 'enabled' || found.boot === 'runtime'
  if (found.boot === 'fixed' || found.boot === 'absent') return isAsked && found.manager === 'systemd'
  return found.boot === 'disabled' || found.boot === 'runtime'
}
