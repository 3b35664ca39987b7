import * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import { hostPath, line, textOrSecret, wordOf } from '../../support/schema.ts'
import { trustedCertificate } from '../../tls/truststore/given-certificate.ts'
import { truststore } from '../../tls/truststore.ts'
import { ofProduct, type Version } from '../product.ts'
import { releaseOf } from '../versions/releases.ts'

const options = ofProduct({
  /** The name of the certificate in the store. */
  alias: line('the name of the certificate in the store'),
  /**
   * PEM, or where it is: `on('lb', contentFact('/etc/nginx/ssl/is.crt'))`, on the controller `localFact('is.crt')`, or that of
   * a private key in a key store there, `{ from: 'keys/is.p12', password, alias }`.
   */
  certificate: trustedCertificate,
  /** Default: wso2carbon, as in the pack. */
  password: v.optional(textOrSecret),
  /** JAVA_HOME on the host. Default: as `truststore` finds it. */
  javaHome: v.optional(hostPath),
  /** `absent`: no certificate of this name shall be trusted. Default: `present`. */
  state: v.optional(wordOf('present', 'absent')),
})
export type ClientTruststore = v.InferInput<typeof options>

/** The trust store that a server reads at its start; from 7.1.0 on it is of another type. */
export const clientTruststorePath = (home: string, version: Version = '5.3.0'): string =>
  `${home}/repository/resources/security/client-truststore.${releaseOf(version).stores}`

/**
 * A certificate in the server's own trust store, on every node, for each reads its own copy: that of the load balancer
 * (guide: "Create SSL certificates", step 5), of a directory that users are in, or of the servers' own key store.
 *
 * @example clientTruststore({ home, version, alias: 'is.example.com', certificate: on('lb', contentFact('/etc/nginx/ssl/is.crt')) })
 */
export const clientTruststore = defineTask('clientTruststore', {
  options,
  tasks: ({ home, version, alias, certificate, password = 'wso2carbon', javaHome, state }) =>
    truststore({
      path: clientTruststorePath(home, version),
      password,
      alias,
      certificate,
      javaHome,
      state,
    }),
})
