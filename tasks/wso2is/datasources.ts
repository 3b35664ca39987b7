import { xml } from '../xml.ts'
import { type Datasource, datasourceElement } from './datasource.ts'
import { conf, type IdentityServer } from './product.ts'

/**
 * Data sources beside the stock one, which stays: the node's own registry (guide: "Configuring the datasources", step 2).
 *
 * @example masterDatasources({ home, datasources: [userStoreDatasource(db), identityDatasource(db)] })
 */
export const masterDatasources = ({
  home,
  datasources,
}: IdentityServer & {
  /** In the order in which they shall stand. */
  readonly datasources: readonly Datasource[]
}) =>
  xml({
    title: `define ${datasources.map(({ jndi }) => jndi).join(', ')}`,
    path: conf(home, 'datasources/master-datasources.xml'),
    edits: datasources.map((datasource, at) =>
      xml.ensure('/datasources-configuration/datasources', named(datasource.name), datasourceElement(datasource), {
        position: { after: named(datasources[at - 1]?.name ?? 'WSO2_CARBON_DB') },
      }),
    ),
  })

const named = (name: string) => `datasource[name="${name}"]`
