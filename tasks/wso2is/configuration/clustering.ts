import type * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import type { XmlEdit } from '../../../lib/edit/xml/index.ts'
import { xml } from '../../edits/xml.ts'
import { host, line, objectOf, port, someOf } from '../../support/schema.ts'
import { conf, ofProductUntil } from '../product.ts'

export interface Member {
  /** An IP address, or a range of its last part as in `10.0.0.11-14`. */
  readonly host: string
  /** Its clustering port, as in 4000. */
  readonly port: number
}

export const member: v.GenericSchema<Member> = objectOf('a member, { host, port }', { host, port })

const options = ofProductUntil('5.8.0', {
  /** The name of the cluster, equal on all nodes. */
  domain: line('the name of the cluster'),
  /** This node, as the others reach it. A port offset of the server is not added to the port. */
  self: member,
  /** All members, this one too: the same list on every node. */
  members: someOf(member, 'the members of the cluster'),
})
export type Clustering = v.InferInput<typeof options>

/**
 * Hazelcast clustering by well-known addresses (guide: "Clustering Identity Server for high availability", step 2).
 *
 * @example clustering({ home, version, domain: 'wso2.is.domain', self: { host: '10.0.0.11', port: 4000 }, members })
 */
export const clustering = defineTask('clustering', {
  options,
  tasks: ({ home, ...cluster }) =>
    xml({
      title: `cluster as ${cluster.self.host}:${cluster.self.port} in ${cluster.domain}`,
      path: conf(home, 'axis2/axis2.xml'),
      edits: clusteringEdits(cluster),
    }),
})

/** What axis2.xml says of the cluster. */
export function clusteringEdits({ domain, self, members }: Pick<Clustering, 'domain' | 'self' | 'members'>): XmlEdit[] {
  const at = '/axisconfig/clustering'
  const parameter = (name: string) => `${at}/parameter[@name="${name}"]`
  return [
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
  ]
}
