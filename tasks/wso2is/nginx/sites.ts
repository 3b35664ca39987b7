import { block, type Directive, directive } from '../../nginx/directive.ts'
import { proxied, upstream } from '../../nginx/proxy.ts'
import { proxySite } from '../../nginx/proxy-site.ts'
import { type Site, siteOf } from '../../nginx/site.ts'
import { defineData } from '../../support/define-data.ts'
import { serversOf } from './nodes.ts'
import { endpointOptions, httpSiteOptions, httpsOptions, managementOptions } from './site-options.ts'

/** Plain HTTP to the nodes' port 9763. `httpSite({ hostname: 'is.example.com', nodes })` */
export const httpSite = defineData(
  'httpSite',
  httpSiteOptions,
  ({ nodes, closed, file = 'is.http.conf', ...site }): Site =>
    proxySite({ ...site, file, directives: closedTo(closed), name: 'is_http', servers: serversOf(nodes, 9763) }),
)

/** HTTPS to the nodes' port 9443. `httpsSite({ hostname: 'is.example.com', nodes, certificate, key })` */
export const httpsSite = defineData(
  'httpsSite',
  httpsOptions,
  ({ nodes, closed, file = 'is.https.conf', ...site }): Site =>
    proxySite({
      ...site,
      file,
      directives: closedTo(closed),
      name: 'is_https',
      protocol: 'https',
      servers: serversOf(nodes, 9443),
    }),
)

/**
 * The management console under a name of its own, with logs of its own. The guide sends it to one manager node, which
 * Identity Server does not have; here it goes to all nodes, so that it outlives one.
 *
 * @example managementSite({ hostname: 'mgt.is.example.com', nodes, certificate, key })
 */
export const managementSite = defineData(
  'managementSite',
  managementOptions,
  ({ nodes, closed, file = 'mgt.is.https.conf', logs = '/var/log/nginx', ...site }): Site =>
    proxySite({
      ...site,
      file,
      name: 'is_mgt',
      protocol: 'https',
      servers: serversOf(nodes, 9443),
      directives: [
        ...closedTo(closed),
        directive('error_log', `${logs}/mgt-error.log`),
        directive('access_log', `${logs}/mgt-access.log`),
      ],
    }),
)

/** What the guide exposes. A path that ends in a slash is a folder. */
export const endpoints: readonly string[] = [
  '/oauth2/token',
  '/commonauth',
  '/oauth2/authorize',
  '/authenticationendpoint/',
  '/oauth2/userinfo',
]

/**
 * Only some endpoints, in place of `httpsSite`; all else is 404. Redirects to a node are turned into such to the name.
 *
 * @example endpointSite({ hostname: 'is.example.com', nodes, certificate, key, paths: [...endpoints, '/samlsso'] })
 */
export const endpointSite = defineData(
  'endpointSite',
  endpointOptions,
  ({ nodes, closed, listen = { port: 443 }, file = 'is.https.conf', paths = endpoints, ...site }): Site => {
    const to = upstream('is_https', { servers: serversOf(nodes, 9443), sticky: site.sticky })
    const port = listen.port === 443 ? '' : `:${listen.port}`
    const locations = paths.map((path) => {
      const redirects = to.servers.map((node) =>
        directive('proxy_redirect', `https://${node}${path}`, `https://${site.hostname}${port}${path}`),
      )
      return proxied(path, `https://${to.name}${path}`, to, redirects)
    })
    return siteOf({ ...site, file, listen }, to.directives, [...locations, ...closedTo(closed), notFound('/')])
  },
)

const notFound = (path: string): Directive => block('location', [path], [directive('return', '404')])

const closedTo = (paths: readonly string[] = []): Directive[] => paths.map(notFound)
