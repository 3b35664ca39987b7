/** Tasks for WSO2 Identity Server 5.3.0 to 7.3.0: what the guide "Setting up deployment pattern 1" does, by rooms. */

export { clusterIsComplete, type MembersCheck } from './checks/cluster-is-complete.ts'
export { type DatasourceCheck, datasourceWorks } from './checks/datasource-works.ts'
export { type DirectoryCheck, directoryWorks } from './checks/directory-works.ts'
export { type PackCertificate, packCertificateLasts } from './checks/pack-certificate.ts'
export { type RenderedConfiguration, renderedConfiguration } from './checks/rendered-configuration.ts'
export { type HealthCheck, serverIsHealthy } from './checks/server-is-healthy.ts'
export { serverIsUp } from './checks/server-is-up.ts'
export { type ClusterChecks, verifyCluster } from './checks/verify-cluster.ts'
export { type NodeChecks, verifyNode } from './checks/verify-node.ts'
export { bpsDatasource } from './configuration/bps-datasource.ts'
export { type Carbon, carbonServer } from './configuration/carbon-server.ts'
export { type Catalina, catalinaServer } from './configuration/catalina-server.ts'
export { type ClientTruststore, clientTruststore, clientTruststorePath } from './configuration/client-truststore.ts'
export { type Clustering, clustering, type Member } from './configuration/clustering.ts'
export {
  type Dashboard,
  dashboard,
  dashboardSignOn,
  dashboardSite,
  gadgetServer,
  gadgetServerPath,
} from './configuration/dashboard.ts'
export {
  carbonJndi,
  type Datasource,
  dashboardDatasources,
  identityDatasource,
  registryDatasource,
  userStoreDatasource,
} from './configuration/datasource.ts'
export { disableEmbeddedLdap } from './configuration/disable-embedded-ldap.ts'
export { type IdentityPersistence, identityPersistence } from './configuration/identity-persistence.ts'
export { masterDatasources } from './configuration/master-datasources.ts'
export { mountRegistry } from './configuration/mount-registry.ts'
export { type NodeKeystore, nodeKeystore } from './configuration/node-keystore.ts'
export { activeDirectory, ldap, readOnlyLdap, type UserDirectory } from './configuration/user-directory.ts'
export { primaryUserStore, type UserStore } from './configuration/user-store.ts'
export { type CreateDatabases, createDatabases } from './databases/create-databases.ts'
export { type DatabaseConnection, db2, h2, mssql, mysql, oracle, postgresql } from './databases/database.ts'
export { type DatabaseScripts, type Databases, scriptsOf } from './databases/dbscripts.ts'
export type { ScriptsFrom } from './databases/scripts-from.ts'
export { jdbcDriver } from './files/jdbc-driver.ts'
export { type SharedFiles, sharedFiles } from './files/shared-files.ts'
export type { ClusterNode } from './nginx/nodes.ts'
export type { HttpSite, HttpsSite } from './nginx/site-options.ts'
export { endpointSite, endpoints, httpSite, httpsSite, managementSite } from './nginx/sites.ts'
export {
  conf,
  discoveryPage,
  fileVersions,
  type IdentityServer,
  isAtLeast,
  isByToml,
  type TomlVersion,
  tomlVersions,
  type Version,
  versions,
} from './product.ts'
export { type Home, identityServerHome, productVersion } from './server/identity-server-home.ts'
export { javaFor } from './server/java-for.ts'
export { portsFree, type ServerPorts } from './server/ports.ts'
export { serverInputs } from './server/server-inputs.ts'
export { type ServerUnit, serverUnit } from './server/server-unit.ts'
export { type ServerStart, startServer, stopServer } from './server/start-server.ts'
export { type FirstSecrets, firstSecrets } from './settings/first-secrets.ts'
export { type DeploymentToml, deploymentToml } from './toml/deployment-toml.ts'
export { deploymentTomlReview, type TomlReview } from './toml/review-toml.ts'
export { type Release, releaseOf } from './versions/releases.ts'
