import * as v from 'valibot'
import type { CommandAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { type Fact, pathFact } from '../../lib/core/fact.ts'
import { isRefusal } from '../../lib/core/failure.ts'
import { defineTask } from '../../lib/core/task.ts'
import { packageScript } from '../../lib/remote/posix/package-changes.ts'
import { readPackage } from '../../lib/remote/posix/packages.ts'
import { onlyRoot, whoFact } from '../support/root.ts'
import { hostPath, line, listOf, seconds, someOf, truth, wordOf } from '../support/schema.ts'
import { packageChange, packagesAfter, type WantedPackage } from './packages/package-change.ts'
import { newerFact, othersFact, packageFact } from './packages/package-facts.ts'

const packageName: v.GenericSchema<string> = v.pipe(
  line('the name of a package'),
  v.regex(
    /^[A-Za-z0-9_][\w.+-]*(:[a-z0-9]+)?(=[\w.+~:^-]+)?$/,
    ({ input }) => `${input} is no name of a package: give one such as nginx, or nginx=1.22.1-9`,
  ),
)

const options = v.pipe(
  v.strictObject({
    /** Names of packages, as the host's package manager lists them when they are installed (no virtual ones); `NAME=VERSION` for one version of it. */
    names: someOf(packageName, 'names of packages'),
    /**
     * Default: present, at whatever version is there. `latest` is the newest that the lists on the host know; `absent` removes
     * these packages, but neither what they have configured nor others that need them.
     */
    state: v.optional(wordOf('present', 'latest', 'absent')),
    /** Keep them at their version when the host is upgraded, or no longer. Default: as it is. */
    hold: v.optional(truth),
    /** Paths that appear or go with them: what is there is unknown until then, so that later steps which read it wait. Default: none. */
    provides: v.optional(listOf(hostPath, 'paths on the host')),
    /** Also what the packages recommend (apt, dnf, zypper). Default: false. */
    recommends: v.optional(truth),
    /** Seconds to wait while another process works with the package manager. Default: 120. */
    timeout: v.optional(seconds),
  }),
  v.check(
    ({ names, state }) =>
      state !== 'latest' && state !== 'absent' ? true : names.every((name) => !name.includes('=')),
    ({ input }) => `a version does not go with ${input.state}: leave one of them out`,
  ),
  v.check(
    ({ state, hold }) => hold !== true || state === undefined || state === 'present',
    ({ input }) => `hold does not go with ${input.state}: leave one of them out`,
  ),
  v.check(
    ({ names }) => new Set(names.map(bare)).size === names.length,
    'one of the names stands there twice: name each package once',
  ),
)
export type Packages = v.InferInput<typeof options>

/**
 * Packages that are installed, or not, by apt, dnf (yum), zypper or apk: what is missing is installed, what is there stays at
 * its version. Lists of packages are fetched only where an install needs them and they are missing or out of date.
 *
 * @example packages({ names: ['nginx', 'openssl'], provides: ['/etc/nginx'] })
 * @example packages({ names: ['mariadb-server=1:10.11.11-0+deb12u1'], hold: true })
 * @example packages({ names: ['telnetd'], state: 'absent' })
 */
export const packages = defineTask('packages', {
  options,
  title: ({ names, state }) => `${titles[state ?? 'present']} ${names.join(', ')}`,
  reads: ({ names, state, provides = [] }): PackageReads => ({
    who: whoFact,
    ...(state === 'latest' ? { newer: newerFact(names) } : {}),
    ...(state === 'absent' ? { others: othersFact(names) } : {}),
    ...Object.fromEntries(names.map((name) => [`package ${bare(name)}`, packageFact(bare(name))])),
    ...Object.fromEntries(provides.map((path) => [`at ${path}`, pathFact(path)])),
  }),
  plan: (args, answers) => {
    const wanted: WantedPackage[] = []
    for (const written of args.names) {
      const name = bare(written)
      const found = readPackage(answers[`package ${name}`] ?? nothing, name)
      if (isRefusal(found)) return found
      wanted.push({ name, version: written.split('=')[1], found })
    }
    const change = packageChange(args, wanted, answers)
    if (isRefusal(change)) return change
    if (change === undefined) return []
    const newest = args.state === 'latest' ? [{ question: newerFact(args.names).question, answer: nothing }] : []
    const effects = { unknown: args.provides ?? [], answers: [...packagesAfter(args, wanted, change), ...newest] }
    const undo = { keeps: `what was done with the packages ${args.names.join(', ')}` }
    return onlyRoot(answers.who, 'change packages') ?? [{ op: 'run', script: packageScript(change), effects, undo }]
  },
})

const titles = { present: 'install', latest: 'bring up to date', absent: 'remove' } as const
const nothing = { status: 0, output: '' }

function bare(name: string): string {
  return name.split('=')[0] ?? name
}

type PackageReads = {
  readonly who: Fact<CommandAnswer>
  readonly newer?: Fact<CommandAnswer>
  readonly others?: Fact<CommandAnswer>
} & Readonly<Record<`package ${string}`, Fact<CommandAnswer>>> &
  Readonly<Record<`at ${string}`, Fact<PathAnswer>>>
