import type { Host, Inventory } from '../../lib/core/inventory.ts'
import { type Play, play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { waitFor } from '../../tasks/checks/wait-for.ts'
import { packages } from '../../tasks/system/packages.ts'
import { type Family, perFamily } from '../../tasks/system/per-family.ts'
import { keystorePath } from '../../tasks/wso2is/configuration/node-keystore.ts'
import { sharedLinks } from '../../tasks/wso2is/files/shared-files.ts'
import { directoryWorks, gadgetServerPath, startServer, stopServer } from '../../tasks/wso2is/index.ts'
import { placeOf } from '../../tasks/wso2is/versions/places.ts'
import { databaseHosts } from './databases.ts'
import { jvmOf, type Settings, settings } from './settings.ts'
import type { State, Variables } from './variables.ts'

/**
 * One node after the other: two that meet an empty database at once both try to fill it, and a node that does not get
 * healthy keeps the next ones as they are. None without `start`.
 */
export function startPlays(inventory: Inventory<Variables>): Play[] {
  const nodes = inventory.group('is').filter(({ vars }) => vars.start)
  if (nodes.length === 0) return []
  const options = { serial: 1, requires: databaseHosts(inventory).filter((host) => !nodes.includes(host)) }
  return [play('start', nodes, (host) => started(host, inventory), options)]
}

/** A node whose server runs with what its files say now. */
export function started(host: Host<Variables>, inventory: Inventory<Variables>): Resources {
  const is = settings(host, inventory)
  const javaPackage = is.java?.package
  return [
    ...databaseServers(is).map(({ host, port }) => waitFor({ host, port, timeout: 30 })),
    // A start and `verify` look at the login page by openssl.
    packages({ names: ['openssl'], provides: ['/usr/bin/openssl'] }),
    javaPackage === undefined ? [] : javaRuntime(javaPackage),
    directoryAnswers(is),
    server(host, inventory),
  ]
}

/** Before the running server is ended: with a directory that does not work its successor would not start. */
function directoryAnswers({ home, version, userStore, truststorePassword, java }: Settings): Resources {
  if (userStore.kind === 'jdbc') return []
  const mayBeEmpty = userStore.kind !== 'readOnlyLdap'
  return directoryWorks({ home, version, directory: userStore, truststorePassword, java: jvmOf(java), mayBeEmpty })
}

/** The server of a node with its unit, where it has one. */
export function server(host: Host<Variables>, inventory: Inventory<Variables>, state?: State): Resources {
  const is = settings(host, inventory)
  const { home, version, offset, self, share, keystore, start: { unit, timeout } = {} } = is
  const links = share === undefined ? [] : sharedLinks({ home, version, share: share.path, what: share.what })
  return startServer({
    home,
    version,
    offset,
    self,
    java: jvmOf(is.java),
    unit: unit?.name,
    user: unit?.user,
    uid: unit?.uid,
    writes: unit && links.map(({ target }) => target),
    timeout,
    inputs: [
      ...('file' in placeOf('gadgetServer', version) ? [gadgetServerPath(home)] : []),
      ...(keystore ? [keystorePath(home, keystore.from)] : []),
    ],
    state,
  })
}

function javaRuntime(named: string | { readonly [Name in Family]?: string | undefined }): Resources {
  const install = (name: string) => packages({ names: [name], provides: ['/usr/bin/java'] })
  if (typeof named === 'string') return install(named)
  const choices = Object.entries(named).flatMap(([family, name]) =>
    name === undefined ? [] : [[family, () => install(name)] as const],
  )
  return perFamily('the Java runtime', Object.fromEntries(choices))
}

/** A node whose server does not run. */
export const stopped = ({ vars: { home = '', version, offset, java, start } }: Host<Variables>): Resources =>
  stopServer({ home, version, offset, java: jvmOf(java), unit: start?.unit?.name })

/** Each server once, however many databases it has. */
function databaseServers({ databases }: Pick<Variables, 'databases'>) {
  const servers = Object.values(databases).flatMap((database) => (database?.server ? [database.server] : []))
  const isFirst = ({ host, port }: { host: string; port: number }, at: number) =>
    servers.findIndex((other) => other.host === host && other.port === port) === at
  return servers.filter(isFirst)
}
