export const home = '/opt/wso2is'
export const conf = `${home}/repository/conf`

/** The files that the job edits, below the folder of the configuration. */
export const xmlPaths: readonly string[] = [
  'carbon.xml',
  'axis2/axis2.xml',
  'user-mgt.xml',
  'identity/identity.xml',
  'tomcat/catalina-server.xml',
  'registry.xml',
  'identity/embedded-ldap.xml',
  'identity/sso-idp-config.xml',
  'identity/application-authentication.xml',
  'bps.xml',
]

const jaggery = `${home}/repository/deployment/server/jaggeryapps`

/** Files whose bytes count. */
export const plainPaths: readonly string[] = [
  `${home}/repository/components/lib/mysql-connector-java-8.0.30.jar`,
  `${conf}/datasources/master-datasources.xml`,
  `${conf}/identity/EndpointConfig.properties`,
  '/etc/hosts',
  `${jaggery}/dashboard/conf/site.json`,
  `${jaggery}/portal/conf/site.json`,
  '/etc/nginx/conf.d/is.conf',
  '/etc/nginx/conf.d/mgt.conf',
  '/etc/nginx/conf.d/dashboard.conf',
]

/** What only has to be there, or must not, and its mode. */
export const barePlaces: readonly string[] = [
  `${home}/repository/components/lib/mysql-connector-java.jar`,
  '/opt/is-current',
  '/etc/nginx/ssl',
  '/etc/nginx/ssl/server.key',
  '/etc/nginx/ssl/server.crt',
  '/etc/nginx/sites-enabled/default',
  `${home}/bin/wso2server.sh`,
  '/var/log/wso2is',
]

export const storePath = `${home}/repository/resources/security/client-truststore.jks`
