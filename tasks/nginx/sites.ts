import { block, type Directive, directive, render } from './directive.ts'
import { type Balanced, bracketed, proxied, upstream } from './proxy.ts'

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
  readonly address?: string
  /** TCP port. */
  readonly port: number
}

export interface HttpSite extends Balanced {
  /** The name that clients use. */
  readonly hostname: string
  /** Default: port 80, for `http` sites, else 443. */
  readonly listen?: Listen
  /** Default: as in the guide: is.http.conf, is.https.conf, mgt.is.https.conf. */
  readonly file?: string
}

export interface HttpsSite extends HttpSite {
  /** On the load balancer, PEM. */
  readonly certificate: string
  /** The private key of the certificate, on the load balancer, PEM. */
  readonly key: string
}

/** Plain HTTP to the nodes' port 9763. `httpSite({ hostname: 'is.example.com', nodes })` */
export function httpSite({ listen = { port: 80 }, file = 'is.http.conf', ...site }: HttpSite): Site {
  const to = upstream('is_http', 9763, site)
  return made(file, { ...site, listen }, [
    ...to.directives,
    server(site.hostname, listen, [], [proxied('/', `http://${to.name}`, to)]),
  ])
}

/** HTTPS to the nodes' port 9443. `httpsSite({ hostname: 'is.example.com', nodes, certificate, key })` */
export function httpsSite({ listen = { port: 443 }, file = 'is.https.conf', ...site }: HttpsSite): Site {
  const to = upstream('is_https', 9443, site)
  return made(file, { ...site, listen }, [
    ...to.directives,
    server(site.hostname, listen, tls(site), [proxied('/', `https://${to.name}`, to)]),
  ])
}

/**
 * The management console under a name of its own, with logs of its own. The guide sends it to one manager node, which
 * Identity Server does not have; here it goes to all nodes, so that it outlives one.
 *
 * @example managementSite({ hostname: 'mgt.is.example.com', nodes, certificate, key })
 */
export function managementSite({
  listen = { port: 443 },
  file = 'mgt.is.https.conf',
  logs = '/var/log/nginx',
  ...site
}: HttpsSite & {
  /** Folder for its logs. Default: /var/log/nginx. */
  readonly logs?: string
}): Site {
  const to = upstream('is_mgt', 9443, site)
  return made(file, { ...site, listen }, [
    ...to.directives,
    server(site.hostname, listen, tls(site), [
      proxied('/', `https://${to.name}`, to),
      directive('error_log', `${logs}/mgt-error.log`),
      directive('access_log', `${logs}/mgt-access.log`),
    ]),
  ])
}

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
export function endpointSite({
  listen = { port: 443 },
  file = 'is.https.conf',
  paths = endpoints,
  ...site
}: HttpsSite & {
  /** What to expose; one that ends in a slash is a folder. Default: `endpoints`. */
  readonly paths?: readonly string[]
}): Site {
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
}

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
