import { type LocalOptions, type LocalSpec, local } from '../core/connection.ts'
import { scratch } from './scratch.ts'

/**
 * This machine as a host of tests: what runs keep on a host, its journal and its locks, lies in a folder that goes when the
 * process ends. A test that is to hold for another shell names it.
 *
 * @example for (const shell of ['dash', 'bash']) await trySituation({ resources: ({ at }) => directory({ path: at('x') }) }, scratchHost({ shell }))
 */
export function scratchHost(options: LocalOptions = {}): LocalSpec {
  const kept = { RUNBOOK_JOURNAL: scratch('journal'), RUNBOOK_LOCKS: scratch('locks') }
  return local({ ...options, env: { ...kept, ...options.env } })
}
