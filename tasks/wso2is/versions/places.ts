import type { Version } from '../product.ts'
import { heldBy, type Since } from './since.ts'

/** Where a version keeps a setting. */
export type Place =
  /** In a file below `repository`, at a path of XML or JSON or under a name. */
  | { readonly file: string; readonly at: string }
  /** At a key of deployment.toml, or below it. */
  | { readonly key: string }
  /** Not in the configuration: a file or folder of the host, or what a playbook does. */
  | { readonly by: string }
  /** Nowhere: the version does it of itself. */
  | { readonly fixed: string }
  /** Nowhere: it cannot be had, and what to do instead. */
  | { readonly refused: string; readonly instead: string }

const file = (name: string, at: string): Place => ({ file: name, at })
const key = (name: string): Place => ({ key: name })
const by = (what: string): Place => ({ by: what })
const fixed = (how: string): Place => ({ fixed: how })
const refused = (why: string, instead: string): Place => ({ refused: why, instead })

const later = (since: string, instead = 'leave it out'): Place => refused(`it is there from ${since} on`, instead)

const carbon = 'conf/carbon.xml'
const axis2 = 'conf/axis2/axis2.xml'
const identity = 'conf/identity/identity.xml'
const master = 'conf/datasources/master-datasources.xml'
const tomcat = 'conf/tomcat/catalina-server.xml'
const users = 'conf/user-mgt.xml'
const parameter = (name: string): string => `/axisconfig/clustering/parameter[@name="${name}"]`
const connector = (port: number): string => `/Server/Service/Connector[@port="${port}"]/@proxyPort`
const source = (name: string): string => `/datasources-configuration/datasources/datasource[name="${name}"]`
const apps = 'deployment/server/jaggeryapps'

const noDashboard = fixed('the dashboard and its portal are gone; console and my account are applications of their own')
const noProcesses = refused('business processes are gone', 'leave it out')
const inIdentity = refused('it has no database of its own: it is in the identity database', 'leave it out')

