import * as v from 'valibot'
import { normalised, segments } from '../../lib/core/paths.ts'
import { isSecret, type Secret } from '../../lib/core/secret.ts'
import { datasource } from '../../tasks/wso2is/configuration/datasource.ts'
import { userStore } from '../../tasks/wso2is/configuration/user-store.ts'
import { database } from '../../tasks/wso2is/databases/database.ts'
import { versions } from '../../tasks/wso2is/product.ts'

const words = (what: string) => v.pipe(v.string(), v.nonEmpty(`name ${what}`))
const hostname = v.pipe(
  v.string(),
  v.regex(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i,
    'is not a host name',
  ),
)
const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535))
const path = v.pipe(
  v.string(),
  v.regex(/^\/[^\0]*$/, 'is not an absolute path'),
  v.check((given) => !segments(given).includes('..'), 'holds "..": write the path without it'),
  v.transform(normalised),
  v.check((given) => given !== '/', 'is the root of the host'),
)
const password = v.custom<Secret | string>(
  (value) => typeof value === 'string' || isSecret(value),
  'is neither a text nor a secret()',
)

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
  databases: v.strictObject({
    /** Users, roles and tenants. */
    userStore: database,
    /** Identity data, sessions, consents and business processes. */
    identity: database,
    /** The shared registry. Default: in the identity database. */
    registry: v.optional(database),
  }),
  /** More data sources for `master-datasources.xml`. */
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
  databaseAdmin: v.optional(
    v.strictObject({
      login: v.strictObject({
        /** Such as `root` or `postgres`. */
        user: words('the administrator'),
        /** Default: none is given. */
        password: v.exactOptional(password),
        /** The socket of the server on its host (PostgreSQL: its folder). Default: over TCP. */
        socket: v.exactOptional(path),
      }),
      options: v.optional(
        v.strictObject({
          /** MySQL. Default: latin1. */
          characterSet: v.exactOptional(v.string()),
          /** MySQL: the hosts from which the nodes come, as in `10.0.0.%`. Default: any. */
          userHost: v.exactOptional(v.string()),
        }),
        {},
      ),
    }),
  ),
  /** Install a database server on the hosts of the group `db`. Default: one is there. */
  databaseServer: v.optional(
    v.variant('kind', [
      v.strictObject({ kind: v.literal('mariadb'), listen: v.optional(v.string()) }),
      v.strictObject({
        kind: v.literal('postgresql'),
        listen: v.optional(v.string()),
        version: v.pipe(v.number(), v.integer()),
        clients: v.array(v.string()),
      }),
    ]),
  ),
  /** Folder for the pack's database scripts on a host of the group `db`. */
  scripts: v.optional(path, '/var/lib/runbook/wso2is'),

  /** Artifacts that the nodes share: where, and how much of the deployment. Default: none. */
  share: v.optional(
    v.strictObject({
      /** The folder by which a node sees it. */
      path,
      /** What changes at run time only, or all of the deployment, as in the guide. */
      what: v.optional(v.picklist(['runtime', 'deployment']), 'runtime'),
      /** What to mount there. Default: it is there already. */
      mount: v.optional(
        v.strictObject({
          /** As in `10.0.0.30:/srv/is` or `//files/is`; for `bind` a folder. */
          device: words('the device'),
          /** Its file system: `efs` is that of Amazon, `cifs` is SMB. */
          type: v.picklist(['nfs', 'cifs', 'efs', 'bind']),
          /** Mount options beside the usual ones. */
          options: v.exactOptional(v.array(v.string())),
          credentials: v.exactOptional(
            v.strictObject({ user: words('the user'), password, domain: v.exactOptional(v.string()) }),
          ),
        }),
      ),
    }),
  ),

  /** The load balancer's certificate: made there, or your own from this machine. */
  tls: v.optional(
    v.strictObject({
      /** Where it is on the load balancer. */
      certificate: v.optional(path, '/etc/nginx/ssl/is.crt'),
      /** Where its private key is. */
      key: v.optional(path, '/etc/nginx/ssl/is.key'),
      /** Your own pair, PEM files of this machine. Default: one is made, which signs itself. */
      from: v.optional(v.strictObject({ certificate: words('the certificate'), key: words('the key') })),
      /** Of the key of one that is made. */
      algorithm: v.optional(
        v.picklist(['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-prime256v1', 'ec-secp384r1']),
        'rsa-2048',
      ),
      /** Days that one that is made is valid. */
      days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 365),
      /** Days before its end at which it is made anew. */
      renewBefore: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 30),
    }),
    {},
  ),
  /** Expose the guide's endpoints only; stick by cookie (NGINX Plus) in place of the client's address. */
  nginx: v.optional(
    v.strictObject({
      /** Only those endpoints; the console and the dashboard are then not reached. */
      endpoints: v.optional(v.boolean(), false),
      /** By address, or by cookie. */
      sticky: v.optional(v.picklist(['ip_hash', 'learn']), 'ip_hash'),
    }),
    {},
  ),
  /** Password of the nodes' client-truststore.jks. Default: that of the pack. */
  truststorePassword: v.optional(password),
  /** A key store of your own for the nodes, from this machine. Default: that of the pack. */
  keystore: v.optional(
    v.strictObject({
      /** The file, JKS or PKCS12. */
      from: words('the key store'),
      /** That of the store. */
      password,
      /** That of the private key in it. */
      alias: words('the alias'),
      /** Default: that of the store. */
      keyPassword: v.optional(password),
    }),
  ),

  /** The JVM: its folder on the nodes, a package to install, other major versions to accept. */
  java: v.optional(
    v.strictObject({
      /** JAVA_HOME. Default: that of the `java` on the path. */
      home: v.optional(path),
      /**
       * One name for all hosts, or one for each family of distributions, as in
       * `{ debian: 'openjdk-17-jre-headless', redhat: 'java-17-openjdk-headless' }`. Default: none is installed.
       */
      package: v.optional(
        v.union([
          words('the package'),
          v.strictObject(
            v.entriesFromList(['debian', 'redhat', 'suse', 'alpine', 'arch'], v.optional(words('the package'))),
          ),
        ]),
      ),
      /** As in [17], to try one that the product is not made for. */
      accept: v.optional(v.array(v.pipe(v.number(), v.integer()))),
    }),
  ),
  /** Start the servers, one after the other. Default: they are left as they are. */
  start: v.optional(
    v.strictObject({
      /** Seconds until a server must be healthy. */
      timeout: v.optional(v.pipe(v.number(), v.minValue(1)), 300),
      /** A systemd unit in place of the product's own script: its name without `.service`, and whom the server runs as. */
      unit: v.optional(
        v.strictObject({
          name: words('the unit'),
          /** Made when they are not there; the home is given to them. */
          user: words('the user'),
          /** Their number, when they are made. Nodes that share files need the same. Default: the next free one. */
          uid: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
        }),
      ),
    }),
  ),

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
