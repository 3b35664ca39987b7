import * as v from 'valibot'
import { defineCheck } from '../../../lib/core/check.ts'
import { commandFact } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import { hostPath, listOf, objectOf, whole } from '../../support/schema.ts'
import { askJava } from '../posix/java.ts'
import { type Version, version } from '../product.ts'
import { releaseOf } from '../versions/releases.ts'

export interface Java {
  /** Folder of the JVM on the host, as in /usr/lib/jvm/java-8-openjdk-amd64. Default: the one that `java` on the path is of. */
  readonly home?: string | undefined
  /** Major versions to accept beside those that the product's version runs on, as in [17]. */
  readonly accept?: readonly number[] | undefined
}

export const java: v.GenericSchema<Java> = objectOf('a JVM, as in { home: /usr/lib/jvm/java-8-openjdk-amd64 }', {
  home: v.optional(hostPath),
  accept: v.optional(listOf(whole('a major version of Java', 1, 99), 'major versions of Java')),
})

const options = v.strictObject({
  /** That of the product. */
  version,
  /** The JVM. Default: the one that `java` on the path is of. */
  java: v.optional(java),
})

/** Major versions of Java that a version of the product runs on. */
export const javaFor = (version: Version): readonly number[] => releaseOf(version).java

/**
 * A JVM on which this version of the product runs. The product's own start script only prints a warning for another one,
 * to where nobody reads it, and goes on. Changes nothing.
 *
 * @example javaVersion({ version: '5.4.1', java: { home: '/usr/lib/jvm/java-8-openjdk-amd64' } })
 */
export const javaVersion = defineCheck('javaVersion', {
  options,
  title: ({ version }) => `find a Java for Identity Server ${version}`,
  reads: ({ java }) => ({ found: commandFact(askJava(java), javaPlaces(java)) }),
  check: ({ version, java = {} }, { found }) => {
    const runsOn = javaFor(version)
    const wanted = `Identity Server ${version} runs on Java ${runsOn.join(' or ')}`
    const where = java.home ?? 'the path'
    if (found.status !== 0) {
      const what = java.home === undefined ? 'there is no java on the path' : `there is no ${java.home}/bin/java`
      return refuse(`${what}; ${wanted}`, 'install one (packages()), or name its folder as java.home')
    }
    const said = found.output.trim()
    const major = Number(/^(?:1\.)?(\d+)/.exec(said)?.[1])
    if ([...runsOn, ...(java.accept ?? [])].includes(major)) return `Java ${said}`
    return refuse(
      `the Java of ${where} is ${Number.isNaN(major) ? `of an unknown version (${said})` : said}; ${wanted}`,
      Number.isNaN(major)
        ? 'name the folder of another as java.home'
        : `install one of these and name its folder as java.home, or give java.accept: [${major}] to try this one`,
    )
  },
})

/** What a package that brings a JVM changes. */
const javaPlaces = (java: Java | undefined): string[] => [
  ...(java?.home === undefined ? ['/usr/bin/java', '/usr/lib/jvm'] : [java.home]),
  '/var/lib/dpkg/status',
  '/var/lib/rpm',
  '/lib/apk/db/installed',
]
