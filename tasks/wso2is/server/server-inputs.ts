import { defineData } from '../../support/define-data.ts'
import { conf, identityServer } from '../product.ts'

/**
 * The files that these tasks change and that a server reads when it starts: when one of them differs from what it was at
 * the last start, the server is restarted. To be added: a key store of your own, and where `gadgetServer` is used
 * `gadgetServerPath(home)`, which is not there before it is unpacked.
 *
 * @example serverInputs({ home: '/opt/wso2is-5.4.1', version: '5.4.1' })
 */
export const serverInputs = defineData('serverInputs', identityServer, ({ home }): string[] => [
  ...[
    'carbon.xml',
    'registry.xml',
    'user-mgt.xml',
    'axis2/axis2.xml',
    'datasources/master-datasources.xml',
    'datasources/bps-datasources.xml',
    'identity/identity.xml',
    'identity/embedded-ldap.xml',
    'identity/sso-idp-config.xml',
    'tomcat/catalina-server.xml',
  ].map((file) => conf(home, file)),
  ...['dashboard', 'portal'].map((app) => `${home}/repository/deployment/server/jaggeryapps/${app}/conf/site.json`),
  `${home}/repository/resources/security/client-truststore.jks`,
])
