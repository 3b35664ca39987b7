import { remove, set, type TomlEdit } from '../../../lib/edit/toml/index.ts'
import { asActiveDirectory, directoryProperties } from '../configuration/directory-properties.ts'
import type { UserDirectory } from '../configuration/user-directory.ts'
import type { UserStore } from '../configuration/user-store.ts'
import { isAtLeast, type TomlVersion } from '../product.ts'
import { hasKey, keyOf } from '../versions/places.ts'

/**
 * Where users are, in deployment.toml. What stood there of another kind of store goes: it would land in the file of this
 * one, the password with it. The embedded directory is turned off where the version has one.
 */
export const userStoreEdits = (version: TomlVersion, store: UserStore): TomlEdit[] => {
  const table = keyOf('userStore', version)
  return [
    set(`${table}.type`, userStoreType(version, store.kind)),
    ...(store.kind === 'jdbc' ? noDirectory(table) : connectionEdits(table, asActiveDirectory(store))),
    remove(`${table}.base_dn`),
    ...(hasKey('embeddedLdap', version) ? [set(keyOf('embeddedLdap', version), false)] : []),
  ]
}

/** Users have an identifier of their own from 5.10.0 on; 5.9.0 does not know these types, and would have no store. */
export const userStoreType = (version: TomlVersion, kind: UserStore['kind']): string =>
  types[kind] + (isAtLeast(version, '5.10.0') ? '_unique_id' : '')

const types = {
  jdbc: 'database',
  ldap: 'read_write_ldap',
  readOnlyLdap: 'read_only_ldap',
  activeDirectory: 'active_directory',
} as const

const noDirectory = (table: string): TomlEdit[] =>
  [
    ...['connection_url', 'connection_name', 'connection_password'],
    ...Object.keys(directoryProperties(any)).map((name) => `properties.${name}`),
  ].map((key) => remove(`${table}.${key}`))

const any: UserDirectory = { kind: 'ldap', url: '', bindDn: '', password: '', userSearchBase: '', groupSearchBase: '' }

const connectionEdits = (table: string, store: UserDirectory): TomlEdit[] => [
  set(`${table}.connection_url`, store.url),
  set(`${table}.connection_name`, store.bindDn),
  set(`${table}.connection_password`, store.password),
  ...Object.entries(directoryProperties(store)).map(([name, value]) =>
    value === undefined ? remove(`${table}.properties.${name}`) : set(`${table}.properties.${name}`, value),
  ),
]
