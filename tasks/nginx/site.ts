import * as v from 'valibot'
import { host, hostName, hostPath, listOf, objectOf, port, someOf, text } from '../support/schema.ts'
import { nodes, sticky } from './proxy.ts'

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

const productPath: v.GenericSchema<string> = v.pipe(
  text('a path of the product, as in /oauth2/token'),
  v.regex(/^\/\S*$/, ({ input }) => `${JSON.stringify(input)} is no path: write it from / on, as in /oauth2/token`),
)

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
  /** Paths that nobody outside is to reach: they are 404. Default: none. */
  closed: v.optional(someOf(productPath, 'paths to close')),
}
export const httpOptions = v.strictObject(http)
export type HttpSite = v.InferInput<typeof httpOptions>

const https = {
  ...http,
  /** On the load balancer, PEM. */
  certificate: hostPath,
  /** The private key of the certificate, on the load balancer, PEM. */
  key: hostPath,
}
export const httpsOptions = v.strictObject(https)
export type HttpsSite = v.InferInput<typeof httpsOptions>

const management = {
  ...https,
  /** Folder for its logs. Default: /var/log/nginx. */
  logs: v.optional(hostPath),
}
export const managementOptions = v.strictObject(management)

const endpoint = {
  ...https,
  /** What to expose; one that ends in a slash is a folder. Default: `endpoints`. */
  paths: v.optional(someOf(productPath, 'paths to expose')),
}
export const endpointOptions = v.strictObject(endpoint)
