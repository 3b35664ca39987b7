import * as v from 'valibot'
import { defineData } from '../support/define-data.ts'
import { hostPath, listOf, text, wordOf } from '../support/schema.ts'
import { type Directive, directiveSchema } from './directive.ts'
import { proxied, servers, sticky, upstream } from './proxy.ts'
import { plainOptions, type Site, siteFile, siteOf } from './site.ts'

const options = v.pipe(
  v.strictObject({
    ...plainOptions,
    /** A word for the servers, by which nginx's own configuration and its log speak of them. */
    name: v.pipe(
      text('a word for the servers'),
      v.regex(/^\w+$/, ({ input }) => `${JSON.stringify(input)} is no such word: write it in letters, digits and _`),
    ),
    /** The servers, each with its port. */
    servers,
    /** How they are spoken to. Default: http. */
    protocol: v.optional(wordOf('http', 'https')),
    /**
     * How a browser stays with its server: by the client's address (any nginx), or by the cookie JSESSIONID (NGINX Plus).
     * Default: ip_hash.
     */
    sticky: v.optional(sticky),
    /** On the load balancer, PEM. Default: clients come by plain HTTP. */
    certificate: v.optional(hostPath),
    /** The private key of the certificate, on the load balancer, PEM. */
    key: v.optional(hostPath),
    /** Its file. Default: `NAME.conf`. */
    file: v.optional(siteFile),
    /** What else is to stand in the server's block. */
    directives: v.optional(listOf(directiveSchema, 'directives')),
  }),
  v.check(
    ({ certificate, key }) => (certificate === undefined) === (key === undefined),
    'it has one of certificate and key: give both, or neither',
  ),
)
export type ProxySite = v.InferInput<typeof options>

/**
 * A site that hands all requests on to some servers.
 *
 * @example proxySite({ name: 'app', hostname: 'app.example.com', servers: [{ address: '10.0.0.11', port: 8080 }], certificate, key })
 */
export const proxySite = defineData('proxySite', options, (args): Site => {
  const { name, protocol = 'http', certificate, directives = [], file = `${name}.conf` } = args
  const to = upstream(name, args)
  const listen = args.listen ?? { port: certificate === undefined ? 80 : 443 }
  const all: Directive = proxied('/', `${protocol}://${to.name}`, to)
  return siteOf({ ...args, file, listen }, to.directives, [all, ...directives])
})
