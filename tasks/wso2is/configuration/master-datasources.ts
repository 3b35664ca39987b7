import * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import { xml } from '../../edits/xml.ts'
import { someOf } from '../../support/schema.ts'
import { conf, ofProductUntil } from '../product.ts'
import { datasource, datasourceElement } from './datasource.ts'

const options = v.pipe(
  ofProductUntil('5.8.0', {
    /** In the order in which they shall stand. */
    datasources: someOf(datasource, 'data sources, as userStoreDatasource(database) makes one'),
  }),
  v.check(
    ({ datasources }) => new Set(datasources.map(({ name }) => name)).size === datasources.length,
    'two of its datasources have the same name: the second would take the place of the first',
  ),
)

/**
 * Data sources beside the stock one, which stays: the node's own registry (guide: "Configuring the datasources", step 2).
 *
 * @example masterDatasources({ home, version, datasources: [userStoreDatasource(db), identityDatasource(db)] })
 */
export const masterDatasources = defineTask('masterDatasources', {
  options,
  tasks: ({ home, datasources }) =>
    xml({
      title: `define ${datasources.map(({ jndi }) => jndi).join(', ')}`,
      path: conf(home, 'datasources/master-datasources.xml'),
      edits: datasources.map((one, at) =>
        xml.ensure('/datasources-configuration/datasources', named(one.name), datasourceElement(one), {
          position: { after: named(datasources[at - 1]?.name ?? 'WSO2_CARBON_DB') },
        }),
      ),
    }),
})

const named = (name: string) => `datasource[name="${name}"]`
