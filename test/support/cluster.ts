import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InventorySpec } from '../../lib/core/inventory-spec.ts'
import { secret } from '../../lib/core/secret.ts'
import type { Pattern1 } from '../../playbooks/pattern1.ts'
import { mysql, postgresql } from '../../tasks/wso2is/index.ts'
import { zipOf } from './archives.ts'
import { packageProxy } from './cluster-mirror.ts'
import { needs } from './debian.ts'
import { type Bench, bench } from './e2e.ts'
import { startHosts, type TestHost } from './hosts.ts'
import { scratch } from './shells.ts'
import { standinFiles, testJava } from './standin.ts'

export const hostname = 'is.example.com'
export const home = '/opt/wso2is-5.4.1'
/** The share as every host has it before it is mounted where the nodes want it. NFS is nothing that this kernel mounts. */
const exported = '/srv/share'

/** Bare Debian hosts for a cluster, and a folder to run the command in. */
export interface Cluster {
  readonly work: Bench
  readonly lb: TestHost
  readonly db: TestHost
  readonly nodes: readonly TestHost[]
  /** The folder that all hosts have as their share. */
  readonly share: string
  /** Writes the inventory, with so many nodes, and gives its path. */
  inventory(nodes?: number, vars?: Partial<Pattern1>): string
  stop(): Promise<void>
}

export type Kind = 'mariadb' | 'postgresql'

/** So many nodes, a load balancer, a database server; the JVM is this machine's, what apt installs comes by apt. */
export async function cluster(count: number, kind: Kind): Promise<Cluster> {
  needs(['libmariadb-java', 'libpostgresql-jdbc-java'])
  const java = testJava()
  const share = scratch('share')
  const { hosts, stop } = await startHosts(count + 2, [
    { from: java.home, to: java.home },
    ...readdirSync('/etc')
      .filter((name) => /^java-.*-openjdk$/.test(name))
      .map((name) => ({ from: `/etc/${name}`, to: `/etc/${name}` })),
    { from: share, to: exported, writable: true },
  ])
  const [lb, db, ...nodes] = hosts as [TestHost, TestHost, ...TestHost[]]
  const proxy = await packageProxy(hosts)
  const work = bench()
  const pack = work.write('wso2is-5.4.1.zip', packWithScripts())
  return {
    work,
    lb,
    db,
    nodes,
    share,
    inventory: (many = 2, vars = {}) =>
      work.inventory({
        ...described(kind, lb, db, nodes.slice(0, many)),
        vars: { ...variables(kind, lb, db), pack, java, ...vars },
      }),
    stop: async () => {
      work.remove()
      await Promise.all([proxy.close(), stop()])
    },
  }
}

const become = true
const user = 'deploy'

function described(kind: Kind, lb: TestHost, db: TestHost, nodes: readonly TestHost[]): InventorySpec<object> {
  return {
    become,
    hosts: {
      ...Object.fromEntries(
        nodes.map((node, at) => [
          `is${at + 1}`,
          { connect: node.spec({ user }), groups: ['is'], vars: { member: node.address } },
        ]),
      ),
      lb: { connect: lb.spec({ user }), groups: ['lb'] },
      [kind]: { connect: db.spec({ user }), groups: ['db'] },
    },
  }
}

function variables(kind: Kind, lb: TestHost, db: TestHost): Partial<Pattern1> {
  const server = { host: db.address, user: 'wso2carbon', password: secret('db') }
  const database = (name: string) =>
    kind === 'mariadb' ? mysql({ ...server, name, connector: 'mariadb' }) : postgresql({ ...server, name })
  return {
    version: '5.4.1',
    home,
    driver: `/usr/share/java/${kind === 'mariadb' ? 'mariadb-java-client' : 'postgresql'}.jar`,
    hostname,
    loadBalancer: lb.address,
    databases: { userStore: database('WSO2UMDB'), identity: database('WSO2_IDENTITY_DB') },
    databaseServer:
      kind === 'mariadb' ? { kind } : { kind, version: 15, clients: [`${db.address.replace(/\d+$/, '0')}/24`] },
    databaseAdmin: {
      login:
        kind === 'mariadb'
          ? { user: 'root', socket: '/run/mysqld/mysqld.sock' }
          : { user: 'postgres', socket: '/run/postgresql' },
    },
    share: { path: '/mnt/is', mount: { device: exported, type: 'bind' } },
    start: { timeout: 60 },
  }
}

/** The stand-in's pack with small database scripts under the names of the real ones. */
export function packWithScripts(): Buffer {
  const files = {
    ...standinFiles(),
    ...below(join('test/fixtures/dbscripts/mysql'), 'dbscripts/'),
    ...below(join('test/fixtures/dbscripts/postgresql'), 'dbscripts/'),
  }
  return zipOf({
    ...Object.fromEntries(
      Object.entries(files).map(([path, bytes]) => [
        `wso2is-5.4.1/${path}`,
        path.endsWith('.sh') ? { run: bytes.toString() } : bytes,
      ]),
    ),
    'wso2is-5.4.1/repository/components/lib/': '',
    'wso2is-5.4.1/repository/tenants/': '',
  })
}

function below(folder: string, to: string): Record<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sql'))
  return Object.fromEntries(files.map((name) => [`${to}${name}`, readFileSync(join(folder, name))]))
}
