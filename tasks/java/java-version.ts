import * as v from 'valibot'
import { defineCheck } from '../../lib/core/check.ts'
import { commandFact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { askJava } from '../../lib/remote/posix/java.ts'
import { hostPath, line, listOf, objectOf, someOf, whole } from '../support/schema.ts'

export interface Java {
  /** Folder of the JVM on the host, as in /usr/lib/jvm/java-8-openjdk-amd64. Default: the one that `java` on the path is of. */
  readonly home?: string | undefined
  /** Major versions to accept beside those that the program runs on, as in [17]. */
  readonly accept?: readonly number[] | undefined
}

const major = whole('a major version of Java', 1, 99)

export const java: v.GenericSchema<Java> = objectOf('a JVM, as in { home: /usr/lib/jvm/java-8-openjdk-amd64 }', {
  home: v.optional(hostPath),
  accept: v.optional(listOf(major, 'major versions of Java')),
})

const options = v.strictObject({
  /** What is to run on it, for the report. */
  program: line('the name of a program'),
  /** The major versions that it runs on. */
  runsOn: someOf(major, 'major versions of Java'),
  /** The JVM. Default: the one that `java` on the path is of. */
  java: v.optional(java),
})
export type JavaVersion = v.InferInput<typeof options>

/**
 * A JVM on which a program runs. Many a start script only prints a warning for another one, to where nobody reads it, and
 * goes on. Changes nothing.
 *
 * @example javaVersion({ program: 'the shop', runsOn: [17, 21], java: { home: '/usr/lib/jvm/java-17-openjdk-amd64' } })
 */
export const javaVersion = defineCheck('javaVersion', {
  options,
  title: ({ program }) => `find a Java for ${program}`,
  reads: ({ java }) => ({ found: commandFact(askJava(java), javaPlaces(java)) }),
  check: ({ program, runsOn, java = {} }, { found }) => {
    const wanted = `${program} runs on Java ${runsOn.join(' or ')}`
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
export const javaPlaces = (java: Java | undefined): string[] => [
  ...(java?.home === undefined ? ['/usr/bin/java', '/usr/lib/jvm'] : [java.home]),
  '/var/lib/dpkg/status',
  '/var/lib/rpm',
  '/lib/apk/db/installed',
]
