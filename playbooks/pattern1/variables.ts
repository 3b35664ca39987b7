import * as v from 'valibot'
import { datasource } from '../../tasks/wso2is/configuration/datasource.ts'
import { userStore } from '../../tasks/wso2is/configuration/user-store.ts'
import { versions } from '../../tasks/wso2is/product.ts'
import { databaseAdmin, databaseServer, databases } from './variables/databases.ts'
import { nginx, tls } from './variables/load-balancer.ts'
import { accept, java, keystore, start } from './variables/server.ts'
import { share } from './variables/share.ts'
import { hostname, password, path, port, words } from './variables/values.ts'

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
  /** The hosts file of the nodes. */
  hostsFile: v.optional(path, '/etc/hosts'),
  /** Ports of the load balancer. */
  proxyPorts: v.optional(v.strictObject({ http: v.optional(port, 80), https: v.optional(port, 443) }), {}),
  /** Names in the load balancer's certificate. When given, `hostname` must be among them. */
  certificateNames: v.optional(v.array(v.string())),

  /** The databases: by default the shared registry is in the identity database. */
  databases,
  /** More data sources for `master-datasources.xml`; from 5.9.0 on each is `jdbc/` and its name. */
  datasources: v.optional(v.array(datasource), []),
  /** JNDI names of the data sources that the realm, the identity data and the registry mount use. */
  jndi: v.optional(
    v.strictObject({
      /** In user-mgt.xml. Default: that of the user store database. */
      realm: v.optional(v.string()),
      /** In identity.xml. Default: that of the identity database. */
      identity: v.optional(v.string()),
      /** In registry.xml. Default: that of the database that the registry is in. */
      registry: v.optional(v.string()),
    }),
    {},
  ),
  /** Also define the data sources of the guide's optional dashboard step. */
  dashboardDatasources: v.optional(v.boolean(), false),
  /** Where users are. Default: the user store database. */
  userStore: v.optional(userStore, { kind: 'jdbc' }),
  /** Whether sessions, and those that are not yet authenticated (`temporary`), outlive a node. Default: as in the pack. */
  sessions: v.optional(v.strictObject({ persist: v.boolean(), temporary: v.boolean() })),
  /** Trust `x-forwarded-*` headers of these proxies (a regular expression of addresses). */
  remoteIpValve: v.optional(v.strictObject({ internalProxies: words('the proxies') })),

  /** Who creates the databases on their server. Default: they are there. */
  databaseAdmin,
  /** Install a database server on the hosts of the group `db`. Default: one is there. */
  databaseServer,
  /** Folder for the pack's database scripts on a host of the group `db`. */
  scripts: v.optional(path, '/var/lib/runbook/wso2is'),

  /** Artifacts that the nodes share: where, and how much of the deployment. Default: none. */
  share,

  /** The load balancer's certificate: made there, or your own from this machine. */
  tls,
  /** Expose the guide's endpoints only; stick by cookie (NGINX Plus) in place of the client's address. */
  nginx,
  /** Password of the nodes' client-truststore, a .jks, from 7.1.0 on a .p12. Default: that of the pack. */
  truststorePassword: v.optional(password),
  /** A key store of your own for the nodes, from this machine. Default: that of the pack. */
  keystore,

  /** Password of the administrator `admin`, who is made at the first start. */
  adminPassword: v.optional(password),
  /** Hexadecimal digits, by which the servers encrypt what is in their databases. For ever: data is read with it alone. */
  encryptionKey: v.optional(password),
  /** By which the pages for recovery and sign-up are known to the server. Default: that of every pack. */
  recoveryPassword: v.optional(password),
  /** The name by which a server calls itself. Default: localhost. */
  internalHostname: v.optional(hostname),
  /** Console and my account return to `hostname`, also where the first start was under another. */
  callbackUrls: v.optional(v.boolean(), false),
  /** Turn the health check on, and let `verify` ask it. Default: true. */
  healthCheck: v.optional(v.boolean()),
  /** Of what is refused otherwise: what every pack has alike, or has let end; and new names and ports for a server that has started. */
  accept,

  /** The JVM: its folder on the nodes, a package to install, other major versions to accept. */
  java,
  /** Start the servers, one after the other. Default: they are left as they are. */
  start,

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

/** Whether something is made, or taken away. */
export type State = 'present' | 'absent'
