import * as v from 'valibot'
import { path, words } from './values.ts'

export const tls = v.optional(
  v.strictObject({
    /** Where it is on the load balancer. */
    certificate: v.optional(path, '/etc/nginx/ssl/is.crt'),
    /** Where its private key is. */
    key: v.optional(path, '/etc/nginx/ssl/is.key'),
    /** Your own pair, PEM files of this machine. Default: one is made, which signs itself. */
    from: v.optional(v.strictObject({ certificate: words('the certificate'), key: words('the key') })),
    /** Of the key of one that is made. */
    algorithm: v.optional(
      v.picklist(['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-prime256v1', 'ec-secp384r1']),
      'rsa-2048',
    ),
    /** Days that one that is made is valid. */
    days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 365),
    /** Days before its end at which it is made anew. */
    renewBefore: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 30),
  }),
  {},
)

export const nginx = v.optional(
  v.strictObject({
    /** Only those endpoints; the console and the dashboard are then not reached. */
    endpoints: v.optional(v.boolean(), false),
    /** By address, or by cookie. */
    sticky: v.optional(v.picklist(['ip_hash', 'learn']), 'ip_hash'),
  }),
  {},
)
