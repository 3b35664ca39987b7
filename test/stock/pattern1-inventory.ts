import type { ConnectionSpec } from '../../lib/core/connection.ts'
import type { InventorySpec } from '../../lib/core/inventory-spec.ts'
import { secret } from '../../lib/core/secret.ts'
import type { Pattern1 } from '../../playbooks/pattern1/variables.ts'
import { mysql } from '../../tasks/wso2is/index.ts'
import { stockHome } from '../support/stock.ts'

export const stockVersions = (['5.4.1', '5.7.0'] as const).filter((version) => stockHome(version) !== undefined)

export const members = ['10.0.0.11', '10.0.0.12']

/** What stands in for a driver's jar: bytes of all kinds, more than travel inside a script. */
export const driver = {
  name: 'mysql-connector-java-5.1.49.jar',
  bytes: Uint8Array.from({ length: 200_000 }, (_, at) => (at * at + (at >> 8)) % 256),
}

const database = (name: string) => mysql({ host: '10.0.0.20', name, user: 'wso2carbon', password: secret('db') })

/** Two nodes behind a load balancer. */
export const pattern1Inventory = (
  hosts: readonly { spec(): ConnectionSpec }[],
  vars: Pick<Pattern1, 'version' | 'home'> & Partial<Pattern1>,
): InventorySpec<Pattern1> => ({
  hosts: Object.fromEntries(
    hosts.map(({ spec }, at) => [
      `is${at + 1}`,
      { connect: spec(), groups: ['is'], vars: { member: members[at] ?? '' } },
    ]),
  ),
  vars: {
    hostname: 'is.example.com',
    loadBalancer: '10.0.0.10',
    driver: driver.name,
    databases: { userStore: database('WSO2UMDB'), identity: database('WSO2_IDENTITY_DB') },
    ...vars,
  },
})
