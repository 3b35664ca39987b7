import { remove, set, type TomlEdit } from '../../lib/edit/toml/index.ts'
import { connectionEdits, databaseEdits, datasourceEdits } from '../../tasks/wso2is/settings/database-edits.ts'
import type { TomlVersion } from '../../tasks/wso2is/index.ts'
import { hasKey, keyOf } from '../../tasks/wso2is/versions/places.ts'
import type { Settings } from './node-parts.ts'

type Given = Pick<Settings, 'databases' | 'further' | 'shared' | 'users'>

/** The tables of deployment.toml that stand for the databases of the cluster. */
export function databaseTables(version: TomlVersion, is: Given): TomlEdit[] {
  const { identity, agentIdentity, consent, processes } = is.databases
  const own = is.users === is.shared ? undefined : is.users.database
  return [
    ...databaseEdits(version, keyOf('databases.identity', version), identity),
    ...databaseEdits(version, keyOf('databases.userStore', version), is.shared.database),
    ...(own === undefined ? withoutUsers(version) : usersApart(version, is)),
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
    ...is.further.flatMap(({ name, database }) => datasourceEdits(version, name, database)),
  ]
}

/** The second says that the first is used: without it users stay in the shared database. */
const usersApart = (version: TomlVersion, { users }: Given): TomlEdit[] => [
  ...databaseEdits(version, keyOf('userDatabase', version), users.database),
  set(keyOf('realmDatasource', version), 'WSO2USER_DB'),
]

const withoutUsers = (version: TomlVersion): TomlEdit[] => [remove(keyOf('realmDatasource', version))]
