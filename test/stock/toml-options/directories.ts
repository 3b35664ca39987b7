import { secret } from '../../../lib/core/secret.ts'
import {
  activeDirectory,
  ldap,
  readOnlyLdap,
  type TomlVersion,
  type UserDirectory,
} from '../../../tasks/wso2is/index.ts'
import { secretValue } from '../../support/e2e.ts'
import { since, until } from './since.ts'
import { base, inXml, tables } from './tables.ts'
import type { TomlOptions, Wanted } from './toml-option.ts'

const directory = {
  bindDn: 'cn=Manager,dc=example,dc=com',
  password: secret('db'),
  userSearchBase: 'ou=Users,dc=example,dc=com',
  groupSearchBase: 'ou=Groups,dc=example,dc=com',
}
const properties = (values: Readonly<Record<string, string>>): Wanted =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`user_store.properties.${key}`, value]))
const unique = (version: TomlVersion) => (version === '5.9.0' ? '' : '_unique_id')
const stored = (version: TomlVersion, type: string, url: string): Wanted => ({
  'user_store.type': `${type}${unique(version)}`,
  'user_store.connection_url': url,
  'user_store.connection_name': directory.bindDn,
  'user_store.connection_password': inXml(secretValue),
  ...properties({ UserSearchBase: directory.userSearchBase, GroupSearchBase: directory.groupSearchBase }),
  ...(until('5.11.0')(version) ? { 'super_admin.password': 'admin' } : {}),
})
/** Users in a directory. Up to 5.11.0 its administrator is who they are there. */
const usersIn = (make: (version: TomlVersion) => UserDirectory) => (version: TomlVersion) => ({
  ...base,
  userStore: make(version),
  ...(until('5.11.0')(version) ? { adminPassword: undefined } : {}),
})
/** By what users are known: from 5.10.0 on. */
const known = (version: TomlVersion, values: Readonly<Record<string, string>>): Wanted =>
  version === '5.9.0' ? {} : properties(values)

/** Users in a directory, of each kind. */
export const directoryOptions: readonly TomlOptions[] = [
  {
    name: 'LDAP',
    // 5.10.0 writes the identifier itself, which an OpenLDAP does not let it do with its own.
    vars: usersIn((version) =>
      ldap({
        ...directory,
        url: 'ldap://ldap.example.com:389',
        ...(version === '5.10.0' ? { userIdAttribute: 'employeeNumber' } : {}),
      }),
    ),
    wanted: (version) => ({
      ...tables(base.databases),
      ...stored(version, 'read_write_ldap', 'ldap://ldap.example.com:389'),
      ...properties({ UserEntryObjectClass: 'inetOrgPerson' }),
      ...(version === '5.10.0'
        ? known(version, { UserIDAttribute: 'employeeNumber' })
        : known(version, { UserIDAttribute: 'entryUUID', ImmutableAttributes: 'entryUUID' })),
    }),
  },
  {
    name: "another Identity Server's LDAP, by StartTLS and a filter of its own",
    vars: usersIn(() =>
      ldap({
        ...{ ...directory, url: 'ldap://ldap.example.com:389', startTls: true, schema: 'wso2' },
        userFilter: '(objectClass=wso2Person)',
      }),
    ),
    wanted: (version) => ({
      ...tables(base.databases),
      ...stored(version, 'read_write_ldap', 'ldap://ldap.example.com:389'),
      ...properties({
        UserEntryObjectClass: 'identityPerson',
        UserNameSearchFilter: '(&amp;(objectClass=wso2Person)(uid=?))',
        UserNameListFilter: '(objectClass=wso2Person)',
        StartTLSEnabled: 'true',
      }),
      ...known(version, { UserIDAttribute: 'scimId', UserIdSearchFilter: '(&amp;(objectClass=wso2Person)(uid=?))' }),
    }),
  },
  {
    name: 'LDAP that is only read, by a filter of its own',
    vars: usersIn(() =>
      readOnlyLdap({
        ...directory,
        url: 'ldaps://ldap.example.com:636',
        userFilter: '(&(objectClass=person)(!(ou=left)))',
      }),
    ),
    wanted: (version) => ({
      ...tables(base.databases),
      ...stored(version, 'read_only_ldap', 'ldaps://ldap.example.com:636'),
      ...properties({
        UserNameSearchFilter: '(&amp;(&amp;(objectClass=person)(!(ou=left)))(uid=?))',
        UserNameListFilter: '(&amp;(objectClass=person)(!(ou=left)))',
      }),
      ...known(version, { UserIDAttribute: 'entryUUID' }),
    }),
  },
  {
    name: 'an Active Directory that is only read',
    only: since('5.10.0'),
    vars: usersIn(() =>
      readOnlyLdap({ ...directory, url: 'ldaps://ad.example.com:636', userIdAttribute: 'objectGUID' }),
    ),
    wanted: (version) => ({
      ...tables(base.databases),
      ...stored(version, 'read_only_ldap', 'ldaps://ad.example.com:636'),
      ...properties({ UserIDAttribute: 'objectGUID', '"java.naming.ldap.attributes.binary"': 'objectGUID' }),
    }),
  },
  {
    name: 'Active Directory',
    vars: usersIn(() => activeDirectory({ ...directory, url: 'ldaps://ad.example.com:636' })),
    wanted: (version) => ({
      ...tables(base.databases),
      ...stored(version, 'active_directory', 'ldaps://ad.example.com:636'),
      ...properties({
        UserEntryObjectClass: 'user',
        UserNameAttribute: 'cn',
        UserNameSearchFilter: '(&amp;(objectClass=user)(cn=?))',
        UserNameListFilter: '(objectClass=user)',
        GroupEntryObjectClass: 'group',
        GroupNameAttribute: 'cn',
        GroupNameSearchFilter: '(&amp;(objectClass=group)(cn=?))',
        GroupNameListFilter: '(objectClass=group)',
        MembershipAttribute: 'member',
      }),
    }),
  },
]
