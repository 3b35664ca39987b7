import type { ApprovedSelection } from '../core/approval.ts'
import type { NamedReport } from './report-files.ts'

/** The options of the commands that go to hosts, as commander gives them. */
export interface ExecuteOptions {
  readonly limit?: string
  readonly tags?: readonly string[]
  readonly skipTags?: readonly string[]
  readonly set: readonly string[]
  readonly forks?: number
  /** Seconds to wait for a host on which another run acts. */
  readonly lockTimeout?: number
  /** Seconds after which the run is ended. */
  readonly timeout?: number
  readonly output?: readonly NamedReport[]
  readonly diff?: boolean
  readonly detailedExitcode?: boolean
  readonly verbose: boolean
  /** Folders whose files are run without being named, whoever may write there. */
  readonly trustFolder?: readonly string[]
}

/** The options that choose steps and set variables, as an approval keeps them. */
export const approvedSelection = ({ limit, tags, skipTags, set }: ExecuteOptions): ApprovedSelection => ({
  ...(limit === undefined ? {} : { limit }),
  ...(tags === undefined ? {} : { tags }),
  ...(skipTags === undefined ? {} : { skipTags }),
  set,
})
