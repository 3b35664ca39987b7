import { xml } from '../xml.ts'
import type { Database } from './database.ts'
import { conf, type IdentityServer } from './product.ts'

/**
 * The business process engine on a shared database. The guide's sample has a space in the URL where `?` belongs.
 *
 * @example bpsDatasource({ home, database: mysql({ … }) })
 */
export const bpsDatasource = ({
  home,
  database,
}: IdentityServer & {
  /** The identity database. */
  readonly database: Database
}) => {
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
}
