import { secretValue } from '../support/e2e.ts'

/** A row of the guide, a file below `repository`, an XPath 1.0 expression, and what it finds on a node. */
export type Read = readonly [row: string, file: string, path: string, wanted: string]

export const secretInXml = secretValue.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

const local = (...names: string[]) => names.map((name) => `/*[local-name()="${name}"]`).join('')
const text = (path: string) => `string(${path})`
/** A quoted text of both quotes cannot be written in XPath 1.0. */
const withoutQuote = (path: string) => `translate(string(${path}), "'", "")`
const password = secretValue.replace("'", '')

const master = 'conf/datasources/master-datasources.xml'
const source = (name: string) => `/datasources-configuration/datasources/datasource[name="${name}"]`
const settings = (name: string) => `${source(name)}/definition[@type="RDBMS"]/configuration`
const url = (name: string) => `jdbc:mysql://10.0.0.20:3306/${name}?autoReconnect=true&useSSL=false`

const datasource = (name: string, jndi: string, database: string): Read[] => [
  ['5, 6', master, text(`${source(name)}/jndiConfig/name`), jndi],
  ['5', master, text(`${settings(name)}/url`), url(database)],
  ['5', master, text(`${settings(name)}/username`), 'wso2carbon'],
  ['5', master, withoutQuote(`${settings(name)}/password`), password],
  ['5', master, text(`${settings(name)}/driverClassName`), 'com.mysql.jdbc.Driver'],
  ['5', master, text(`${settings(name)}/validationQuery`), 'SELECT 1'],
]

const bps = 'conf/datasources/bps-datasources.xml'
const registry = 'conf/registry.xml'
const mount = (part: string): Read[] => [
  ['8', registry, text(`/wso2registry/mount[@path="/_system/${part}"]/@overwrite`), 'true'],
  ['8', registry, text(`/wso2registry/mount[@path="/_system/${part}"]/targetPath`), `/_system/${part}`],
  ['8', registry, text(`/wso2registry/mount[@path="/_system/${part}"]/instanceId`), 'sharedregistry'],
]

const axis2 = 'conf/axis2/axis2.xml'
const parameter = (name: string) => text(`/axisconfig/clustering/parameter[@name="${name}"]`)
const member = (at: number) => `/axisconfig/clustering/members/member[${at}]`

const carbon = 'conf/carbon.xml'
const users = 'conf/user-mgt.xml'
const identity = 'conf/identity/identity.xml'
const tomcat = 'conf/tomcat/catalina-server.xml'
const signOn = 'conf/identity/sso-idp-config.xml'
const provider = '/SSOIdentityProviderConfig/ServiceProviders/ServiceProvider[Issuer="wso2.my.dashboard"]'
const gadgets = 'deployment/server/webapps/shindig/WEB-INF/web.xml'
const properties = `//*[local-name()="context-param"][*[local-name()="param-name"]="system.properties"]/*[local-name()="param-value"]`
const acs = 'https://is.example.com/dashboard/acs'

