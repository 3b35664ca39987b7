import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from '../../lib/core/build.ts'
import { type LocalSpec, local } from '../../lib/core/connection.ts'
import type { Event, Status } from '../../lib/core/event.ts'
import { defineInventory, type Inventory } from '../../lib/core/inventory.ts'
import { type Play, play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { run } from '../../lib/engine/run.ts'
import type { JdbcDatabase } from '../../tasks/index.ts'
import {
  bpsDatasource,
  carbonServer,
  catalinaServer,
  clustering,
  dashboard,
  disableEmbeddedLdap,
  h2,
  identityDatasource,
  identityPersistence,
  masterDatasources,
  mountRegistry,
  primaryUserStore,
  userStoreDatasource,
} from '../../tasks/wso2is/index.ts'
import { scratch } from './shells.ts'
import { endServer, freeOffsets, plantHome } from './standin.ts'

/** A node of a cluster on this machine. */
export interface Node {
  readonly name: string
  readonly home: string
  readonly offset: number
  readonly self: { readonly host: string; readonly port: number }
}

export interface StandinCluster {
  readonly nodes: readonly Node[]
  readonly inventory: Inventory
  /** What the tasks of pattern 1 write into the files of a node. */
  configure(node: Node, options?: Configured): Resources
  /** Carries out plays, and says how each step ended at last. */
  run(plays: readonly Play[], options?: { dryRun?: boolean }): Promise<readonly Ended[]>
  /** One play on all nodes, one after the other. */
  play(name: string, resources: (node: Node) => Resources): Play
  end(): Promise<void>
}

export interface Configured {
  readonly userStore?: JdbcDatabase
  readonly identity?: JdbcDatabase
  readonly hostname?: string
  readonly proxyPorts?: { readonly http: number; readonly https: number }
}

export interface Ended {
  readonly host: string
  readonly title: string
  readonly status: Status | 'unreachable'
  readonly reason: string
}

/** Homes of nodes on this machine that differ in offset and member port, each with a shell of its own where one is given. */
export async function standinCluster(count: number, shells: readonly LocalSpec[] = []): Promise<StandinCluster> {
  const folder = scratch('cluster')
  const nodes = (await freeOffsets(count)).map(({ offset, member }, at): Node => {
    const name = `is${at + 1}`
    return { name, home: join(folder, name), offset, self: { host: '127.0.0.1', port: member } }
  })
  for (const { home } of nodes) {
    mkdirSync(home)
    plantHome(home)
  }
  const inventory = defineInventory({
    hosts: Object.fromEntries(nodes.map(({ name }, at) => [name, { connect: shells[at] ?? local(), groups: ['is'] }])),
  })
  const nodeOf = (name: string) => nodes.find((node) => node.name === name) as Node
  return {
    nodes,
    inventory,
    configure: (node, options = {}) => configured(node, nodes, options),
    play: (name, resources) => play(name, inventory.group('is'), (host) => resources(nodeOf(host.name)), { serial: 1 }),
    async run(plays, { dryRun = false } = {}) {
      const ended = new Map<string, Ended>()
      const emit = (event: Event) => {
        if (event.type === 'unreachable') throw new Error(event.reason)
        if (event.type !== 'step') return
        const { host, title, status, reason = '' } = event
        ended.set(`${event.id}`, { host, title, status, reason })
      }
      const hosts = new Set(nodes.map(({ name }) => name))
      const mode = dryRun ? 'plan' : 'apply'
      await run({ playbook: 'test', mode, inventory, plays: build(plays), hosts, secrets: [], emit })
      return [...ended.values()]
    },
    async end() {
      for (const { home } of nodes) await endServer(home)
    },
  }
}

function configured({ home, offset, self }: Node, nodes: readonly Node[], options: Configured): Resources {
  const { userStore = h2({ name: 'users' }), identity = h2({ name: 'identity' }), hostname = 'localhost' } = options
  const proxyPorts = options.proxyPorts ?? { http: 80, https: 443 }
  return [
    disableEmbeddedLdap({ version: '5.4.1', home }),
    primaryUserStore({ version: '5.4.1', home, datasource: 'jdbc/WSO2UserStore', store: { kind: 'jdbc' } }),
    masterDatasources({
      version: '5.4.1',
      home,
      datasources: [userStoreDatasource(userStore), identityDatasource(identity)],
    }),
    bpsDatasource({ version: '5.4.1', home, database: identity }),
    mountRegistry({ version: '5.4.1', home, datasource: identityDatasource(identity) }),
    clustering({ version: '5.4.1', home, domain: 'test.domain', self, members: nodes.map((node) => node.self) }),
    identityPersistence({ version: '5.4.1', home, datasource: 'jdbc/WSO2IdentityDS' }),
    catalinaServer({ version: '5.4.1', home, proxyPorts }),
    carbonServer({ home, version: '5.4.1', hostname, managementHostname: hostname, offset }),
    dashboard({ version: '5.4.1', home, hostname, port: proxyPorts.https }),
  ]
}
