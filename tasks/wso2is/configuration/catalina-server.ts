import * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import { xml } from '../../edits/xml.ts'
import { objectOf, port, text } from '../../support/schema.ts'
import { conf, ofProductUntil } from '../product.ts'

const options = ofProductUntil('5.8.0', {
  /** The ports by which clients reach the load balancer. */
  proxyPorts: objectOf('two ports, { http, https }', {
    /** In place of 9763. */
    http: port,
    /** In place of 9443. */
    https: port,
  }),
  /** Trust `x-forwarded-*` headers of proxies whose address matches this regular expression. */
  remoteIpValve: v.optional(
    objectOf('{ internalProxies }', {
      /** As in `10\.0\.0\.10`. */
      internalProxies: text('a regular expression of addresses'),
    }),
  ),
})
export type Catalina = v.InferInput<typeof options>

const valve = 'org.apache.catalina.valves.RemoteIpValve'

/**
 * The connectors behind a load balancer (guide: "Changing hostnames and ports", step 1). A connector is known by its own
 * port, which a port offset does not change in the file.
 *
 * @example catalinaServer({ home, version, proxyPorts: { http: 80, https: 443 } })
 */
export const catalinaServer = defineTask('catalinaServer', {
  options,
  tasks: ({ home, proxyPorts, remoteIpValve }) => {
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
  },
})

const valveElement = (internalProxies: string) =>
  xml.element('Valve', {
    className: valve,
    internalProxies,
    remoteIpHeader: 'x-forwarded-for',
    proxiesHeader: 'x-forwarded-by',
    protocolHeader: 'x-forwarded-proto',
  })