export const reads = (version: string, self: string): readonly Read[] => [
  ['2', 'conf/identity/embedded-ldap.xml', text('/EmbeddedLDAPConfig/EmbeddedLDAP/Property[@name="enable"]'), 'false'],
  ['5', master, 'count(/datasources-configuration/datasources/datasource)', '3'],
  ['5', master, text(`${source('WSO2_CARBON_DB')}/jndiConfig/name`), 'jdbc/WSO2CarbonDB'],
  ['5', master, 'count(/datasources-configuration/providers/provider)', '1'],
  ...datasource('WSO2UserStore', 'jdbc/WSO2UserStore', 'WSO2UMDB'),
  ...datasource('WSO2_IDENTITY_DB', 'jdbc/WSO2IdentityDS', 'WSO2_IDENTITY_DB'),
  ['7', bps, text(`${settings('BPS_DS')}/url`), url('WSO2_IDENTITY_DB')],
  ['7', bps, text(`${settings('BPS_DS')}/username`), 'wso2carbon'],
  ['7', bps, withoutQuote(`${settings('BPS_DS')}/password`), password],
  ['7', bps, text(`${settings('BPS_DS')}/driverClassName`), 'com.mysql.jdbc.Driver'],
  ['7', bps, text(`${settings('BPS_DS')}/defaultAutoCommit`), 'false'],
  ['8', registry, text('/wso2registry/currentDBConfig'), 'wso2registry'],
  ['8', registry, text('/wso2registry/dbConfig[@name="wso2registry"]/dataSource'), 'jdbc/WSO2CarbonDB'],
  ['8', registry, text('/wso2registry/dbConfig[@name="sharedregistry"]/dataSource'), 'jdbc/WSO2IdentityDS'],
  ['8', registry, text('/wso2registry/remoteInstance[@url="https://localhost:9443/registry"]/id'), 'sharedregistry'],
  ['8', registry, text('/wso2registry/remoteInstance/dbConfig'), 'sharedregistry'],
  ['8', registry, text('/wso2registry/remoteInstance/readOnly'), 'false'],
  ['8', registry, text('/wso2registry/remoteInstance/cacheId'), 'jdbc:mysql://10.0.0.20:3306/WSO2_IDENTITY_DB'],
  ...mount('config'),
  ...mount('governance'),
  ['9', registry, text('/wso2registry/versionResourcesOnChange'), 'false'],
  ['10', axis2, text('/axisconfig/clustering/@enable'), 'true'],
  ['10', axis2, text('/axisconfig/clustering/groupManagement/@enable'), 'false'],
  ['11', axis2, parameter('domain'), 'wso2.is.domain'],
  ['12', axis2, parameter('membershipScheme'), 'wka'],
  ['13', axis2, parameter('localMemberHost'), self],
  ['13', axis2, parameter('localMemberPort'), '4000'],
  ['14', axis2, 'count(/axisconfig/clustering/members/member)', '2'],
  ['14', axis2, `concat(${member(1)}/hostName, ":", ${member(1)}/port)`, '10.0.0.11:4000'],
  ['14', axis2, `concat(${member(2)}/hostName, ":", ${member(2)}/port)`, '10.0.0.12:4000'],
  ['15', carbon, text(local('Server', 'Cache', 'ForceLocalCache')), version === '5.4.1' ? '' : 'true'],
  ['16', users, text('/UserManager/Realm/Configuration/Property[@name="dataSource"]'), 'jdbc/WSO2UserStore'],
  ['17', users, 'count(/UserManager/Realm/UserStoreManager)', '1'],
  [
    '17',
    users,
    text('/UserManager/Realm/UserStoreManager/@class'),
    'org.wso2.carbon.user.core.jdbc.JDBCUserStoreManager',
  ],
  ['18', identity, text(local('Server', 'JDBCPersistenceManager', 'DataSource', 'Name')), 'jdbc/WSO2IdentityDS'],
  ['18', identity, `count(${local('Server', 'JDBCPersistenceManager', 'SessionDataPersist')})`, '1'],
  ['19', tomcat, text('/Server/Service/Connector[@port="9763"]/@proxyPort'), '80'],
  ['19', tomcat, text('/Server/Service/Connector[@port="9443"]/@proxyPort'), '443'],
  ['20', tomcat, 'count(//Valve[contains(@className, "RemoteIpValve")])', '0'],
  ['21', carbon, text(local('Server', 'HostName')), 'is.example.com'],
  ['21', carbon, text(local('Server', 'MgtHostName')), 'is.example.com'],
  ['38', carbon, text(local('Server', 'Ports', 'Offset')), '0'],
  ['24', signOn, text(`${provider}/AssertionConsumerServiceURLs/AssertionConsumerServiceURL`), acs],
  ['24', signOn, text(`${provider}/DefaultAssertionConsumerServiceURL`), acs],
  ['27', gadgets, `contains(${properties}, "shindig.host=is.example.com")`, 'true'],
  ['27', gadgets, `contains(${properties}, "shindig.port=443")`, 'true'],
]
