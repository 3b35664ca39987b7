import type { ContentAnswer, Fact } from '../../lib/core/fact.ts'
import type { Secret } from '../../lib/core/secret.ts'
import { truststore } from '../truststore.ts'
import type { IdentityServer } from './product.ts'

export interface ClientTruststore extends IdentityServer {
  /** The name of the certificate in the store. */
  readonly alias: string
  /** PEM, or where it is: `on('lb', contentFact('/etc/nginx/ssl/is.crt'))`. */
  readonly certificate: string | Fact<ContentAnswer>
  /** Default: wso2carbon, as in the pack. */
  readonly password?: Secret | string | undefined
  /** JAVA_HOME on the host. Default: as `truststore` finds it. */
  readonly javaHome?: string | undefined
}

/** The trust store that a server reads at its start. */
export const clientTruststorePath = (home: string): string =>
  `${home}/repository/resources/security/client-truststore.jks`

/**
 * The load balancer's certificate in the server's own trust store (guide: "Create SSL certificates", step 5), on every
 * node: each reads its own copy.
 *
 * @example clientTruststore({ home, alias: 'is.example.com', certificate: on('lb', contentFact('/etc/nginx/ssl/is.crt')) })
 */
export const clientTruststore = ({ home, alias, certificate, password = 'wso2carbon', javaHome }: ClientTruststore) =>
  truststore({
    path: clientTruststorePath(home),
    password,
    alias,
    certificate,
    ...(javaHome === undefined ? {} : { javaHome }),
  })
