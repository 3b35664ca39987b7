import type { ApprovedSelection } from '../core/approval.ts'
import type { NamedReport } from './report-files.ts'
import type { SecretOptions } from './run-secrets.ts'

/** The options of the commands that go to hosts, as commander gives them. */
export interface ExecuteOptions extends SecretOptions {
  readonly limit?: string
  readonly tags?: readonly string[]
  readonly skipTags?: readonly string[]
  /** The step with which the run begins, by its title, its task or a part of its id. */
  readonly startAt?: string
  readonly set: readonly string[]
  readonly forks?: number
  /** Seconds to wait for a host on which another run acts. */
  readonly lockTimeout?: number
  /** Seconds after which the run is ended. */
  readonly timeout?: number
  readonly output?: readonly NamedReport[]
  /** Reports that are written beside, each named by its file. */
  readonly report?: readonly NamedReport[]
  readonly diff?: boolean
  readonly detailedExitcode?: boolean
  readonly verbose: boolean | number
  /** A file for all events. */
  readonly log?: string
  /** What an apply undoes that has not got through. */
  readonly rollbackOnFailure?: RollbackScope | true
  /** Folders whose files are run without being named, whoever may write there. */
  readonly trustFolder?: readonly string[]
}

/** Whether a host is rolled back alone, or with all hosts of a play in which one did not get through. */
export type RollbackScope = 'host' | 'play'

/** The options that choose steps and set variables, as an approval keeps them. */
export const approvedSelection = ({ limit, tags, skipTags, set }: ExecuteOptions): ApprovedSelection => ({
  ...(limit === undefined ? {} : { limit }),
  ...(tags === undefined ? {} : { tags }),
  ...(skipTags === undefined ? {} : { skipTags }),
  set,
})
