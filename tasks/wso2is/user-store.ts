import { asSecret, type Secret } from '../../lib/core/secret.ts'
import type { XmlEdit } from '../../lib/edit/xml/index.ts'
import { xml } from '../xml.ts'
import { conf, type IdentityServer } from './product.ts'

/** Where users are kept: in the user store database, or in a directory that is there already. */
export type UserStore =
  | {
      /** In the database of the user store's data source. */
      readonly kind: 'jdbc'
    }
  | Directory

export interface Directory extends DirectoryConnection {
  /** How the server deals with it: writes to it, only reads, or knows it as an Active Directory. */
  readonly kind: 'ldap' | 'readOnlyLdap' | 'activeDirectory'
}

export interface DirectoryConnection {
  /** As in `ldaps://ldap.example.com:636`. */
  readonly url: string
  /** The distinguished name to bind with. */
  readonly bindDn: string
  /** The password to bind with. */
  readonly password: Secret | string
  /** The distinguished name below which users are. */
  readonly userSearchBase: string
  /** The distinguished name below which groups are. */
  readonly groupSearchBase: string
}

/** Users in an LDAP directory that this server may write to. */
export const ldap = (connection: DirectoryConnection): Directory => made('ldap', connection)
/** Users in an LDAP directory that this server only reads. */
export const readOnlyLdap = (connection: DirectoryConnection): Directory => made('readOnlyLdap', connection)
/** Users in an Active Directory. */
export const activeDirectory = (connection: DirectoryConnection): Directory => made('activeDirectory', connection)

const made = (kind: Directory['kind'], connection: DirectoryConnection): Directory => ({
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

/**
 * The realm's data source, and the one user store manager that is live. The guide leaves the second out: in a stock file
 * the embedded LDAP's manager is live and the others stand in comments.
 *
 * @example primaryUserStore({ home, datasource: 'jdbc/WSO2UserStore', store: { kind: 'jdbc' } })
 */
export const primaryUserStore = ({
  home,
  datasource,
  store,
}: IdentityServer & {
  /** JNDI name of the realm's data source: roles and tenants are there in any case. */
  readonly datasource: string
  /** Where users are. */
  readonly store: UserStore
}) =>
  xml({
    title: `keep users in ${store.kind === 'jdbc' ? datasource : store.url}`,
    path: conf(home, 'user-mgt.xml'),
    edits: [
      xml.text('/UserManager/Realm/Configuration/Property[@name="dataSource"]', datasource),
      ...managerEdits(store),
    ],
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
