import type { CommandAnswer } from '../../../../lib/core/answers.ts'
import { commandFact, type Fact } from '../../../../lib/core/fact.ts'
import type { Secret } from '../../../../lib/core/secret.ts'
import { type Java, javaPlaces } from '../../../java/java-version.ts'
import { clientTruststorePath } from '../../configuration/client-truststore.ts'
import type { Endpoint } from '../../configuration/directory/endpoints.ts'
import { makesIdentifiers } from '../../configuration/directory/identifiers.ts'
import { entriesOf } from '../../configuration/directory/properties.ts'
import type { UserDirectory } from '../../configuration/user-directory.ts'
import { askDirectory } from '../../posix/directory.ts'
import { isAtLeast, type Version } from '../../product.ts'

/** What a directory is asked from a node, and by what the node asks. */
export interface DirectoryQuestion {
  readonly home: string
  readonly version: Version
  readonly directory: UserDirectory
  readonly truststorePassword?: string | Secret | undefined
  readonly java?: Java | undefined
}

/** How TLS comes in: from the start, before the password, or not at all. */
export const wayTo = ({ startTls }: UserDirectory, { tls }: Endpoint): 'tls' | 'starttls' | 'plain' =>
  tls ? 'tls' : startTls ? 'starttls' : 'plain'

/** A question to one endpoint of a directory. What a run changes that it depends on: the JVM, the trust store, the hosts file. */
export function directoryFact(question: DirectoryQuestion, endpoint: Endpoint): Fact<CommandAnswer> {
  const { home, version, directory, truststorePassword = 'wso2carbon', java } = question
  const entries = entriesOf(directory)
  const truststore = clientTruststorePath(home, version)
  const { userObjectClass, groupObjectClass } = entries
  const userId = isAtLeast(version, '5.10.0') ? entries.userIdAttribute : undefined
  // An Active Directory tells the attributes of its classes in a way of its own.
  const needs =
    directory.kind === 'ldap'
      ? [
          ['userNeeds', entries.userNameAttribute],
          ['userNeeds', makesIdentifiers(directory) ? undefined : userId],
          ['groupNeeds', entries.groupNameAttribute],
          ['groupNeeds', entries.membershipAttribute],
        ]
      : []
  const lines: (readonly [word: string, value: string | Secret | undefined])[] = [
    ['url', endpoint.url],
    ['host', endpoint.host],
    ['port', String(endpoint.port)],
    ['way', wayTo(directory, endpoint)],
    ['bindDn', directory.bindDn],
    ['password', directory.password],
    ['truststore', truststore],
    ['truststoreType', truststore.endsWith('.p12') ? 'PKCS12' : 'JKS'],
    ['truststorePassword', truststorePassword],
    // As the pack has it for its kind.
    ['referral', directory.kind === 'activeDirectory' ? 'follow' : undefined],
    ...entries.userBases.map((base) => ['userBase', base] as const),
    ...entries.groupBases.map((base) => ['groupBase', base] as const),
    ['userFilter', entries.userFilter],
    ['userName', entries.userNameAttribute],
    ['userId', userId],
    ['groupFilter', entries.groupFilter],
    ['groupName', entries.groupNameAttribute],
    ['userClass', userObjectClass],
    ['groupClass', groupObjectClass],
    ...needs.map(([word = '', value]) => [word, value] as const),
  ]
  const inputs = [truststore, '/etc/hosts', ...javaPlaces(java)]
  const stdin = lines.flatMap(([word, value]) => (value === undefined ? [] : [`${word} `, value, '\n']))
  return commandFact(askDirectory(endpoint.url, java), inputs, stdin)
}
