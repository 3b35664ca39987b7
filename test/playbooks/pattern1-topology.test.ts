import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { loadPlaybook } from '../../lib/cli/load.ts'
import { missingFiles } from '../../lib/cli/local-files.ts'
import { prepare } from '../../lib/cli/prepare.ts'
import { trustOf } from '../../lib/cli/trust.ts'
import { type ConnectionSpec, local, shell, ssh } from '../../lib/core/connection.ts'
import { UsageError } from '../../lib/core/failure.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import type { HostSpec } from '../../lib/core/inventory-spec.ts'
import type { Pattern1 } from '../../playbooks/pattern1.ts'
import { h2, ldap, mysql, readOnlyLdap, userStoreDatasource } from '../../tasks/wso2is/index.ts'

const server = { host: '10.0.0.20', user: 'wso2', password: 'x' }
const databases = { userStore: mysql({ ...server, name: 'UM' }), identity: mysql({ ...server, name: 'IDENTITY' }) }
const people = {
  ...{ url: 'ldaps://ldap.example.com:636', bindDn: 'cn=x', password: 'x' },
  ...{ userSearchBase: 'u', groupSearchBase: 'g' },
}
const shared: Partial<Pattern1> = {
  version: '5.4.1',
  home: '/opt/is',
  driver: 'package.json',
  hostname: 'is.example.com',
  databases,
}

type Node = HostSpec<Pattern1>
const node = (connect: ConnectionSpec, vars: Partial<Pattern1> = {}): Node => ({ connect, groups: ['is'], vars })

/** Two machines that make a good cluster. */
const is1 = node(ssh('10.0.0.11'), { member: '10.0.0.11' })
const is2 = node(ssh('10.0.0.12'), { member: '10.0.0.12' })
const both = { is1, is2 }
/** Two nodes on one machine that get on with each other. */
const box = (vars1: Partial<Pattern1>, vars2: Partial<Pattern1>, connect: ConnectionSpec = ssh('10.0.0.11')) => ({
  is1: node(connect, { member: '10.0.0.11', home: '/opt/is1', memberPort: 4000, offset: 0, ...vars1 }),
  is2: node(connect, { member: '10.0.0.11', home: '/opt/is2', memberPort: 4001, offset: 1, ...vars2 }),
})

interface Topology {
  readonly name: string
  readonly hosts: Readonly<Record<string, Node>>
  readonly vars?: Partial<Pattern1>
  /** Each says the inventory entry and what to do. None: the topology is good. */
  readonly faults: readonly string[]
}

