import { catalinaServer } from '../../../../tasks/wso2is/index.ts'
import { editsOf } from '../edits.ts'

const proxyPorts = { http: 80, https: 443 }
const ports = ['+                   proxyPort="80"', '+                   proxyPort="443"']
const valve = [
  '+                <Valve className="org.apache.catalina.valves.RemoteIpValve" internalProxies="10\\.0\\.0\\.\\d{1,3}|&lt;any>" remoteIpHeader="x-forwarded-for" proxiesHeader="x-forwarded-by" protocolHeader="x-forwarded-proto"/>',
]
const internalProxies = '10\\.0\\.0\\.\\d{1,3}|<any>'

export const catalinaServerEdits = editsOf('catalinaServer', 'repository/conf/tomcat/catalina-server.xml', [
  {
    name: 'tells each connector its proxy port, which only comments have',
    task: (home) => catalinaServer({ version: '5.4.1', home, proxyPorts }),
    changes: ports,
  },
  {
    name: 'knows the connectors by their port, whatever their order',
    task: (home) => catalinaServer({ version: '5.4.1', home, proxyPorts }),
    before: (text) =>
      text.replace('port="9763"', 'port="@"').replace('port="9443"', 'port="9763"').replace('"@"', '"9443"'),
    changes: [...ports].reverse(),
  },
  {
    name: 'changes other ports',
    task: (home) => catalinaServer({ version: '5.4.1', home, proxyPorts: { http: 8080, https: 8443 } }),
    before: (text) => text.replace('port="9443"\n', 'port="9443" proxyPort=\'443\'\n'),
    changes: [
      '+                   proxyPort="8080"',
      '-                   port="9443" proxyPort=\'443\'',
      '+                   port="9443" proxyPort=\'8443\'',
    ],
  },
  {
    name: 'finds the ports there',
    task: (home) => catalinaServer({ version: '5.4.1', home, proxyPorts }),
    before: (text) =>
      text
        .replace('port="9763"', 'proxyPort="80" port="9763"')
        .replace('port="9443"\n', 'port="9443" proxyPort="443"\n'),
  },
  {
    name: 'trusts the proxies, before the other valves',
    task: (home) => catalinaServer({ version: '5.4.1', home, proxyPorts, remoteIpValve: { internalProxies } }),
    changes: [...ports, ...valve],
  },
  {
    name: 'trusts other proxies than before',
    task: (home) =>
      catalinaServer({
        version: '5.4.1',
        home,
        proxyPorts,
        remoteIpValve: { internalProxies: '10\\.0\\.0\\.\\d{1,3}' },
      }),
    before: (text) =>
      text.replace(
        '                <Valve ',
        '                <Valve className="org.apache.catalina.valves.RemoteIpValve" internalProxies="" remoteIpHeader="x-forwarded-for" proxiesHeader="x-forwarded-by" protocolHeader="x-forwarded-proto"/>\n                <Valve ',
      ),
    changes: [
      ...ports,
      '-                <Valve className="org.apache.catalina.valves.RemoteIpValve" internalProxies="" remoteIpHeader="x-forwarded-for" proxiesHeader="x-forwarded-by" protocolHeader="x-forwarded-proto"/>',
      '+                <Valve className="org.apache.catalina.valves.RemoteIpValve" internalProxies="10\\.0\\.0\\.\\d{1,3}" remoteIpHeader="x-forwarded-for" proxiesHeader="x-forwarded-by" protocolHeader="x-forwarded-proto"/>',
    ],
  },
  {
    name: 'refuses a file whose connector listens elsewhere',
    task: (home) => catalinaServer({ version: '5.4.1', home, proxyPorts }),
    before: (text) => text.replace('port="9443"\n', 'port="9444"\n'),
    refused: /Connector\[@port="9443"\]/,
  },
])
