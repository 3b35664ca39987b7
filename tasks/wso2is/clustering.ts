import { xml } from '../xml.ts'
import { conf, type IdentityServer } from './product.ts'

export interface Member {
  /** An IP address, or a range of its last part as in `10.0.0.11-14`. */
  readonly host: string
  /** Its clustering port, as in 4000. */
  readonly port: number
}

export interface Clustering extends IdentityServer {
  /** The name of the cluster, equal on all nodes. */
  readonly domain: string
  /** This node, as the others reach it. A port offset of the server is not added to the port. */
  readonly self: Member
  /** All members, this one too: the same list on every node. */
  readonly members: readonly Member[]
}

/**
 * Hazelcast clustering by well-known addresses (guide: "Clustering Identity Server for high availability", step 2).
 *
 * @example clustering({ home, domain: 'wso2.is.domain', self: { host: '10.0.0.11', port: 4000 }, members })
 */
export const clustering = ({ home, domain, self, members }: Clustering) => {
  const at = '/axisconfig/clustering'
  const parameter = (name: string) => `${at}/parameter[@name="${name}"]`
  return xml({
    title: `cluster as ${self.host}:${self.port} in ${domain}`,
    path: conf(home, 'axis2/axis2.xml'),
    edits: [
      xml.attribute(at, 'enable', 'true'),
      xml.text(parameter('membershipScheme'), 'wka'),
      xml.text(parameter('domain'), domain),
      xml.text(parameter('localMemberHost'), self.host),
      xml.text(parameter('localMemberPort'), String(self.port)),
      xml.only(
        `${at}/members`,
        'member',
        members.map(({ host, port }) =>
          xml.element('member', {}, [xml.element('hostName', {}, host), xml.element('port', {}, port)]),
        ),
      ),
    ],
  })
}
