import { xml } from '../xml.ts'
import { conf, type IdentityServer } from './product.ts'

export interface IdentityPersistence extends IdentityServer {
  /** JNDI name. */
  readonly datasource: string
  /** Whether sessions, and those that are not yet authenticated (`temporary`), outlive the node. Default: as in the pack. */
  readonly sessions?: { readonly persist: boolean; readonly temporary: boolean } | undefined
}

/**
 * The identity database, and what of the sessions is kept in it (guide: "Clustering …", step 4.2).
 *
 * @example identityPersistence({ home, datasource: 'jdbc/WSO2IdentityDS', sessions: { persist: true, temporary: false } })
 */
export const identityPersistence = ({ home, datasource, sessions }: IdentityPersistence) => {
  const at = '/Server/JDBCPersistenceManager'
  return xml({
    title: `keep identity data in ${datasource}`,
    path: conf(home, 'identity/identity.xml'),
    edits: [
      xml.text(`${at}/DataSource/Name`, datasource),
      ...(sessions
        ? [
            xml.text(`${at}/SessionDataPersist/Enable`, String(sessions.persist)),
            xml.text(`${at}/SessionDataPersist/Temporary`, String(sessions.temporary)),
          ]
        : []),
    ],
  })
}