/** Each setting that pattern1 knows, and where each version keeps it: a row holds until the next one. */
export const places = {
  hostname: [
    ['5.3.0', file(carbon, '/Server/HostName')],
    ['5.9.0', key('server.hostname')],
  ],
  baseUrl: [
    ['5.3.0', fixed('URLs are made of the host name and the proxy port')],
    ['5.9.0', key('server.base_path')],
  ],
  managementHostname: [
    ['5.3.0', file(carbon, '/Server/MgtHostName')],
    [
      '5.9.0',
      refused(
        'the console has the host name of the server here, and no key for another',
        'leave it out, or make it equal to hostname',
      ),
    ],
    ['6.0.0', key('server.mgt_console_hostname')],
  ],
  internalHostname: [
    ['5.3.0', later('5.11.0')],
    ['5.11.0', key('server.internal_hostname')],
  ],
  offset: [
    ['5.3.0', file(carbon, '/Server/Ports/Offset')],
    ['5.9.0', key('server.offset')],
  ],
  forceLocalCache: [
    ['5.3.0', fixed('the kernel does not read it')],
    ['5.6.0', file(carbon, '/Server/Cache/ForceLocalCache')],
    ['5.9.0', fixed('true of itself')],
  ],
  'proxyPorts.http': [
    ['5.3.0', file(tomcat, connector(9763))],
    ['5.9.0', key('transport.http.properties.proxyPort')],
  ],
  'proxyPorts.https': [
    ['5.3.0', file(tomcat, connector(9443))],
    ['5.9.0', key('transport.https.properties.proxyPort')],
  ],
  remoteIpValve: [
    ['5.3.0', file(tomcat, '/Server/Service/Engine/Host/Valve[@className="org.apache.catalina.valves.RemoteIpValve"]')],
    ['5.9.0', key('catalina.valves')],
  ],
  membershipScheme: [
    ['5.3.0', file(axis2, parameter('membershipScheme'))],
    ['5.9.0', key('clustering.membership_scheme')],
  ],
  domain: [
    ['5.3.0', file(axis2, parameter('domain'))],
    ['5.9.0', key('clustering.domain')],
  ],
  member: [
    ['5.3.0', file(axis2, parameter('localMemberHost'))],
    ['5.9.0', key('clustering.local_member_host')],
  ],
  memberPort: [
    ['5.3.0', file(axis2, parameter('localMemberPort'))],
    ['5.9.0', key('clustering.local_member_port')],
  ],
  members: [
    ['5.3.0', file(axis2, '/axisconfig/clustering/members')],
    ['5.9.0', key('clustering.members')],
  ],
  nodeAddress: [
    ['5.3.0', fixed('it is found by the server')],
    ['5.9.0', key('server.node_ip')],
  ],
  'databases.userStore': [
    ['5.3.0', file(master, source('WSO2UserStore'))],
    ['5.9.0', key('database.shared_db')],
  ],
  'databases.identity': [
    ['5.3.0', file(master, source('WSO2_IDENTITY_DB'))],
    ['5.9.0', key('database.identity_db')],
  ],
  'databases.registry': [
    ['5.3.0', file(master, source('WSO2_REGISTRY_DB'))],
    ['5.9.0', key('database.shared_db')],
  ],
  userDatabase: [
    ['5.3.0', file(master, source('WSO2UserStore'))],
    ['5.9.0', key('database.user')],
  ],
  realmDatasource: [
    ['5.3.0', file(users, '/UserManager/Realm/Configuration/Property[@name="dataSource"]')],
    ['5.9.0', key('realm_manager.data_source')],
  ],
  registryMount: [
    ['5.3.0', file('conf/registry.xml', '/wso2registry/mount')],
    ['5.9.0', fixed('it is mounted from the shared database')],
  ],
  versioning: [
    ['5.3.0', file('conf/registry.xml', '/wso2registry/versionResourcesOnChange')],
    ['5.9.0', fixed('off of itself')],
  ],
  'databases.processes': [
    ['5.3.0', inIdentity],
    ['5.9.0', key('bps_database.config')],
    ['7.0.0', noProcesses],
  ],
  processEngine: [
    [
      '5.3.0',
      file(
        'conf/datasources/bps-datasources.xml',
        '/datasources-configuration/datasources/datasource[name="BPS_DS"]/definition/configuration',
      ),
    ],
    ['5.9.0', key('bps_database.config')],
    ['7.0.0', fixed('there is none any more')],
  ],
  'databases.consent': [
    ['5.3.0', inIdentity],
    ['5.9.0', key('authentication.consent.data_source')],
  ],
  'databases.agentIdentity': [
    ['5.3.0', later('7.2.0')],
    ['7.2.0', key('datasource.AgentIdentity')],
  ],
  datasources: [
    ['5.3.0', file(master, '/datasources-configuration/datasources')],
    ['5.9.0', key('datasource')],
  ],
  jndi: [
    ['5.3.0', file(users, '/UserManager/Realm/Configuration/Property[@name="dataSource"]')],
    [
      '5.9.0',
      refused(
        'the names of data sources are fixed: jdbc/SHARED_DB, jdbc/WSO2IdentityDB and, with databases.registry, jdbc/WSO2USER_DB',
        'leave it out',
      ),
    ],
  ],
  dashboardDatasources: [
    ['5.3.0', file(master, source('USER_DB'))],
    ['5.9.0', refused('nothing refers to these data sources', 'leave it out')],
  ],
  userStore: [
    ['5.3.0', file(users, '/UserManager/Realm/UserStoreManager')],
    ['5.9.0', key('user_store')],
  ],
  'userStore.userIdAttribute': [
    ['5.3.0', later('5.10.0')],
    ['5.10.0', key('user_store.properties.UserIDAttribute')],
  ],
  embeddedLdap: [
    ['5.3.0', file('conf/identity/embedded-ldap.xml', '/EmbeddedLDAPConfig/EmbeddedLDAP/Property[@name="enable"]')],
    ['5.11.0', key('embedded_ldap.enable')],
    ['6.0.0', fixed('there is none any more')],
  ],
  identityDatasource: [
    ['5.3.0', file(identity, '/Server/JDBCPersistenceManager/DataSource/Name')],
    ['5.9.0', fixed('jdbc/WSO2IdentityDB')],
  ],
  'sessions.persist': [
    ['5.3.0', file(identity, '/Server/JDBCPersistenceManager/SessionDataPersist/Enable')],
    ['5.9.0', key('session_data.persistence.enable_persistence')],
  ],
  'sessions.temporary': [
    ['5.3.0', file(identity, '/Server/JDBCPersistenceManager/SessionDataPersist/Temporary')],
    ['5.9.0', key('session_data.persistence.persist_temporary_data')],
  ],
  dashboardSignOn: [
    [
      '5.3.0',
      file(
        'conf/identity/sso-idp-config.xml',
        '/SSOIdentityProviderConfig/ServiceProviders/ServiceProvider[Issuer="wso2.my.dashboard"]',
      ),
    ],
    ['5.10.0', noDashboard],
  ],
  dashboardSite: [
    ['5.3.0', file(`${apps}/dashboard/conf/site.json`, 'proxy')],
    ['5.10.0', noDashboard],
  ],
  portalSite: [
    ['5.3.0', file(`${apps}/portal/conf/site.json`, 'proxy')],
    ['5.10.0', noDashboard],
  ],
  gadgetServer: [
    ['5.3.0', file('deployment/server/webapps/shindig/WEB-INF/web.xml', 'shindig.host, shindig.port')],
    ['5.10.0', noDashboard],
  ],
  callbackUrls: [
    [
      '5.3.0',
      refused(
        'the console and my account have no key for their callback here: they keep what the first start knew',
        'set hostname before it',
      ),
    ],
    ['7.0.0', key('console.callback_url')],
  ],
  myAccountCallback: [
    ['5.3.0', fixed('it keeps what the first start knew')],
    ['7.0.0', key('myaccount.callback_url')],
  ],
  keystore: [
    ['5.3.0', file(carbon, '/Server/Security/KeyStore')],
    ['5.9.0', key('keystore.primary')],
  ],
  'keystore.for': [
    ['5.3.0', refused('one key store is for TLS and for all else here', 'leave it out')],
    ['5.9.0', key('keystore.tls')],
  ],
  truststorePassword: [
    ['5.3.0', by('the trust store is opened with it')],
    ['5.9.0', key('truststore.password')],
  ],
  adminPassword: [
    [
      '5.3.0',
      refused(
        'pattern1 does not set it in the versions before 5.9.0',
        'set it in user-mgt.xml, before the first start',
      ),
    ],
    ['5.9.0', key('super_admin.password')],
  ],
  encryptionKey: [
    ['5.3.0', refused('the key store encrypts data here, and there is no such key', 'leave it out')],
    ['5.11.0', key('encryption.key')],
  ],
  recoveryPassword: [
    ['5.3.0', later('5.11.0')],
    ['5.11.0', key('identity.auth_framework.endpoint.app_password')],
  ],
  recoveryHash: [
    ['5.3.0', fixed('there is none')],
    ['5.11.0', key('account_recovery.endpoint.auth.hash')],
  ],
  healthCheck: [
    ['5.3.0', later('5.9.0')],
    ['5.9.0', key('carbon_health_check.enable')],
  ],
  healthDatasources: [
    ['5.3.0', fixed('there is no health check')],
    ['5.9.0', key('carbon_health_check.health_checker.data_source_health_checker.properties')],
  ],
  'share.deployment': [
    ['5.3.0', by('links in repository/deployment')],
    [
      '5.9.0',
      refused(
        'repository/deployment/server holds web applications of this very version, which each node has to keep its own',
        "share what: 'runtime'",
      ),
    ],
  ],
} as const satisfies Record<string, Since<Place>>

export type Setting = keyof typeof places

export const settingNames = Object.keys(places) as Setting[]

/** Where a version keeps a setting. */
export const placeOf = (setting: Setting, version: Version): Place => heldBy<Place>(places[setting], version)

/** The key of deployment.toml at which a version keeps a setting. */
export function keyOf(setting: Setting, version: Version): string {
  const place = placeOf(setting, version)
  if (!('key' in place)) throw new Error(`${version} has no key for ${setting}`)
  return place.key
}

/** Whether a version keeps a setting in deployment.toml. */
export const hasKey = (setting: Setting, version: Version): boolean => 'key' in placeOf(setting, version)
