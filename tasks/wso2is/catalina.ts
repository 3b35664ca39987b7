import { xml } from '../xml.ts'
import { conf, type IdentityServer } from './product.ts'

export interface Catalina extends IdentityServer {
  /** The ports by which clients reach the load balancer. */
  readonly proxyPorts: { readonly http: number; readonly https: number }
  /** Trust `x-forwarded-*` headers of proxies whose address matches this regular expression. */
  readonly remoteIpValve?: { readonly internalProxies: string } | undefined
}

const valve = 'org.apache.catalina.valves.RemoteIpValve'

/**
 * The connectors behind a load balancer (guide: "Changing hostnames and ports", step 1). A connector is known by its own
 * port, which a port offset does not change in the file.
 *
 * @example catalinaServer({ home, proxyPorts: { http: 80, https: 443 } })
 */
export const catalinaServer = ({ home, proxyPorts, remoteIpValve }: Catalina) => {
  const proxyPort = (port: number, proxy: number) =>
    xml.attribute(`/Server/Service/Connector[@port="${port}"]`, 'proxyPort', String(proxy), { after: 'port' })
  return xml({
    title: `answer behind ports ${proxyPorts.http} and ${proxyPorts.https}`,
    path: conf(home, 'tomcat/catalina-server.xml'),
    edits: [
      proxyPort(9763, proxyPorts.http),
      proxyPort(9443, proxyPorts.https),
      ...(remoteIpValve
        ? [
            xml.ensure(
              '/Server/Service/Engine/Host',
              `Valve[@className="${valve}"]`,
              valveElement(remoteIpValve.internalProxies),
              { position: 'first' },
            ),
          ]
        : []),
    ],
  })
}

const valveElement = (internalProxies: string) =>
  xml.element('Valve', {
    className: valve,
    internalProxies,
    remoteIpHeader: 'x-forwarded-for',
    proxiesHeader: 'x-forwarded-by',
    protocolHeader: 'x-forwarded-proto',
  })
