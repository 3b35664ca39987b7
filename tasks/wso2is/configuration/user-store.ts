import * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import type { XmlEdit } from '../../../lib/edit/xml/index.ts'
import { xml } from '../../edits/xml.ts'
import { line } from '../../support/schema.ts'
import { conf, isAtLeast, ofProductUntil } from '../product.ts'
import { directoryProperties } from './directory/properties.ts'
import { type UserDirectory, userDirectories } from './user-directory.ts'

/** Where users are kept: in the user store database, or in a directory that is there already. */
export type UserStore =
  | {
      /** In the database of the user store's data source. */
      readonly kind: 'jdbc'
    }
  | UserDirectory

export const userStore: v.GenericSchema<UserStore> = v.variant(
  'kind',
  [v.strictObject({ kind: v.literal('jdbc') }), ...userDirectories],
  ({ received }) =>
    `it is ${received}: give { kind: 'jdbc' }, or what ldap(), readOnlyLdap() or activeDirectory() makes`,
)

const managers = {
  jdbc: 'org.wso2.carbon.user.core.jdbc.JDBCUserStoreManager',
  ldap: 'org.wso2.carbon.user.core.ldap.ReadWriteLDAPUserStoreManager',
  readOnlyLdap: 'org.wso2.carbon.user.core.ldap.ReadOnlyLDAPUserStoreManager',
  activeDirectory: 'org.wso2.carbon.user.core.ldap.ActiveDirectoryUserStoreManager',
} as const

const options = v.pipe(
  ofProductUntil('5.8.0', {
    /** JNDI name of the realm's data source: roles and tenants are there in any case. */
    datasource: line('the JNDI name of a data source'),
    /** Where users are. */
    store: userStore,
  }),
  v.check(
    ({ version, store }) => store.kind === 'jdbc' || !store.startTls || isAtLeast(version, '5.8.0'),
    'its store has startTls, which the product knows since 5.8.0, and would pass over without a word: use an ldaps:// URL',
  ),
  v.check(
    ({ store }) => store.kind === 'jdbc' || store.userIdAttribute === undefined,
    'its store has userIdAttribute, which the product knows from 5.10.0 on, and would pass over without a word: leave it out',
  ),
)

/**
 * The realm's data source, and the one user store manager that is live. The guide leaves the second out: in a stock file
 * the embedded LDAP's manager is live and the others stand in comments.
 *
 * @example primaryUserStore({ home, version, datasource: 'jdbc/WSO2UserStore', store: { kind: 'jdbc' } })
 */
export const primaryUserStore = defineTask('primaryUserStore', {
  options,
  tasks: ({ home, datasource, store }) =>
    xml({
      title: `keep users in ${store.kind === 'jdbc' ? datasource : store.url}`,
      path: conf(home, 'user-mgt.xml'),
      edits: [
        xml.text('/UserManager/Realm/Configuration/Property[@name="dataSource"]', datasource),
        ...managerEdits(store),
      ],
    }),
})

const manager = (kind: UserStore['kind']) => `/UserManager/Realm/UserStoreManager[@class="${managers[kind]}"]`

function managerEdits(store: UserStore): XmlEdit[] {
  const others = Object.keys(managers).filter((kind) => kind !== store.kind) as UserStore['kind'][]
  const only = [
    ...others.map((kind) => xml.commentOut(manager(kind), { optional: true })),
    xml.uncomment(manager(store.kind)),
  ]
  return store.kind === 'jdbc' ? only : [...only, ...directoryEdits(store)]
}

/** The stock files have no property for StartTLS: one that is there by now is set back where it is no longer wanted. */
function directoryEdits(store: UserDirectory): XmlEdit[] {
  const named = (name: string) => `Property[@name="${name}"]`
  const tls = named('StartTLSEnabled')
  return [
    ...directoryProperties(store)
      .filter(({ stated }) => stated)
      .map(({ name, value }) => xml.text(`${manager(store.kind)}/${named(name)}`, value)),
    store.startTls
      ? xml.ensure(manager(store.kind), tls, xml.element('Property', { name: 'StartTLSEnabled' }, ['true']))
      : xml.text(`${manager(store.kind)}/${tls}`, 'false', { optional: true }),
  ]
}
