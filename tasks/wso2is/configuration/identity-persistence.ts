import * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import { xml } from '../../edits/xml.ts'
import { line, objectOf, truth } from '../../support/schema.ts'
import { conf, ofProductUntil } from '../product.ts'

const options = ofProductUntil('5.8.0', {
  /** JNDI name. */
  datasource: line('the JNDI name of a data source'),
  /** Whether sessions, and those that are not yet authenticated (`temporary`), outlive the node. Default: as in the pack. */
  sessions: v.optional(
    objectOf('{ persist, temporary }', {
      /** Those of users who have signed in. */
      persist: truth,
      /** Those that are not yet authenticated. */
      temporary: truth,
    }),
  ),
})
export type IdentityPersistence = v.InferInput<typeof options>

/**
 * The identity database, and what of the sessions is kept in it (guide: "Clustering …", step 4.2).
 *
 * @example identityPersistence({ home, version, datasource: 'jdbc/WSO2IdentityDS', sessions: { persist: true, temporary: false } })
 */
export const identityPersistence = defineTask('identityPersistence', {
  options,
  tasks: ({ home, datasource, sessions }) => {
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
  },
})
