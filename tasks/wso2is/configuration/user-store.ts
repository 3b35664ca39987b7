import * as v from 'valibot'
import { asSecret, type Secret } from '../../../lib/core/secret.ts'
import { defineTask } from '../../../lib/core/task.ts'
import type { XmlEdit } from '../../../lib/edit/xml/index.ts'
import { xml } from '../../edits/xml.ts'
import { defineData } from '../../support/define-data.ts'
import { line, textOrSecret, wordOf } from '../../support/schema.ts'
import { conf, ofProduct } from '../product.ts'

const connection = {
  /** As in `ldaps://ldap.example.com:636`. */
  url: v.pipe(
    line('the URL of the directory, as in ldaps://ldap.example.com:636'),
    v.regex(
      /^ldaps?:\/\/[^\s/]+/,
      ({ input }) => `${JSON.stringify(input)} is no URL of a directory: write it as in ldaps://ldap.example.com:636`,
    ),
  ),
  /** The distinguished name to bind with. */
  bindDn: line('the distinguished name to bind with'),
  /** The password to bind with. */
  password: textOrSecret,
  /** The distinguished name below which users are. */
  userSearchBase: line('the distinguished name below which users are'),
  /** The distinguished name below which groups are. */
  groupSearchBase: line('the distinguished name below which groups are'),
}
const directoryConnection = v.strictObject(connection)
type DirectoryConnection = v.InferInput<typeof directoryConnection>

const directoryEntries = {
  /** How the server deals with it: writes to it, only reads, or knows it as an Active Directory. */
  kind: wordOf('ldap', 'readOnlyLdap', 'activeDirectory'),
  ...connection,
}
const directory = v.strictObject(directoryEntries)
export type UserDirectory = v.InferInput<typeof directory>

/** Where users are kept: in the user store database, or in a directory that is there already. */
export type UserStore =
  | {
      /** In the database of the user store's data source. */
      readonly kind: 'jdbc'
    }
  | UserDirectory

export const userStore: v.GenericSchema<UserStore> = v.variant(
  'kind',
  [v.strictObject({ kind: v.literal('jdbc') }), directory],
  ({ received }) =>
    `it is ${received}: give { kind: 'jdbc' }, or what ldap(), readOnlyLdap() or activeDirectory() makes`,
)

/** Users in an LDAP directory that this server may write to. */
export const ldap = defineData('ldap', directoryConnection, (given) => made('ldap', given))
/** Users in an LDAP directory that this server only reads. */
export const readOnlyLdap = defineData('readOnlyLdap', directoryConnection, (given) => made('readOnlyLdap', given))
/** Users in an Active Directory. */
export const activeDirectory = defineData('activeDirectory', directoryConnection, (given) =>
  made('activeDirectory', given),
)

const made = (kind: UserDirectory['kind'], connection: DirectoryConnection): UserDirectory => ({
  kind,
  ...connection,
  password: asSecret(`password of ${connection.bindDn}`, connection.password),
})

const managers = {
  jdbc: 'org.wso2.carbon.user.core.jdbc.JDBCUserStoreManager',
  ldap: 'org.wso2.carbon.user.core.ldap.ReadWriteLDAPUserStoreManager',
  readOnlyLdap: 'org.wso2.carbon.user.core.ldap.ReadOnlyLDAPUserStoreManager',
  activeDirectory: 'org.wso2.carbon.user.core.ldap.ActiveDirectoryUserStoreManager',
} as const

const options = ofProduct({
  /** JNDI name of the realm's data source: roles and tenants are there in any case. */
  datasource: line('the JNDI name of a data source'),
  /** Where users are. */
  store: userStore,
})

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
  if (store.kind === 'jdbc') return only
  const property = (name: string, value: string | Secret) =>
    xml.text(`${manager(store.kind)}/Property[@name="${name}"]`, value)
  return [
    ...only,
    property('ConnectionURL', store.url),
    property('ConnectionName', store.bindDn),
    property('ConnectionPassword', store.password),
    property('UserSearchBase', store.userSearchBase),
    property('GroupSearchBase', store.groupSearchBase),
  ]
}
