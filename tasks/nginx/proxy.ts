import type * as v from 'valibot'
import { bracketed } from '../../lib/core/address.ts'
import { host, objectOf, port, someOf, wordOf } from '../support/schema.ts'
import { block, type Directive, directive } from './directive.ts'

/** A server that requests are handed on to, as the load balancer reaches it. */
export interface ProxiedServer {
  /** A name, or an IP address. */
  readonly address: string
  /** TCP port. */
  readonly port: number
}

const server: v.GenericSchema<ProxiedServer> = objectOf('a server, { address, port }', { address: host, port })

export const servers: v.GenericSchema<readonly ProxiedServer[]> = someOf(server, 'the servers to hand requests on to')

export const sticky: v.GenericSchema<'ip_hash' | 'learn'> = wordOf('ip_hash', 'learn')

interface Balanced {
  readonly servers: readonly ProxiedServer[]
  readonly sticky?: v.InferInput<typeof sticky> | undefined
}

export interface Upstream {
  readonly name: string
  readonly servers: readonly string[]
  readonly directives: readonly Directive[]
}

/** The servers, and what to say of a connection: `upgrade` where a web socket is asked for, else it would never close. */
export function upstream(name: string, { servers, sticky = 'ip_hash' }: Balanced): Upstream {
  const addresses = servers.map(({ address, port }) => `${bracketed(address)}:${port}`)
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
    servers: addresses,
    directives: [
      block('upstream', [name], [...addresses.map((address) => directive('server', address)), stick]),
      block(
        'map',
        ['$http_upgrade', `$${name}_connection`],
        [directive('default', 'upgrade'), directive('""', 'close')],
      ),
    ],
  }
}

/** A location with the headers that a server behind a proxy needs, and with time for slow answers. */
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
