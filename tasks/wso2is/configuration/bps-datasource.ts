import { defineTask } from '../../../lib/core/task.ts'
import { xml } from '../../edits/xml.ts'
import { database } from '../databases/database.ts'
import { conf, ofProductUntil } from '../product.ts'

const options = ofProductUntil('5.8.0', {
  /** The identity database. */
  database,
})

/**
 * The business process engine on a shared database. The guide's sample has a space in the URL where `?` belongs.
 *
 * @example bpsDatasource({ home, version, database: mysql({ … }) })
 */
export const bpsDatasource = defineTask('bpsDatasource', {
  options,
  tasks: ({ home, database }) => {
    const at = '/datasources-configuration/datasources/datasource[name="BPS_DS"]/definition/configuration'
    return xml({
      title: 'put the BPS data source on the identity database',
      path: conf(home, 'datasources/bps-datasources.xml'),
      edits: [
        xml.text(`${at}/url`, database.url),
        xml.text(`${at}/username`, database.user),
        xml.text(`${at}/password`, database.password),
        xml.text(`${at}/driverClassName`, database.driverClass),
        xml.text(`${at}/validationQuery`, database.validationQuery),
        xml.text(`${at}/defaultAutoCommit`, 'false'),
      ],
    })
  },
})
