import { localFact } from '../../lib/core/fact.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { hostsEntry } from '../../tasks/edits/hosts-entry.ts'
import { mount } from '../../tasks/system/mount.ts'
import { clientTruststore, identityServerHome, jdbcDriver, sharedFiles } from '../../tasks/wso2is/index.ts'
import type { Settings } from './settings.ts'
import type { State } from './variables.ts'

/** What stands outside of the files of the pack, or may be taken away from them. */
export const unpacked = ({ home, version, pack }: Settings, state?: State): Resources =>
  identityServerHome({ home, version, pack, state, recursive: state === 'absent' ? true : undefined })

export const driverInstalled = ({ home, version, driver }: Settings, state?: State): Resources =>
  driver === undefined ? [] : jdbcDriver({ home, version, driver, state })

/** The certificate of the directory that users are in, where one is given. */
export function directoryTrust(is: Settings, state?: State): Resources {
  const { home, version, userStore, truststorePassword: password, java } = is
  if (userStore.kind === 'jdbc' || userStore.certificate === undefined) return []
  const certificate = localFact(userStore.certificate)
  return clientTruststore({ home, version, alias: 'user-store', certificate, password, javaHome: java?.home, state })
}

/** The certificate of the servers' own key store: a server calls itself and the others over TLS. */
export function keystoreTrust(is: Settings, state?: State): Resources {
  const { home, version, keystore, truststorePassword: password, java } = is
  if (keystore === undefined) return []
  const certificate = { from: keystore.from, password: keystore.password, alias: keystore.alias }
  return clientTruststore({ home, version, alias: 'node', certificate, password, javaHome: java?.home, state })
}

export const balancerName = ({ loadBalancer, names, hostsFile }: Settings, state?: State): Resources =>
  loadBalancer === undefined ? [] : hostsEntry({ address: loadBalancer, names, path: hostsFile, state })

export const shareMounted = ({ share }: Settings, state?: State): Resources =>
  share?.mount === undefined ? [] : mount({ path: share.path, ...share.mount, state })

export const shareUsed = ({ home, version, share }: Settings, state?: State): Resources =>
  share === undefined ? [] : sharedFiles({ home, version, share: share.path, what: share.what, state })
