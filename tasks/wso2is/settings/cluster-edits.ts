import { set, type TomlEdit } from '../../../lib/edit/toml/index.ts'
import type { Member } from '../configuration/clustering.ts'
import type { TomlVersion } from '../product.ts'
import { keyOf } from '../versions/places.ts'

export interface Cluster {
  /** The name of the cluster, equal on all nodes. */
  readonly domain: string
  /** This node, as the others reach it. */
  readonly self: Member
  /** All members, this one too. */
  readonly members: readonly Member[]
}

/** Clustering by well-known addresses in deployment.toml. It is the scheme that turns it on: there is no other switch. */
export const clusterEdits = (version: TomlVersion, { domain, self, members }: Cluster): TomlEdit[] => [
  set(keyOf('membershipScheme', version), 'wka'),
  set(keyOf('domain', version), domain),
  set(keyOf('member', version), self.host),
  set(keyOf('memberPort', version), self.port),
  set(
    keyOf('members', version),
    members.map(({ host, port }) => `${host}:${port}`),
  ),
]
