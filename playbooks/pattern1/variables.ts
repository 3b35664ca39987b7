import * as v from 'valibot'
import { isSecret, type Secret } from '../../lib/core/secret.ts'
import type { Database } from '../../tasks/wso2is/database.ts'
import type { Datasource } from '../../tasks/wso2is/datasource.ts'
import { versions } from '../../tasks/wso2is/product.ts'
import type { Directory } from '../../tasks/wso2is/user-store.ts'

const words = (what: string) => v.pipe(v.string(), v.nonEmpty(`name ${what}`))
const hostname = v.pipe(
  v.string(),
  v.regex(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i,
    'is not a host name',
  ),
)
const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535))
const path = v.pipe(v.string(), v.regex(/^\/[^\0]*[^/\0]$/, 'is not an absolute path without a slash at its end'))
const password = v.custom<Secret | string>(
  (value) => typeof value === 'string' || isSecret(value),
  'is neither a text nor a secret()',
)

const database = v.custom<Database>(
  (value) => typeof value === 'object' && value !== null && 'driverClass' in value && 'url' in value,
  'is not a database: use mysql(), postgresql(), mssql(), oracle(), db2() or h2()',
)

const directory = v.strictObject({
  kind: v.picklist(['ldap', 'readOnlyLdap', 'activeDirectory']),
  url: v.pipe(v.string(), v.regex(/^ldaps?:\/\//, 'is not an ldap:// or ldaps:// URL')),
  bindDn: words('the DN to bind with'),
  password,
  userSearchBase: words('where users are'),
  groupSearchBase: words('where groups are'),
}) satisfies v.GenericSchema<Directory>

/** The variables of pattern 1. Those of a single node are given under its host; all the others once. */
export const Pattern1 = v.strictObject({
  /** The version of the pack. */
  version: v.picklist(versions, `is not a version that pattern1 knows: ${versions.join(', ')}`),
  /** Folder of the unpacked product on a node. Nodes on one machine have one each. */
  home: v.optional(path),
  /** The product's zip on this machine. Default: it is unpacked on the nodes already. */
  pack: v.optional(words('the zip')),
  /** The JDBC driver's jar on this machine; needless for H2. */
  driver: v.optional(words('the jar')),
  /** The one name by which clients reach the cluster. */
  hostname,
  /** The name of the management console. Default: `hostname`. */
  managementHostname: v.optional(hostname),
  /** Address of the load balancer, for the nodes' hosts file. Default: the hosts file is left alone. */
  loadBalancer: v.optional(v.pipe(v.string(), v.ip('is not an IP address'))),
  hostsFile: v.optional(path, '/etc/hosts'),
  /** Ports of the load balancer. */
  proxyPorts: v.optional(v.strictObject({ http: v.optional(port, 80), https: v.optional(port, 443) }), {}),
  /** Names in the load balancer's certificate. When given, `hostname` must be among them. */
  certificateNames: v.optional(v.array(v.string())),

  /** The databases: by default the shared registry is in the identity database. */
  databases: v.strictObject({ userStore: database, identity: database, registry: v.optional(database) }),
  /** More data sources for `master-datasources.xml`. */
  datasources: v.optional(
    v.array(
      v.custom<Datasource>(
        (value) => typeof value === 'object' && value !== null && 'jndi' in value,
        'is not a data source',
      ),
    ),
    [],
  ),
  /** JNDI names of the data sources that the realm, the identity data and the registry mount use. */
  jndi: v.optional(
    v.strictObject({
      realm: v.optional(v.string()),
      identity: v.optional(v.string()),
      registry: v.optional(v.string()),
    }),
    {},
  ),
  /** Also define the data sources of the guide's optional dashboard step. */
  dashboardDatasources: v.optional(v.boolean(), false),
  /** Where users are. Default: the user store database. */
  userStore: v.optional(v.variant('kind', [v.strictObject({ kind: v.literal('jdbc') }), directory]), { kind: 'jdbc' }),
  /** Whether sessions outlive a node. Default: as in the pack. */
  sessions: v.optional(v.strictObject({ persist: v.boolean(), temporary: v.boolean() })),
  /** Trust `x-forwarded-*` headers of these proxies (a regular expression of addresses). */
  remoteIpValve: v.optional(v.strictObject({ internalProxies: words('the proxies') })),

  /** Hazelcast's group: equal on all nodes. */
  domain: v.optional(words('the domain'), 'wso2.is.domain'),
  /** Well-known members as a range of addresses, as in `10.0.0.11-14`, in place of each node's address. */
  memberRange: v.optional(v.string()),

  /** Of a node: its IP address, as the other nodes reach it. */
  member: v.optional(v.pipe(v.string(), v.ipv4('is not an IPv4 address, which is what Hazelcast here takes'))),
  /** Of a node: its clustering port. A port offset is not added. */
  memberPort: v.optional(port, 4000),
  /** Of a node: added to all ports of the server, for several nodes on one machine. */
  offset: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(50000)), 0),
})

/** What an inventory for pattern 1 gives: `defineInventory<Pattern1>({ … })`. */
export type Pattern1 = v.InferInput<typeof Pattern1>
export type Variables = v.InferOutput<typeof Pattern1>
