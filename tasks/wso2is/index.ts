/** Tasks for WSO2 Identity Server 5.3.0 to 5.8.0, in the order of the guide "Setting up deployment pattern 1". */

export { bpsDatasource } from './bps-datasource.ts'
export { type Carbon, carbonServer } from './carbon.ts'
export { type Catalina, catalinaServer } from './catalina.ts'
export { type Clustering, clustering, type Member } from './clustering.ts'
export { type CreateDatabases, createDatabases, type DatabaseAdmin, type ScriptsFrom } from './create-databases.ts'
export { type Dashboard, dashboard, dashboardSignOn, dashboardSite, gadgetServer } from './dashboard.ts'
export { type Database, type DatabaseConnection, db2, h2, mssql, mysql, oracle, postgresql } from './database.ts'
export {
  carbonJndi,
  type Datasource,
  dashboardDatasources,
  identityDatasource,
  registryDatasource,
  userStoreDatasource,
} from './datasource.ts'
export { masterDatasources } from './datasources.ts'
export { type DatabaseScripts, type Databases, scriptsOf } from './dbscripts.ts'
export { jdbcDriver } from './driver.ts'
export { type DropDatabases, dropDatabases } from './drop-databases.ts'
export { disableEmbeddedLdap } from './embedded-ldap.ts'
export { type Home, identityServerHome, productVersion } from './home.ts'
export { type IdentityPersistence, identityPersistence } from './identity.ts'
export { serverInputs } from './inputs.ts'
export { type Java, javaFor, javaVersion } from './java.ts'
export { type NodeKeystore, nodeKeystore } from './keystore.ts'
export { type PackFiles, packFiles } from './pack-files.ts'
export { portsFree, type ServerPorts } from './ports.ts'
export { conf, type IdentityServer, isAtLeast, type Version, versions } from './product.ts'
export { mountRegistry } from './registry-mount.ts'
export { type SchemaByHand, schemaByHand } from './schema-by-hand.ts'
export { type ServerUnit, serverUnit } from './server-unit.ts'
export { type SharedFiles, sharedFiles } from './shared-files.ts'
export { type ServerStart, startServer, stopServer } from './start.ts'
export { type ClientTruststore, clientTruststore, clientTruststorePath } from './truststore.ts'
export { activeDirectory, ldap, readOnlyLdap, type UserDirectory } from './user-directory.ts'
export { primaryUserStore, type UserStore } from './user-store.ts'
export { type ClusterChecks, type NodeChecks, verifyCluster, verifyNode } from './verify.ts'
export { clusterIsComplete, type MembersCheck } from './verify-cluster.ts'
export { type ConsoleCheck, consoleAnswers } from './verify-console.ts'
export { type DatasourceCheck, datasourceWorks } from './verify-datasource.ts'
export { type LinkCheck, sharedLink } from './verify-link.ts'
export { serverIsUp } from './verify-server.ts'
export { sessionsStick } from './verify-sessions.ts'
export { type CertificateCheck, type ClockCheck, certificateLasts, clocksAgree } from './verify-time.ts'
