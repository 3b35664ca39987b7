import * as v from 'valibot'
import type { ProxiedServer } from '../../nginx/proxy.ts'
import { host, objectOf, someOf } from '../../support/schema.ts'
import { offset } from '../server/ports.ts'

/** A node as the load balancer reaches it. */
export interface ClusterNode {
  /** Its address: a name, or an IP address. */
  readonly address: string
  /** The node's port offset. Default: 0. */
  readonly offset?: number | undefined
}

const node: v.GenericSchema<ClusterNode> = objectOf('a node, { address, offset? }', {
  address: host,
  offset: v.optional(offset),
})

export const nodes: v.GenericSchema<readonly ClusterNode[]> = someOf(node, 'the nodes of the cluster')

/** Where the nodes listen, by the port of one without an offset. */
export const serversOf = (nodes: readonly ClusterNode[], port: number): ProxiedServer[] =>
  nodes.map(({ address, offset = 0 }) => ({ address, port: port + offset }))
