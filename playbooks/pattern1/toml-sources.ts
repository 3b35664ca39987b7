import type { JdbcDatabase } from '../../tasks/databases/jdbc/jdbc-database.ts'
import type { Datasource } from '../../tasks/wso2is/configuration/datasource.ts'
import type { Variables } from './variables.ts'

/**
 * The data sources that a server makes of deployment.toml, by the names that it gives them. With a registry database of its
 * own the shared one is that, and users have theirs.
 */
export function tomlSources({ databases, datasources: more }: Variables) {
  const { userStore, identity, registry, agentIdentity, consent, processes } = databases
  const shared = source('WSO2_SHARED_DB', 'jdbc/SHARED_DB', registry ?? userStore)
  const users = registry ? source('WSO2USER_DB', 'jdbc/WSO2USER_DB', userStore) : shared
  const identities = source('WSO2_IDENTITY_DB', 'jdbc/WSO2IdentityDB', identity)
  const others = [
    ...(agentIdentity ? [source('AgentIdentity', 'jdbc/AgentIdentity', agentIdentity)] : []),
    ...(consent ? [source('WSO2CONSENT_DB', 'jdbc/WSO2CONSENT_DB', consent)] : []),
    ...(processes ? [source('BPS_DS', 'bpsds', processes)] : []),
  ]
  return { users, identities, shared, datasources: [...new Set([shared, users, identities]), ...others, ...more] }
}

const source = (name: string, jndi: string, database: JdbcDatabase): Datasource => ({
  name,
  description: '',
  jndi,
  database,
})
