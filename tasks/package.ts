import * as v from 'valibot'
import { type CommandAnswer, commandFact, type Fact, type PathAnswer, pathFact } from '../lib/core/fact.ts'
import { refuse } from '../lib/core/failure.ts'
import { defineTask } from '../lib/core/task.ts'
import { installScript, missingOf, type PackageManager, queryScript } from './support/package-manager.ts'
import { hostPath, line, listOf, seconds, someOf, truth } from './support/schema.ts'

const packageName: v.GenericSchema<string> = v.pipe(
  line('the name of a package'),
  v.regex(
    /^[A-Za-z0-9_][\w.+-]*(:[a-z0-9]+)?$/,
    ({ input }) => `${input} is no name of a package: give one such as nginx`,
  ),
)

const options = v.strictObject({
  /** Names of packages, as the host's package manager lists them when they are installed (no virtual ones). */
  names: someOf(packageName, 'names of packages'),
  /** Paths that appear with them: what is there is unknown until then, so that later steps which read it wait. Default: none. */
  provides: v.optional(listOf(hostPath, 'paths on the host')),
  /** Also what the packages recommend (apt, dnf). Default: false. */
  recommends: v.optional(truth),
  /** Seconds to wait while another process works with the package manager. Default: 120. */
  timeout: v.optional(seconds),
})
export type Packages = v.InferInput<typeof options>

/**
 * Installed packages, by apt, dnf (yum) or apk: what is missing is installed, what is there stays at its version. Lists of
 * packages are fetched only where an install needs them and they are missing or out of date.
 *
 * @example packages({ names: ['nginx', 'openssl'], provides: ['/etc/nginx'] })
 */
export const packages = defineTask('packages', {
  options,
  title: ({ names }) => `install ${names.join(', ')}`,
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
