import * as v from 'valibot'
import { sticky } from '../../nginx/proxy.ts'
import { plainOptions, securedOptions, siteFile } from '../../nginx/site.ts'
import { hostPath, someOf, text } from '../../support/schema.ts'
import { nodes } from './nodes.ts'

const productPath: v.GenericSchema<string> = v.pipe(
  text('a path of the product, as in /oauth2/token'),
  v.regex(/^\/\S*$/, ({ input }) => `${JSON.stringify(input)} is no path: write it from / on, as in /oauth2/token`),
)

const every = {
  /** The nodes of the cluster. */
  nodes,
  /**
   * How a browser stays with its node, as the console and the dashboard need it: by the client's address (any nginx), or
   * by the session's cookie (NGINX Plus). Default: ip_hash.
   */
  sticky: v.optional(sticky),
  /** Default: as in the guide: is.http.conf, is.https.conf, mgt.is.https.conf. */
  file: v.optional(siteFile),
  /** Paths that nobody outside is to reach: they are 404. Default: none. */
  closed: v.optional(someOf(productPath, 'paths to close')),
}

export const httpSiteOptions = v.strictObject({ ...plainOptions, ...every })
export type HttpSite = v.InferInput<typeof httpSiteOptions>

const https = { ...securedOptions, ...every }
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
