import * as v from 'valibot'
import { bracketed } from '../../lib/core/address.ts'
import { host, objectOf, someOf, whole, wordOf } from '../support/schema.ts'
import { block, type Directive, directive } from './directive.ts'

/** A node as the load balancer reaches it. */
export interface Node {
  /** Its address: a name, or an IP address. */
  readonly address: string
  /** The node's port offset. Default: 0. */
  readonly offset?: number | undefined
}

const node: v.GenericSchema<Node> = objectOf('a node, { address, offset? }', {
  address: host,
  offset: v.optional(whole('a port offset', 0, 50000)),
})

export const nodes: v.GenericSchema<readonly Node[]> = someOf(node, 'the nodes of the cluster')

export const sticky: v.GenericSchema<'ip_hash' | 'learn'> = wordOf('ip_hash', 'learn')

interface Balanced {
  readonly nodes: readonly Node[]
  readonly sticky?: v.InferInput<typeof sticky> | undefined
}

export interface Upstream {
  readonly name: string
  readonly servers: readonly string[]
  readonly directives: readonly Directive[]
}

/** The nodes, and what to say of a connection: `upgrade` where a web socket is asked for, else it would never close. */
export function upstream(name: string, port: number, { nodes, sticky = 'ip_hash' }: Balanced): Upstream {
  const servers = nodes.map(({ address, offset = 0 }) => `${bracketed(address)}:${port + offset}`)
  const stick =
    sticky === 'ip_hash'
      ? directive('ip_hash')
      : directive(
          'sticky',
          'learn',
          'create=$upstream_cookie_jsessionid',
          'lookup=$cookie_jsessionid',
          `zone=${name}_sessions:1m`,
        )
  return {
    name,
    servers,
    directives: [
      block('upstream', [name], [...servers.map((server) => directive('server', server)), stick]),
      block(
        'map',
        ['$http_upgrade', `$${name}_connection`],
        [directive('default', 'upgrade'), directive('""', 'close')],
      ),
    ],
  }
}

/** A location with the headers and time-outs of the guide. */
export const proxied = (path: string, to: string, { name }: Upstream, more: readonly Directive[] = []): Directive =>
  block(
    'location',
    [path],
    [
      ...[
        ['X-Forwarded-Host', '$host'],
        ['X-Forwarded-Server', '$host'],
        ['X-Forwarded-For', '$proxy_add_x_forwarded_for'],
        ['X-Forwarded-Proto', '$scheme'],
        ['Host', '$http_host'],
      ].map((words) => directive('proxy_set_header', ...words)),
      directive('proxy_read_timeout', '5m'),
      directive('proxy_send_timeout', '5m'),
      directive('proxy_pass', to),
      ...more,
      directive('proxy_http_version', '1.1'),
      directive('proxy_set_header', 'Upgrade', '$http_upgrade'),
      directive('proxy_set_header', 'Connection', `$${name}_connection`),
    ],
  )
