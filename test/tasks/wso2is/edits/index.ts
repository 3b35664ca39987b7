import type { Edits } from '../edits.ts'
import { bpsDatasourceEdits } from './bps-datasource.ts'
import { carbonServerEdits } from './carbon.ts'
import { catalinaServerEdits } from './catalina.ts'
import { clusteringEdits } from './clustering.ts'
import { dashboardSignOnEdits } from './dashboard-sign-on.ts'
import { dashboardSiteEdits } from './dashboard-site.ts'
import { masterDatasourcesEdits } from './datasources.ts'
import { embeddedLdapEdits } from './embedded-ldap.ts'
import { identityPersistenceEdits } from './identity.ts'
import { registryMountEdits } from './registry-mount.ts'
import { primaryUserStoreEdits } from './user-store.ts'

/** What each task of Identity Server makes of its file, with every option that a line of it depends on. */
export const allEdits: readonly Edits[] = [
  bpsDatasourceEdits,
  carbonServerEdits,
  catalinaServerEdits,
  clusteringEdits,
  dashboardSignOnEdits,
  ...dashboardSiteEdits,
  masterDatasourcesEdits,
  embeddedLdapEdits,
  identityPersistenceEdits,
  registryMountEdits,
  primaryUserStoreEdits,
]
