import type { Resource } from '../../lib/core/resource.ts'
import { hostArchive } from '../archive.ts'
import { json } from '../json.ts'
import { xml } from '../xml.ts'
import { conf, type IdentityServer } from './product.ts'

export interface Dashboard extends IdentityServer {
  /** The name by which clients reach the cluster. */
  readonly hostname: string
  /** The HTTPS port by which clients reach the load balancer. */
  readonly port: number
}

/**
 * The user dashboard and portal behind the load balancer (guide: "Setting up the dashboard").
 *
 * @example dashboard({ home, hostname: 'is.example.com', port: 443 })
 */
export const dashboard = (args: Dashboard): Resource[] => [
  dashboardSignOn(args),
  dashboardSite({ ...args, app: 'dashboard' }),
  dashboardSite({ ...args, app: 'portal' }),
  ...gadgetServer(args),
]

/**
 * Where the dashboard's single sign-on returns to: the host name that browsers use, compared as a whole by the server.
 *
 * @example dashboardSignOn({ home, hostname: 'is.example.com', port: 443 })
 */
export const dashboardSignOn = ({ home, hostname, port }: Dashboard) => {
  const url = `https://${hostname}${port === 443 ? '' : `:${port}`}/dashboard/acs`
  const provider = '/SSOIdentityProviderConfig/ServiceProviders/ServiceProvider[Issuer="wso2.my.dashboard"]'
  return xml({
    title: `return the dashboard's sign-on to ${url}`,
    path: conf(home, 'identity/sso-idp-config.xml'),
    edits: [
      xml.text(`${provider}/AssertionConsumerServiceURLs/AssertionConsumerServiceURL`, url),
      xml.text(`${provider}/DefaultAssertionConsumerServiceURL`, url),
    ],
  })
}

/**
 * The proxy's address for one of the Jaggery applications. All other keys stay, also those of later versions.
 *
 * @example dashboardSite({ home, app: 'portal', hostname: 'is.example.com', port: 443 })
 */
export const dashboardSite = ({
  home,
  app,
  hostname,
  port,
}: Dashboard & {
  /** Which of them. */
  readonly app: 'dashboard' | 'portal'
}) =>
  json({
    title: `tell the ${app} of ${hostname}`,
    path: `${home}/repository/deployment/server/jaggeryapps/${app}/conf/site.json`,
    edits: [json.set(['proxy', 'proxyHost'], hostname), json.set(['proxy', 'proxyHTTPSPort'], String(port))],
  })

/**
 * The dashboard's gadget server: its war is unpacked first, as the server itself would do at its first start.
 *
 * @example gadgetServer({ home, hostname: 'is.example.com', port: 443 })
 */
export const gadgetServer = ({ home, hostname, port }: Dashboard): Resource[] => {
  const webapps = `${home}/repository/deployment/server/webapps`
  const parameter = '/web-app/context-param[param-name="system.properties"]/param-value'
  return [
    hostArchive({
      title: 'unpack shindig.war, the gadget server',
      archive: `${webapps}/shindig.war`,
      path: `${webapps}/shindig`,
      known: ['WEB-INF/web.xml'],
    }),
    xml({
      title: `tell the gadget server of ${hostname}`,
      path: `${webapps}/shindig/WEB-INF/web.xml`,
      edits: [xml.setting(parameter, 'shindig.host', hostname), xml.setting(parameter, 'shindig.port', String(port))],
    }),
  ]
}
