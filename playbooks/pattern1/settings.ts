import type { Host, Inventory } from '../../lib/core/inventory.ts'
import type { Java } from '../../tasks/java/java-version.ts'
import type { Member } from '../../tasks/wso2is/configuration/clustering.ts'
import {
  type Datasource,
  dashboardDatasources,
  identityDatasource,
  registryDatasource,
  userStoreDatasource,
} from '../../tasks/wso2is/configuration/datasource.ts'
import { isByToml } from '../../tasks/wso2is/product.ts'
import { tomlSources } from './toml-sources.ts'
import type { Variables } from './variables.ts'
import { writesHostsFile } from './writes-hosts-file.ts'

/** One consistent set of values for a node: every name is made here once, so that no file can disagree with another. */
export function settings(host: Host<Variables>, inventory: Inventory<Variables>) {
  const { vars } = host
  const sources = sourcesOf(vars)
  return {
    ...vars,
    home: vars.home ?? '',
    managementHostname: vars.managementHostname ?? vars.hostname,
    loadBalancer: writesHostsFile(host, inventory) ? vars.loadBalancer : undefined,
    names: [...new Set([vars.hostname, vars.managementHostname ?? vars.hostname])],
    self: memberOf(host),
    members: membersOf(inventory),
    ...sources,
    further: vars.datasources,
    jndi: jndiOf(vars, sources),
    registry: sources.datasources.find(({ jndi }) => jndi === jndiOf(vars, sources).registry) ?? sources.shared,
  }
}

export type Settings = ReturnType<typeof settings>

/** The JVM without the package that brings it. */
export const jvmOf = (java: Variables['java']): Java | undefined => java && { home: java.home, accept: java.accept }

/** The data sources of a node, by their version's own names. */
export const sourcesOf = (vars: Variables) => (isByToml(vars.version) ? tomlSources(vars) : datasourcesOf(vars))

function datasourcesOf(vars: Variables) {
  const { userStore, identity, registry } = vars.databases
  const users = userStoreDatasource(userStore)
  const identities = identityDatasource(identity)
  const shared: Datasource = registry ? registryDatasource(registry) : identities
  const optional = vars.dashboardDatasources
    ? dashboardDatasources({ userStore, identity, registry: registry ?? identity })
    : []
  return {
    users,
    identities,
    shared,
    datasources: [...new Set([users, identities, shared]), ...optional, ...vars.datasources],
  }
}

export const jndiOf = (
  { jndi }: Variables,
  { users, identities, shared }: { users: Datasource; identities: Datasource; shared: Datasource },
) => ({
  realm: jndi.realm ?? users.jndi,
  identity: jndi.identity ?? identities.jndi,
  registry: jndi.registry ?? shared.jndi,
})

export const memberOf = ({ vars }: Host<Variables>): Member => ({ host: vars.member ?? '', port: vars.memberPort })

/** The same on every node, in the order of the inventory. */
export function membersOf(inventory: Inventory<Variables>): Member[] {
  const nodes = inventory.group('is')
  const range = inventory.vars.memberRange
  if (range === undefined) return nodes.map(memberOf)
  return [...new Set(nodes.map(({ vars }) => vars.memberPort))].map((port) => ({ host: range, port }))
}
