/** Tasks for WSO2 Identity Server 5.3.0 to 7.3.0: what the guide "Setting up deployment pattern 1" does, by rooms. */

export { type PackCertificate, packCertificateLasts } from './checks/pack-certificate.ts'
export { type ClusterChecks, type NodeChecks, verifyCluster, verifyNode } from './checks/verify.ts'
export { clusterIsComplete, type MembersCheck } from './checks/verify-cluster.ts'
export { type ConsoleCheck, consoleAnswers } from './checks/verify-console.ts'
export { type DatasourceCheck, datasourceWorks } from './checks/verify-datasource.ts'
export { type HealthCheck, serverIsHealthy } from './checks/verify-health.ts'
export { type LinkCheck, sharedLink } from './checks/verify-link.ts'
export { type RenderedConfiguration, renderedConfiguration } from './checks/verify-rendered.ts'
export { serverIsUp } from './checks/verify-server.ts'
export { sessionsStick } from './checks/verify-sessions.ts'
export { type CertificateCheck, type ClockCheck, certificateLasts, clocksAgree } from './checks/verify-time.ts'
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
export type { Database } from './databases/database.ts'
export type { DatabaseAdmin } from './databases/database-admin.ts'
export { type DatabaseConnection, db2, h2, mssql, mysql, oracle, postgresql } from './databases/database-connections.ts'
export { type DatabaseScripts, type Databases, scriptsOf } from './databases/dbscripts.ts'
export { type SchemaByHand, schemaByHand } from './databases/schema-by-hand.ts'
export type { ScriptsFrom } from './databases/scripts-from.ts'
export { jdbcDriver } from './files/jdbc-driver.ts'
export { type PackFiles, packFiles } from './files/pack-files.ts'
export { type SharedFiles, sharedFiles } from './files/shared-files.ts'
export {
  conf,
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
export { type Java, javaFor, javaVersion } from './server/java.ts'
export { portsFree, type ServerPorts } from './server/ports.ts'
export { serverInputs } from './server/server-inputs.ts'
export { type ServerUnit, serverUnit } from './server/server-unit.ts'
export { type ServerStart, startServer, stopServer } from './server/start-server.ts'
export { type FirstSecrets, firstSecrets } from './settings/first-secrets.ts'
export { type DeploymentToml, deploymentToml } from './toml/deployment-toml.ts'
export { deploymentTomlReview, type TomlReview } from './toml/review-toml.ts'
export { type Release, releaseOf } from './versions/releases.ts'
