import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { commandFact, type Fact } from '../../../lib/core/fact.ts'
import { askNewer, askOthers, askPackage, type FoundPackage, showPackage } from '../../../lib/remote/posix/packages.ts'

/** What the package managers know is below one of these. */
const databases = [
  '/var/lib/dpkg/status',
  '/var/lib/rpm',
  '/usr/lib/sysimage/rpm',
  '/lib/apk/db',
  '/etc/dnf/plugins',
  '/etc/yum/pluginconf.d',
]

/** A question of its own for each package: what a step makes of one is known to all steps after it. */
export const packageFact = (name: string): Fact<CommandAnswer> => commandFact(askPackage(name), databases)

export const packageAnswer = (name: string, found: FoundPackage) => ({
  question: packageFact(name).question,
  answer: showPackage(found),
})

export const newerFact = (names: readonly string[]): Fact<CommandAnswer> => commandFact(askNewer(names), databases)

export const othersFact = (names: readonly string[]): Fact<CommandAnswer> => commandFact(askOthers(names), databases)
