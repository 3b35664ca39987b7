import type * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import { json } from '../../edits/json.ts'
import { xml } from '../../edits/xml.ts'
import { hostArchive } from '../../files/host-archive.ts'
import { hostName, port, wordOf } from '../../support/schema.ts'
import { conf, ofProductUntil } from '../product.ts'

const entries = {
  /** The name by which clients reach the cluster. */
  hostname: hostName,
  /** The HTTPS port by which clients reach the load balancer. */
  port,
}
const instead = 'leave the step out, for there is no dashboard any more'
const options = ofProductUntil('5.9.0', entries, instead)
export type Dashboard = v.InferInput<typeof options>

/**
 * The user dashboard and portal behind the load balancer (guide: "Setting up the dashboard").
 *
 * @example dashboard({ home, version, hostname: 'is.example.com', port: 443 })
 */
export const dashboard = defineTask('dashboard', {
  options,
  tasks: (args) => [
    dashboardSignOn(args),
    dashboardSite({ ...args, app: 'dashboard' }),
    dashboardSite({ ...args, app: 'portal' }),
    gadgetServer(args),
  ],
})

/**
 * Where the dashboard's single sign-on returns to: the host name that browsers use, compared as a whole by the server.
 *
 * @example dashboardSignOn({ home, version, hostname: 'is.example.com', port: 443 })
 */
export const dashboardSignOn = defineTask('dashboardSignOn', {
  options,
  tasks: ({ home, hostname, port }) => {
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
  },
})

const siteEntries = {
  ...entries,
  /** Which of them. */
  app: wordOf('dashboard', 'portal'),
}

/**
 * The proxy's address for one of the Jaggery applications. All other keys stay, also those of later versions.
 *
 * @example dashboardSite({ home, version, app: 'portal', hostname: 'is.example.com', port: 443 })
 */
export const dashboardSite = defineTask('dashboardSite', {
  options: ofProductUntil('5.9.0', siteEntries, instead),
  tasks: ({ home, app, hostname, port }) =>
    json({
      title: `tell the ${app} of ${hostname}`,
      path: `${home}/repository/deployment/server/jaggeryapps/${app}/conf/site.json`,
      edits: [json.set(['proxy', 'proxyHost'], hostname), json.set(['proxy', 'proxyHTTPSPort'], String(port))],
    }),
})

/** The settings of the gadget server, which a server reads when it starts. */
export const gadgetServerPath = (home: string): string =>
  `${home}/repository/deployment/server/webapps/shindig/WEB-INF/web.xml`

/**
 * The dashboard's gadget server: its war is unpacked first, as the server itself would do at its first start.
 *
 * @example gadgetServer({ home, version, hostname: 'is.example.com', port: 443 })
 */
export const gadgetServer = defineTask('gadgetServer', {
  options,
  tasks: ({ home, hostname, port }) => {
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
        path: gadgetServerPath(home),
        edits: [xml.setting(parameter, 'shindig.host', hostname), xml.setting(parameter, 'shindig.port', String(port))],
      }),
    ]
  },
})
