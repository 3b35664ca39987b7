import { ensureMember, set, type TomlEdit } from '../../../lib/edit/toml/index.ts'
import type { TomlVersion } from '../product.ts'
import { keyOf } from '../versions/places.ts'

export interface Proxy {
  /** The ports by which clients reach the load balancer. */
  readonly ports: { readonly http: number; readonly https: number }
  /** Trust `x-forwarded-*` headers of proxies whose address matches this regular expression. */
  readonly internalProxies?: string | undefined
}

/** The connectors behind a load balancer in deployment.toml. */
export const proxyEdits = (version: TomlVersion, { ports, internalProxies }: Proxy): TomlEdit[] => [
  set(keyOf('proxyPorts.http', version), ports.http),
  set(keyOf('proxyPorts.https', version), ports.https),
  ...(internalProxies === undefined
    ? []
    : [
        ensureMember(keyOf('remoteIpValve', version), 'properties.className', {
          properties: {
            className: 'org.apache.catalina.valves.RemoteIpValve',
            internalProxies,
            remoteIpHeader: 'x-forwarded-for',
            proxiesHeader: 'x-forwarded-by',
            protocolHeader: 'x-forwarded-proto',
          },
        }),
      ]),
]
