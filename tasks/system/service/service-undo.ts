import type { UndoScript } from '../../../lib/core/operation.ts'
import { type ServiceChange, serviceScript } from '../../../lib/remote/posix/service.ts'
import type { ServiceStatus } from '../../../lib/remote/posix/service-status.ts'

/**
 * What runs again with the files as they were: what had run is restarted or reloaded, what was started is stopped before
 * the files are taken from it, and what was stopped is started.
 */
export function serviceUndo(
  change: ServiceChange,
  { now, boot, once }: ServiceStatus,
  bootDiffers: boolean,
): UndoScript {
  const chose = bootDiffers && (boot === 'enabled' || boot === 'disabled')
  const back = chose ? (boot === 'enabled' ? ('enable' as const) : ('disable' as const)) : undefined
  const same = { ...change, boot: back, mustBoot: false, stamp: undefined }
  const { verb, name } = change
  if (verb === 'stop')
    return { script: serviceScript({ ...same, verb: 'restart', reason: `start ${name}, as before` }) }
  if (verb !== 'none' && now !== 'running' && once !== 'yes')
    return {
      script: serviceScript({ ...same, verb: 'stop', ready: undefined, reason: `stop ${name}, as before` }),
      first: true,
    }
  return {
    script: serviceScript({
      ...same,
      reason: `${verb === 'none' ? boot : verb} ${name}, for its files are as they were`,
    }),
  }
}
