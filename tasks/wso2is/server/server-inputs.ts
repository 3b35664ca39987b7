import { defineData } from '../../support/define-data.ts'
import { clientTruststorePath } from '../configuration/client-truststore.ts'
import { conf, identityServer, isByToml, type Version } from '../product.ts'
import { type Place, placeOf, settingNames } from '../versions/places.ts'

/**
 * The files that these tasks change and that a server reads when it starts: when one of them differs from what it was at
 * the last start, the server is restarted. To be added: a key store of your own, and where `gadgetServer` is used
 * `gadgetServerPath(home)`, which is not there before it is unpacked.
 *
 * @example serverInputs({ home: '/opt/wso2is-5.4.1', version: '5.4.1' })
 */
export const serverInputs = defineData('serverInputs', identityServer, ({ home, version }): string[] => [
  ...(isByToml(version) ? tomlInputs(home, version) : fileInputs(home)),
  clientTruststorePath(home, version),
])

const fileInputs = (home: string): string[] => [
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
]

/** What a server makes of deployment.toml changes with each start: it is no input, but the file is, and what stands beside it. */
const tomlInputs = (home: string, version: Version): string[] => {
  const files = settingNames.flatMap((setting) => {
    const place: Place = placeOf(setting, version)
    return 'file' in place && !place.file.includes('shindig') ? [`${home}/repository/${place.file}`] : []
  })
  return [conf(home, 'deployment.toml'), ...new Set(files)]
}