const topologies: readonly Topology[] = [
  { name: 'two machines', hosts: both, faults: [] },
  { name: 'two nodes on one machine', hosts: box({}, {}), faults: [] },
  {
    name: 'loopback where all nodes are on one machine',
    hosts: box({ member: '127.0.0.1' }, { member: '127.0.0.1' }, local()),
    faults: [],
  },
  {
    name: 'the same port on machines of their own behind one address',
    hosts: {
      is1: node(ssh('10.0.0.11', { port: 2201 }), { member: '10.0.0.11' }),
      is2: node(ssh('10.0.0.11', { port: 2202 }), { member: '10.0.0.12' }),
    },
    faults: [],
  },
  {
    name: 'containers reached by commands',
    hosts: {
      is1: node(shell(['docker', 'exec', '-i', 'is1', 'sh']), { member: '172.17.0.2' }),
      is2: node(shell(['docker', 'exec', '-i', 'is2', 'sh']), { member: '172.17.0.3' }),
    },
    faults: [],
  },
  {
    name: 'no node',
    hosts: { lb: { connect: ssh('10.0.0.10'), groups: ['lb'] } },
    faults: ["no host is in the group is: give the nodes groups: ['is']"],
  },
  {
    name: 'a loopback member in a cluster of two machines',
    hosts: { is1, is2: node(ssh('10.0.0.12'), { member: '127.0.0.1' }) },
    faults: [
      "hosts.is2.vars.member is 127.0.0.1, a loopback address, which nodes on other machines cannot reach: give this machine's own address",
    ],
  },
  {
    name: 'a node without a member address',
    hosts: { is1, is2: node(ssh('10.0.0.12')) },
    faults: ['hosts.is2.vars.member is missing: give the address by which the other nodes reach it'],
  },
  {
    name: 'a node without a home',
    hosts: { is1: { ...is1, vars: { ...is1.vars, home: '/opt/is1' } }, is2 },
    vars: { home: undefined } as Partial<Pattern1>,
    faults: ['hosts.is2.vars.home is missing: give the folder of the product there, or one in vars.home for all nodes'],
  },
  {
    name: 'equal member addresses',
    hosts: { is1, is2: node(ssh('10.0.0.12'), { member: '10.0.0.11' }) },
    faults: [
      'hosts.is1 and hosts.is2 have the same member address 10.0.0.11:4000: give each its own member or memberPort',
    ],
  },
  {
    name: 'equal clustering ports on one machine',
    hosts: box({}, { memberPort: 4000 }),
    faults: [
      'hosts.is1 and hosts.is2 have the same member address 10.0.0.11:4000: give each its own member or memberPort',
    ],
  },
  {
    name: 'equal offsets on one machine',
    hosts: box({ offset: 1 }, { offset: 1 }),
    faults: ['hosts.is1 and hosts.is2 are on one machine with the same offset 1: give each its own, or ports collide'],
  },
  {
    name: 'offsets that bring one server’s HTTPS to the other’s HTTP',
    hosts: box({}, { offset: 320 }),
    faults: [
      'hosts.is1 and hosts.is2 are on one machine and would both listen on port 9763: give one another offset or memberPort',
    ],
  },
  {
    name: 'a clustering port that is the other server’s HTTPS',
    hosts: box({ memberPort: 9444 }, {}),
    faults: [
      'hosts.is1 and hosts.is2 are on one machine and would both listen on port 9444: give one another offset or memberPort',
    ],
  },
  {
    name: 'nodes of different domains',
    hosts: { is1, is2: { ...is2, vars: { ...is2.vars, domain: 'other.domain', hostname: 'is2.example.com' } } },
    faults: [
      'hosts.is2.vars.hostname differs from vars.hostname: nodes must agree on it, set it once in vars',
      'hosts.is2.vars.domain differs from vars.domain: nodes must agree on it, set it once in vars',
    ],
  },
  {
    name: 'one home for two nodes of one machine',
    hosts: box({ home: '/opt/is' }, { home: '/opt/is' }),
    faults: ['hosts.is1 and hosts.is2 are on one machine with the same home /opt/is: give each its own'],
  },
  {
    name: 'a member outside the range',
    hosts: { is1, is2, is3: node(ssh('10.0.0.15'), { member: '10.0.0.15' }) },
    vars: { memberRange: '10.0.0.11-14' },
    faults: [
      'hosts.is3.vars.member is 10.0.0.15, outside vars.memberRange 10.0.0.11-14: widen the range, or give another address',
    ],
  },
  ...['10.0.0.11-10.0.0.14', '10.0.0.14-11', '10.0.0.11-300', '300.0.0.1-4', '10.0.0.*', '[10.0.0.11-14]'].map(
    (memberRange): Topology => ({
      name: `the range ${memberRange}`,
      hosts: both,
      vars: { memberRange },
      faults: [
        `vars.memberRange is "${memberRange}": write the range in the last part of an address, as in 10.0.0.11-14`,
      ],
    }),
  ),
  {
    name: 'H2 shared by two nodes',
    hosts: both,
    vars: { databases: { ...databases, identity: h2({ name: 'IDENTITY' }) } },
    faults: ['vars.databases.identity is H2, a file of one node: 2 nodes cannot share it, use a database server'],
  },
  {
    name: 'H2 on a single node',
    hosts: { is1 },
    vars: {
      databases: { userStore: h2({ name: 'UM' }), identity: h2({ name: 'IDENTITY' }) },
      driver: undefined,
    } as Partial<Pattern1>,
    faults: [],
  },
  {
    name: 'no driver',
    hosts: both,
    vars: { driver: undefined } as Partial<Pattern1>,
    faults: ["vars.driver is missing: name the mysql driver's jar"],
  },
  {
    name: 'neither a pack nor a driver where the inventory says',
    hosts: both,
    vars: { pack: 'files/is.zip', driver: 'files/driver.jar' },
    faults: [
      'no file files/is.zip on this machine, which "unpack files/is.zip to /opt/is" needs: put it there, or name another',
      'no file files/driver.jar on this machine, which "install the JDBC driver driver.jar" needs: put it there, or name another',
    ],
  },
  {
    name: 'a host name that is not the certificate’s',
    hosts: both,
    vars: { certificateNames: ['www.example.com', '*.other.example.com'] },
    faults: [
      'vars.hostname is is.example.com, but the certificate is for www.example.com, *.other.example.com: take one of its names, or another certificate',
    ],
  },
  {
    name: 'a host name that a wildcard covers, in other letters',
    hosts: both,
    vars: { certificateNames: ['*.EXAMPLE.com'], managementHostname: 'MGT.example.com' },
    faults: [],
  },
  {
    name: 'a console name that the wildcard does not reach',
    hosts: both,
    vars: { certificateNames: ['*.example.com'], managementHostname: 'mgt.is.example.com' },
    faults: [
      'vars.managementHostname is mgt.is.example.com, but the certificate is for *.example.com: take one of its names, or another certificate',
    ],
  },
  {
    name: 'a JNDI name that nothing defines',
    hosts: both,
    vars: { jndi: { realm: 'jdbc/WSO2UMDB' } },
    faults: [
      'vars.jndi.realm is jdbc/WSO2UMDB, which no data source defines: take one of jdbc/WSO2CarbonDB, jdbc/WSO2UserStore, jdbc/WSO2IdentityDS, or define it in vars.datasources',
    ],
  },
  {
    name: 'a data source defined twice',
    hosts: both,
    vars: {
      datasources: [{ name: 'MINE', description: '', jndi: 'jdbc/WSO2UserStore', database: databases.userStore }],
    },
    faults: ['data source jdbc/WSO2UserStore is defined twice: rename the one in vars.datasources'],
  },
  {
    name: 'an unsupported version',
    hosts: both,
    vars: { version: '5.8.1' as '5.8.0' },
    faults: [
      'vars.version: is not a version that pattern1 knows: 5.3.0, 5.4.0, 5.4.1, 5.5.0, 5.6.0, 5.7.0, 5.8.0, 5.9.0, 5.10.0, 5.11.0, 6.0.0, 6.1.0, 7.0.0, 7.1.0, 7.2.0, 7.3.0',
    ],
  },
  {
    name: 'a Windows host',
    hosts: { is1, is2: { ...is2, system: 'windows' } },
    faults: [
      'hosts.is2 is a Windows host, by its system: there the guide starts a node by bin\\wso2server.bat, which runbook cannot do yet, for it speaks to POSIX shells alone and a second dialect is not there: take a host with a POSIX shell, or set this one up by hand',
    ],
  },
  {
    name: 'the same inventory with a later version: what every pack has alike, and what a node would have alone',
    hosts: both,
    vars: { version: '7.2.0' },
    faults: [
      'vars.databases.agentIdentity is missing: without it each node has agents of its own, in a file',
      "vars.adminPassword is missing: the administrator's password is that of every pack, admin; give one, or say accept: ['adminPassword']",
      "vars.encryptionKey is missing: data would be encrypted by the key that every pack has; give one (openssl rand -hex 16), or say accept: ['encryptionKey']",
    ],
  },
  {
    name: 'a later version that has all that it needs',
    hosts: both,
    vars: {
      version: '7.2.0',
      databases: { ...databases, agentIdentity: mysql({ ...server, name: 'AGENT' }) },
      adminPassword: 'x',
      encryptionKey: 'x',
    },
    faults: [],
  },
  {
    name: 'what 5.x knows and 7.x has no place for',
    hosts: both,
    vars: {
      version: '7.0.0',
      accept: ['adminPassword', 'encryptionKey'],
      jndi: { realm: 'jdbc/WSO2CarbonDB' },
      dashboardDatasources: true,
      share: { path: '/mnt/is', what: 'deployment' },
      databases: { ...databases, processes: mysql({ ...server, name: 'BPS' }) },
    },
    faults: [
      'vars.databases.processes is given, but version is 7.0.0: business processes are gone: leave it out',
      'vars.jndi is given, but version is 7.0.0: the names of data sources are fixed: jdbc/SHARED_DB, jdbc/WSO2IdentityDB and, with databases.registry, jdbc/WSO2USER_DB: leave it out',
      'vars.dashboardDatasources is given, but version is 7.0.0: nothing refers to these data sources: leave it out',
      "vars.share.what is 'deployment', but version is 7.0.0: repository/deployment/server holds web applications of this very version, which each node has to keep its own: share what: 'runtime'",
    ],
  },
  {
    name: 'what 7.x knows and 5.9.0 has no place for',
    hosts: both,
    vars: {
      version: '5.9.0',
      adminPassword: 'x',
      managementHostname: 'mgt.example.com',
      internalHostname: 'is1.example.com',
      encryptionKey: 'x',
      recoveryPassword: 'x',
      callbackUrls: true,
      databases: { ...databases, agentIdentity: mysql({ ...server, name: 'AGENT' }) },
    },
    faults: [
      'vars.managementHostname is given, but version is 5.9.0: the console has the host name of the server here, and no key for another: leave it out, or make it equal to hostname',
      'vars.internalHostname is given, but version is 5.9.0: it is there from 5.11.0 on: leave it out',
      'vars.databases.agentIdentity is given, but version is 5.9.0: it is there from 7.2.0 on: leave it out',
      'vars.callbackUrls is given, but version is 5.9.0: the console and my account have no key for their callback here: they keep what the first start knew: set hostname before it',
      'vars.encryptionKey is given, but version is 5.9.0: the key store encrypts data here, and there is no such key: leave it out',
      'vars.recoveryPassword is given, but version is 5.9.0: it is there from 5.11.0 on: leave it out',
    ],
  },
  {
    name: 'what is for later versions in one that is configured file by file',
    hosts: both,
    vars: {
      adminPassword: 'x',
      healthCheck: true,
      databases: { ...databases, consent: mysql({ ...server, name: 'C' }) },
    },
    faults: [
      'vars.databases.consent is given, but version is 5.4.1: it has no database of its own: it is in the identity database: leave it out',
      'vars.adminPassword is given, but version is 5.4.1: pattern1 does not set it in the versions before 5.9.0: set it in user-mgt.xml, before the first start',
      'vars.healthCheck is given, but version is 5.4.1: it is there from 5.9.0 on: leave it out',
    ],
  },
  {
    name: 'a directory of the node itself, an administrator who is in it, and a data source with a name of its own',
    hosts: both,
    vars: {
      version: '5.11.0',
      accept: ['encryptionKey'],
      adminPassword: 'x',
      userStore: ldap({ ...people, url: 'ldap://localhost:389' }),
      datasources: [{ ...userStoreDatasource(databases.userStore), jndi: 'jdbc/MINE' }],
    },
    faults: [
      "vars.adminPassword is given, but with userStore of kind ldap Identity Server 5.11.0 does not set it: leave it out, and have the administrator's password set in the directory",
      "vars.datasources: WSO2UserStore has the JNDI name jdbc/MINE, and its name makes it here: write a name of letters, digits, - and _, and jndi: 'jdbc/NAME'",
      'vars.userStore.url is of the node itself: each node would have users of its own; name a directory that all reach',
    ],
  },
  {
    name: 'what a directory has for each user, in the version that writes it itself',
    hosts: both,
    vars: { version: '5.10.0', userStore: ldap(people) },
    faults: [
      'vars.userStore.userIdAttribute names an attribute that the directory writes by itself, but Identity Server 5.10.0 writes it into each user that it makes, and the directory would refuse that: give one of the class of users that holds text and is otherwise not used, as employeeNumber, or only read the directory (readOnlyLdap)',
    ],
  },
  {
    name: 'what users are known by, in a version that knows them by their names',
    hosts: both,
    vars: { version: '5.9.0', userStore: readOnlyLdap({ ...people, userIdAttribute: 'uidNumber' }) },
    faults: ['vars.userStore.userIdAttribute is given, but version is 5.9.0: it is there from 5.10.0 on: leave it out'],
  },
  {
    name: 'agents in a file of each node, said so',
    hosts: both,
    vars: {
      version: '7.3.0',
      accept: ['adminPassword', 'encryptionKey'],
      databases: { ...databases, agentIdentity: h2({ name: 'AGENT' }) },
    },
    faults: ['vars.databases.agentIdentity is H2, a file of one node: 2 nodes cannot share it, use a database server'],
  },
  {
    name: 'several at once',
    hosts: {
      is1: node(ssh('10.0.0.11'), { member: '127.0.0.1', offset: 1 }),
      is2: node(ssh('10.0.0.11'), { member: '10.0.0.12', offset: 1 }),
      is3: node(ssh('10.0.0.13')),
    },
    vars: { databases: { ...databases, userStore: h2({ name: 'UM' }) }, certificateNames: ['x.example.com'] },
    faults: [
      "hosts.is1.vars.member is 127.0.0.1, a loopback address, which nodes on other machines cannot reach: give this machine's own address",
      'hosts.is3.vars.member is missing: give the address by which the other nodes reach it',
      'hosts.is1 and hosts.is2 are on one machine with the same offset 1: give each its own, or ports collide',
      'hosts.is1 and hosts.is2 are on one machine with the same home /opt/is: give each its own',
      'vars.databases.userStore is H2, a file of one node: 3 nodes cannot share it, use a database server',
      'vars.hostname is is.example.com, but the certificate is for x.example.com: take one of its names, or another certificate',
    ],
  },
]

const { playbook } = await loadPlaybook('pattern1', { playbooks: [], trust: trustOf() })

const test = suite('the topology of pattern1')
for (const { name, hosts, vars, faults } of topologies) {
  test(name, async () => {
    const inventory = defineInventory<Pattern1>({ hosts, vars: { ...shared, ...vars } })
    assert.equal(
      await faultsOf(() => prepare({ inventory, playbook, resolve: async () => [], missing: missingFiles })),
      faults,
    )
  })
}
test.run()

/** The faults in a usage error, without its headline. */
async function faultsOf(work: () => Promise<unknown>): Promise<string[]> {
  try {
    await work()
    return []
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    const [first = '', ...rest] = error.message.split('\n')
    return rest.length === 0
      ? [first.replace(/^(the inventory does not fit the playbook pattern1|cannot start): /, '')]
      : rest.map((line) => line.replace(/^ *- /, ''))
  }
}
