import { type CommandAnswer, commandFact, type Fact, type PathAnswer, pathFact } from '../lib/core/fact.ts'
import { refuse } from '../lib/core/failure.ts'
import { defineTask } from '../lib/core/task.ts'
import { installScript, missingOf, type PackageManager, queryScript } from './support/package-manager.ts'

export interface Packages {
  /** Names of packages, as the host's package manager lists them when they are installed (no virtual ones). */
  readonly names: readonly string[]
  /** Paths that appear with them: what is there is unknown until then, so that later steps which read it wait. Default: none. */
  readonly provides?: readonly string[]
  /** Also what the packages recommend (apt, dnf). Default: false. */
  readonly recommends?: boolean
  /** Seconds to wait while another process works with the package manager. Default: 120. */
  readonly timeout?: number
}

/**
 * Installed packages, by apt, dnf (yum) or apk: what is missing is installed, what is there stays at its version. Lists of
 * packages are fetched only where an install needs them and they are missing or out of date.
 *
 * @example packages({ names: ['nginx', 'openssl'], provides: ['/etc/nginx'] })
 */
export const packages = defineTask('packages', {
  title: ({ names }: Packages) => `install ${names.join(', ')}`,
  reads: ({ names, provides = [] }) =>
    ({
      installed: commandFact(queryScript(names), databases),
      ...Object.fromEntries(provides.map((path) => [`at ${path}`, pathFact(path)])),
    }) as { installed: Fact<CommandAnswer> } & Record<`at ${string}`, Fact<PathAnswer>>,
  plan: ({ names, provides = [], recommends = false, timeout = 120 }, { installed }) => {
    const { manager, missing } = missingOf(installed.output)
    if (manager === 'none')
      return refuse('the host has none of apt-get, dnf, yum and apk', `install ${names.join(', ')} by hand`)
    if (missing.length === 0) return []
    const answer = { status: 0, output: `${manager}\n` }
    return [
      {
        op: 'run',
        script: installScript(manager as PackageManager, missing, { recommends, timeout }),
        effects: {
          unknown: provides,
          answers: [{ question: commandFact(queryScript(names), databases).question, answer }],
        },
      },
    ]
  },
})

/** What the package managers know is below one of these. */
const databases = ['/var/lib/dpkg/status', '/var/lib/rpm', '/lib/apk/db']
