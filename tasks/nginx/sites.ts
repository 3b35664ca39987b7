import * as v from 'valibot'
import { bracketed } from '../../lib/core/address.ts'
import { defineData } from '../support/define-data.ts'
import { host, hostName, hostPath, listOf, objectOf, port, someOf, text } from '../support/schema.ts'
import { block, type Directive, directive, render } from './directive.ts'
import { nodes, proxied, sticky, upstream } from './proxy.ts'

/** A file of nginx's configuration that stands for itself: it may be there or not without the others. */
export interface Site {
  /** Its name, in the folder of the sites. */
  readonly file: string
  /** What the file shall hold. */
  readonly text: string
  /** The name that it answers to. */
  readonly hostname: string
  /** Where it listens. */
  readonly listen: Listen
  /** Other files on the host that nginx reads with it. */
  readonly reads: readonly string[]
}

export interface Listen {
  /** Default: every IPv4 address. */
  readonly address?: string | undefined
  /** TCP port. */
  readonly port: number
}

/** A file in the folder of the sites. */
export const siteFile: v.GenericSchema<string> = v.pipe(
  text('the name of a file'),
  v.check(
    (name) => /^[^/\s]+$/.test(name) && name !== '.' && name !== '..',
    ({ input }) => `${JSON.stringify(input)} is no name of a file: write it without a folder`,
  ),
)

const listen: v.GenericSchema<Listen> = objectOf('where to listen, { address?, port }', {
  address: v.optional(host),
  port,
})

/** What one of these functions gives. */
export const site: v.GenericSchema<Site> = objectOf('a site, as httpsSite() makes one', {
  file: siteFile,
  text: text('what the file shall hold'),
  hostname: text('the name that it answers to'),
  listen,
  reads: listOf(hostPath, 'files of the host'),
})

const http = {
  /** The nodes of the cluster. */
  nodes,
  /**
   * How a browser stays with its node, as the console and the dashboard need it: by the client's address (any nginx), or
   * by the session's cookie (NGINX Plus). Default: ip_hash.
   */
  sticky: v.optional(sticky),
  /** The name that clients use. */
  hostname: hostName,
  /** Default: port 80, for `http` sites, else 443. */
  listen: v.optional(listen),
  /** Default: as in the guide: is.http.conf, is.https.conf, mgt.is.https.conf. */
  file: v.optional(siteFile),
}
const httpOptions = v.strictObject(http)
export type HttpSite = v.InferInput<typeof httpOptions>

const https = {
  ...http,
  /** On the load balancer, PEM. */
  certificate: hostPath,
  /** The private key of the certificate, on the load balancer, PEM. */
  key: hostPath,
}
const httpsOptions = v.strictObject(https)
export type HttpsSite = v.InferInput<typeof httpsOptions>

/** Plain HTTP to the nodes' port 9763. `httpSite({ hostname: 'is.example.com', nodes })` */
export const httpSite = defineData(
  'httpSite',
  httpOptions,
  ({ listen = { port: 80 }, file = 'is.http.conf', ...site }): Site => {
    const to = upstream('is_http', 9763, site)
    return made(file, { ...site, listen }, [
      ...to.directives,
      server(site.hostname, listen, [], [proxied('/', `http://${to.name}`, to)]),
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
      server(site.hostname, listen, tls(site), [proxied('/', `https://${to.name}`, to)]),
    ])
  },
)

const managementOptions = v.strictObject({
  ...https,
  /** Folder for its logs. Default: /var/log/nginx. */
  logs: v.optional(hostPath),
})

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

const endpointOptions = v.strictObject({
  ...https,
  /** What to expose; one that ends in a slash is a folder. Default: `endpoints`. */
  paths: v.optional(
    someOf(
      v.pipe(
        text('a path of the product, as in /oauth2/token'),
        v.regex(
          /^\/\S*$/,
          ({ input }) => `${JSON.stringify(input)} is no path: write it from / on, as in /oauth2/token`,
        ),
      ),
      'paths to expose',
    ),
  ),
})

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
    const rest = block('location', ['/'], [directive('return', '404')])
    return made(file, { ...site, listen }, [
      ...to.directives,
      server(site.hostname, listen, tls(site), [...locations, rest]),
    ])
  },
)

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
