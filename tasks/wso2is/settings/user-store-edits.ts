import { remove, set, type TomlEdit } from '../../../lib/edit/toml/index.ts'
import { identifierNames, identifierProperties } from '../configuration/directory/identifiers.ts'
import { type DirectoryProperty, directoryProperties } from '../configuration/directory/properties.ts'
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
  const wanted = store.kind === 'jdbc' ? new Map() : valuesOf(version, store)
  return [
    set(`${table}.type`, userStoreType(version, store.kind)),
    ...names.map((name) => {
      const key = [table, ...(keys[name] === undefined ? ['properties', name] : [keys[name]])]
      const value = wanted.get(name)
      return value === undefined ? remove(key) : set(key, value)
    }),
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

/** Properties that have a key of their own; the others stand below `properties`. */
const keys: Readonly<Record<string, string>> = {
  ConnectionURL: 'connection_url',
  ConnectionName: 'connection_name',
  ConnectionPassword: 'connection_password',
}

/** What has to be said: of an Active Directory all, for the product infers of it what it does of any other directory. */
function valuesOf(version: TomlVersion, store: UserDirectory): ReadonlyMap<string, DirectoryProperty['value']> {
  const said = directoryProperties(store).filter(({ stated }) => stated || store.kind === 'activeDirectory')
  const tls = store.startTls ? ([['StartTLSEnabled', 'true']] as const) : []
  const known = isAtLeast(version, '5.10.0') ? identifierProperties(store) : []
  return new Map([...said.map(({ name, value }) => [name, value] as const), ...tls, ...known])
}

/** Of whatever directory: what a version of the file may have from an earlier run. */
const names: readonly string[] = [
  ...directoryProperties({
    ...{ kind: 'ldap', url: '', bindDn: '', password: '', userSearchBase: '', groupSearchBase: '' },
  }).map(({ name }) => name),
  'StartTLSEnabled',
  ...identifierNames,
]
