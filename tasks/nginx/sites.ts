import { bracketed } from '../../lib/core/address.ts'
import { defineData } from '../support/define-data.ts'
import { block, type Directive, directive, render } from './directive.ts'
import { proxied, upstream } from './proxy.ts'
import {
  endpointOptions,
  type HttpSite,
  type HttpsSite,
  httpOptions,
  httpsOptions,
  type Listen,
  managementOptions,
  type Site,
} from './site.ts'

/** Plain HTTP to the nodes' port 9763. `httpSite({ hostname: 'is.example.com', nodes })` */
export const httpSite = defineData(
  'httpSite',
  httpOptions,
  ({ listen = { port: 80 }, file = 'is.http.conf', ...site }): Site => {
    const to = upstream('is_http', 9763, site)
    return made(file, { ...site, listen }, [
      ...to.directives,
      server(site.hostname, listen, [], [...closedTo(site), proxied('/', `http://${to.name}`, to)]),
    ])
  },
)

/** HTTPS to the nodes' port 9443. `httpsSite({ hostname: 'is.example.com', nodes, certificate, key })` */
export const httpsSite = defineData(
  'httpsSite',
  httpsOptions,
  ({ listen = { port: 443 }, file = 'is.https.conf', ...site }): Site => {
    const to = upstream('is_https', 9443, site)
    return made(file, { ...site, listen }, [
      ...to.directives,
      server(site.hostname, listen, tls(site), [...closedTo(site), proxied('/', `https://${to.name}`, to)]),
    ])
  },
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
  ({ listen = { port: 443 }, file = 'mgt.is.https.conf', logs = '/var/log/nginx', ...site }): Site => {
    const to = upstream('is_mgt', 9443, site)
    return made(file, { ...site, listen }, [
      ...to.directives,
      server(site.hostname, listen, tls(site), [
        ...closedTo(site),
        proxied('/', `https://${to.name}`, to),
        directive('error_log', `${logs}/mgt-error.log`),
        directive('access_log', `${logs}/mgt-access.log`),
      ]),
    ])
  },
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
  ({ listen = { port: 443 }, file = 'is.https.conf', paths = endpoints, ...site }): Site => {
    const to = upstream('is_https', 9443, site)
    const port = listen.port === 443 ? '' : `:${listen.port}`
    const locations = paths.map((path) => {
      const redirects = to.servers.map((node) =>
        directive('proxy_redirect', `https://${node}${path}`, `https://${site.hostname}${port}${path}`),
      )
      return proxied(path, `https://${to.name}${path}`, to, redirects)
    })
    const rest = notFound('/')
    return made(file, { ...site, listen }, [
      ...to.directives,
      server(site.hostname, listen, tls(site), [...closedTo(site), ...locations, rest]),
    ])
  },
)

const notFound = (path: string): Directive => block('location', [path], [directive('return', '404')])

const closedTo = ({ closed = [] }: Pick<HttpSite, 'closed'>): Directive[] => closed.map(notFound)

const made = (
  file: string,
  site: Pick<Site, 'hostname' | 'listen'> & Partial<HttpsSite>,
  directives: readonly Directive[],
): Site => ({
  file,
  hostname: site.hostname,
  listen: site.listen,
  reads: [site.certificate, site.key].filter((path) => path !== undefined),
  text: `# Written by runbook: changes made here are undone by the next run.\n${render(directives)}`,
})

const server = (
  hostname: string,
  { address, port }: Listen,
  secured: readonly Directive[],
  inner: readonly Directive[],
): Directive =>
  block(
    'server',
    [],
    [
      directive(
        'listen',
        `${address === undefined ? '' : `${bracketed(address)}:`}${port}`,
        ...(secured.length > 0 ? ['ssl'] : []),
      ),
      directive('server_name', hostname),
      ...secured,
      ...inner,
    ],
  )

const tls = ({ certificate, key }: HttpsSite): Directive[] => [
  directive('ssl_certificate', certificate),
  directive('ssl_certificate_key', key),
]
