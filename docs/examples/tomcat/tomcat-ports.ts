import { defineTask, xml } from 'runbook'
import * as v from 'valibot'

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535))

/**
 * Where Tomcat listens, and what it says of itself behind a proxy. The port by which anybody on the host may end it is closed.
 *
 * @example tomcatPorts({ home: '/opt/tomcat', http: 8080, proxy: { name: 'shop.example.com', port: 443 } })
 */
export const tomcatPorts = defineTask('tomcatPorts', {
  options: v.strictObject({
    home: v.pipe(v.string(), v.startsWith('/')),
    http: port,
    /** The name and port that browsers see. Default: those of Tomcat. */
    proxy: v.optional(v.strictObject({ name: v.string(), port })),
  }),
  tasks: ({ home, http, proxy }) => [
    xml({
      path: `${home}/conf/server.xml`,
      edits: [
        xml.attribute('/Server', 'port', '-1'),
        xml.attribute(connector, 'port', String(http)),
        xml.attribute(connector, 'proxyName', proxy?.name),
        xml.attribute(connector, 'proxyPort', proxy && String(proxy.port)),
      ],
    }),
  ],
})

const connector = '/Server/Service/Connector[@protocol="HTTP/1.1"]'
