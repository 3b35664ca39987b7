import { type Resources, tagged } from '../../lib/core/resource.ts'
import { keystore } from '../../tasks/tls/keystore.ts'
import { keystoreCovers } from '../../tasks/tls/keystore-covers.ts'
import { keystorePath } from '../../tasks/wso2is/configuration/node-keystore.ts'
import {
  type DeploymentToml,
  dashboard,
  deploymentToml,
  deploymentTomlReview,
  disableEmbeddedLdap,
  firstSecrets,
  packCertificateLasts,
  type TomlVersion,
} from '../../tasks/wso2is/index.ts'
import { clusterEdits } from '../../tasks/wso2is/settings/cluster-edits.ts'
import { databaseTables } from '../../tasks/wso2is/settings/database-tables.ts'
import { callbackEdits, healthEdits, sessionEdits, truststoreEdits } from '../../tasks/wso2is/settings/further-edits.ts'
import { keystoreEdits, keystoreType } from '../../tasks/wso2is/settings/keystore-edits.ts'
import { nameEdits, urlOf } from '../../tasks/wso2is/settings/name-edits.ts'
import { proxyEdits } from '../../tasks/wso2is/settings/proxy-edits.ts'
import { userStoreEdits } from '../../tasks/wso2is/settings/user-store-edits.ts'
import { placeOf } from '../../tasks/wso2is/versions/places.ts'
import { balancerName, directoryTrust, driverInstalled, keystoreTrust, shareMounted, shareUsed } from './node-parts.ts'
import type { Settings } from './settings.ts'

/** The configuration of a node of a version that is configured by deployment.toml, in the order of the guide. */
export function tomlNode(is: Settings, version: TomlVersion): Resources {
  const { home } = is
  const names = { hostname: is.hostname, httpsPort: is.proxyPorts.https }
  const edit = (title: string, edits: DeploymentToml['edits']): Resources =>
    edits.length === 0
      ? []
      : deploymentToml({ home, version, edits, title, renaming: is.accept.includes('renaming') || undefined })
  return [
    tagged(
      ['user-store'],
      [
        driverInstalled(is),
        'file' in placeOf('embeddedLdap', version) ? disableEmbeddedLdap({ home, version }) : [],
        edit(
          `keep users in ${is.userStore.kind === 'jdbc' ? is.users.jndi : is.userStore.url}`,
          userStoreEdits(version, is.userStore),
        ),
        directoryTrust(is),
      ],
    ),
    tagged(
      ['datasources'],
      edit(`define ${is.datasources.map(({ jndi }) => jndi).join(', ')}`, databaseTables(version, is)),
    ),
    tagged(
      ['clustering'],
      [
        edit(`cluster as ${is.self.host}:${is.self.port} in ${is.domain}`, clusterEdits(version, is)),
        edit('keep sessions as they shall be', is.sessions === undefined ? [] : sessionEdits(version, is.sessions)),
      ],
    ),
    tagged(
      ['hostnames'],
      [
        edit(
          `answer behind ports ${is.proxyPorts.http} and ${is.proxyPorts.https}`,
          proxyEdits(version, { ports: is.proxyPorts, internalProxies: is.remoteIpValve?.internalProxies }),
        ),
        edit(
          `name the server ${is.hostname}${is.offset === 0 ? '' : `, ports + ${is.offset}`}`,
          nameEdits(version, { ...is, ...names, address: is.self.host }),
        ),
        balancerName(is),
      ],
    ),
    tagged(
      ['dashboard'],
      [
        dashboardOf(is),
        edit(`return sign-on to ${urlOf(names)}`, is.callbackUrls ? callbackEdits(version, names) : []),
      ],
    ),
    tagged(['shared-files'], [shareMounted(is), shareUsed(is)]),
    tagged(
      ['keystore'],
      [
        is.keystore === undefined
          ? packCertificateLasts({ version, accept: is.accept.includes('certificate') })
          : ownKeystore(is, version, edit),
        keystoreTrust(is),
        edit('open the trust store', truststoreEdits(version, is.truststorePassword)),
      ],
    ),
    tagged(['first-start'], secretsOf(is, version)),
    tagged(
      ['health'],
      edit(
        'turn the health check on',
        is.healthCheck === false
          ? []
          : healthEdits(version, [...new Set([is.shared.jndi, is.users.jndi, is.identities.jndi])]),
      ),
    ),
    tagged(['product'], deploymentTomlReview({ home, version })),
  ]
}

/** Its certificate has to be for the name of the cluster, and for the one by which the server calls itself. */
function ownKeystore(
  { home, keystore: own, hostname, internalHostname = 'localhost' }: Settings,
  version: TomlVersion,
  edit: (title: string, edits: DeploymentToml['edits']) => Resources,
): Resources {
  if (own === undefined) return []
  const { from, password, alias } = own
  const type = keystoreType(from)
  return [
    keystoreCovers({ from, password, alias, names: [...new Set([hostname, internalHostname])] }),
    keystore({ path: keystorePath(home, from), from, password, alias, type }),
    edit(
      `use ${from.slice(from.lastIndexOf('/') + 1)} for ${own.for === 'primary' ? 'all that is signed' : 'TLS'}`,
      keystoreEdits(version, own),
    ),
  ]
}

/** The dashboard of earlier versions, where there is one still. */
const dashboardOf = ({ home, version, hostname, proxyPorts }: Settings): Resources =>
  'file' in placeOf('dashboardSite', version) ? dashboard({ home, version, hostname, port: proxyPorts.https }) : []

function secretsOf(
  { home, adminPassword, encryptionKey, recoveryPassword }: Settings,
  version: TomlVersion,
): Resources {
  if ([adminPassword, encryptionKey, recoveryPassword].every((one) => one === undefined)) return []
  return firstSecrets({ home, version, adminPassword, encryptionKey, recoveryPassword })
}
