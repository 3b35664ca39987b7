import { remove, set, type TomlEdit } from '../../../lib/edit/toml/index.ts'
import type { JdbcDatabase } from '../../databases/jdbc/jdbc-database.ts'
import type { Datasource } from '../configuration/datasource.ts'
import type { Databases } from '../databases/dbscripts.ts'
import type { TomlVersion } from '../product.ts'
import { hasKey, keyOf } from '../versions/places.ts'
import { connectionEdits, databaseEdits, datasourceEdits } from './database-edits.ts'

export interface DatabaseTables {
  readonly databases: Databases
  /** Further data sources, each `jdbc/` and its name. */
  readonly further: readonly Datasource[]
}

/** The tables of deployment.toml that stand for the databases of the cluster. */
export function databaseTables(version: TomlVersion, { databases, further }: DatabaseTables): TomlEdit[] {
  const { userStore, identity, registry, agentIdentity, consent, processes } = databases
  return [
    ...databaseEdits(version, keyOf('databases.identity', version), identity),
    ...databaseEdits(version, keyOf('databases.userStore', version), registry ?? userStore),
    ...(registry === undefined ? [remove(keyOf('realmDatasource', version))] : usersApart(version, userStore)),
    ...(agentIdentity && hasKey('databases.agentIdentity', version)
      ? datasourceEdits(version, 'AgentIdentity', agentIdentity)
      : []),
    ...(processes && hasKey('databases.processes', version)
      ? connectionEdits(keyOf('databases.processes', version), processes)
      : []),
    ...(consent
      ? [
          ...datasourceEdits(version, 'WSO2CONSENT_DB', consent),
          set(keyOf('databases.consent', version), 'jdbc/WSO2CONSENT_DB'),
        ]
      : []),
    ...further.flatMap(({ name, database }) => datasourceEdits(version, name, database)),
  ]
}

/** The second says that the first is used: without it users stay in the shared database. */
const usersApart = (version: TomlVersion, users: JdbcDatabase): TomlEdit[] => [
  ...databaseEdits(version, keyOf('userDatabase', version), users),
  set(keyOf('realmDatasource', version), 'WSO2USER_DB'),
]
