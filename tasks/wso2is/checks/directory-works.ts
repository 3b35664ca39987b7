import * as v from 'valibot'
import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { defineCheck, type Verdict } from '../../../lib/core/check.ts'
import type { Facts } from '../../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse, sentence } from '../../../lib/core/failure.ts'
import { reveal } from '../../../lib/core/secret.ts'
import { java } from '../../java/java-version.ts'
import { textOrSecret, truth } from '../../support/schema.ts'
import { type Endpoint, endpointsOf } from '../configuration/directory/endpoints.ts'
import { entriesOf } from '../configuration/directory/properties.ts'
import { type UserDirectory, userDirectory } from '../configuration/user-directory.ts'
import { type DirectoryRow, readDirectory } from '../posix/directory.ts'
import { ofProduct } from '../product.ts'
import { connectionFault } from './directory/connection-faults.ts'
import { entryFaults } from './directory/entry-faults.ts'
import { type DirectoryQuestion, directoryFact, wayTo } from './directory/question.ts'

const options = ofProduct({
  /** The directory, as `ldap()`, `readOnlyLdap()` or `activeDirectory()` makes one. */
  directory: userDirectory,
  /** Of the node's client-truststore.jks. Default: wso2carbon, as in the pack. */
  truststorePassword: v.optional(textOrSecret),
  /** The JVM of the server, by which it is asked. Default: the one that `java` on the path is of. */
  java: v.optional(java),
  /** It need not hold a user and a group yet, as before the first start of a server that makes both. Default: false. */
  mayBeEmpty: v.optional(truth),
})
export type DirectoryCheck = v.InferInput<typeof options>

/**
 * A directory is what a user store needs, as this node sees it: its name and port are reached, its certificate is trusted
 * by the server's own trust store, its user is let in, each search base is there, a user and a group are found, and the
 * object classes of those that the server makes are known. It is asked by the server's JVM, as the server does.
 *
 * @example directoryWorks({ home, version, directory: ldap({ url: 'ldaps://ldap.example.com:636', … }) })
 */
export const directoryWorks = defineCheck('directoryWorks', {
  options,
  title: ({ directory: { url } }) => `the directory ${url} works`,
  reads: (args): { answers: Facts<CommandAnswer> } => ({
    answers: { each: new Map(endpoints(args.directory).map((one) => [one.url, directoryFact(args, one)])) },
  }),
  check: (args, { answers }) => {
    const { directory } = args
    const password = reveal(directory.password)
    if (password === '')
      return refuse(`the password of ${directory.bindDn} is empty`, 'give one: without, a directory binds nobody')
    if (/[\r\n]/.test(`${password}${reveal(args.truststorePassword ?? '')}`))
      return refuse('a password has more than one line', 'give it without line ends')
    const verdicts = endpoints(directory).flatMap((endpoint): Verdict[] => {
      const answer = answers.get(endpoint.url)
      return answer === undefined ? [] : [judge(args, endpoint, answer)]
    })
    const faults = verdicts.filter(isRefusal)
    return faults.length === 0 ? [...new Set(verdicts)].join('; ') : together(faults)
  },
})

const endpoints = ({ url }: UserDirectory): readonly Endpoint[] => endpointsOf(url) ?? []

function judge(args: DirectoryCheck, endpoint: Endpoint, { status, output }: CommandAnswer): Verdict {
  const { directory, java: jvm } = args
  const rows = readDirectory({ status, output })
  if (status === 127 && rows.length === 0)
    return refuse(
      `there is no ${jvm?.home === undefined ? 'java on the path' : `${jvm.home}/bin/java`} to ask ${endpoint.url} by`,
      'install the JVM of the server (packages()), or name its folder as java.home',
    )
  const about = { directory, endpoint, home: args.home, version: args.version }
  const fault = connectionFault(about, rows)
  if (fault) return fault
  if (!rows.some(([word]) => word === 'bind'))
    return refuse(
      `${endpoint.url} could not be asked by the JVM of this node (${lastLine(output) || `status ${status}`})`,
      'see that it is Java 7 or later, and that base64 and gzip are there',
    )
  const faults = entryFaults({ ...about, mayBeEmpty: args.mayBeEmpty ?? false }, rows)
  return faults.length === 0 ? finding(args, endpoint, rows) : together(faults)
}

/** All that is wrong, at once: each has its own remedy. */
const together = (faults: readonly Refusal[]): Refusal =>
  faults.length === 1 && faults[0] ? faults[0] : refuse(faults.map(sentence).join('; '), '')

function finding({ directory }: DirectoryQuestion, endpoint: Endpoint, rows: readonly DirectoryRow[]): string {
  const found = rows.filter(([word]) => word === 'found').map(([, , , name]) => name)
  const { userObjectClass } = entriesOf(directory)
  return [
    `${directory.bindDn} is let in ${wayTo(directory, endpoint) === 'plain' ? 'in clear text' : 'by TLS that is trusted'}`,
    found.length > 0 ? `finds ${found.join(' and ')}` : 'it is empty as yet',
    ...(userObjectClass === undefined ? [] : [`users are made as ${userObjectClass}`]),
    ...rows.filter(([word]) => word === 'schema').map(([, , why]) => `its schema cannot be read (${why})`),
  ].join(', ')
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''
