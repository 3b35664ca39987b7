import type { UserDirectory } from '../user-directory.ts'
import { entriesOf } from './properties.ts'

/** Attributes that a directory gives each entry by itself, and lets nobody write. */
const generated = ['entryuuid', 'objectguid', 'nsuniqueid', 'ibm-entryuuid']

/** Whether the directory makes the identifiers of users; else the server writes one into each user that it makes. */
export const makesIdentifiers = (store: UserDirectory): boolean =>
  generated.includes(entriesOf(store).userIdAttribute.toLowerCase())

/**
 * By what users are known for ever, of a manager of 5.10.0 and later. Of an Active Directory the product infers what is right;
 * of any other it infers `scimId`, which only the schema of its own directory has.
 */
export function identifierProperties(store: UserDirectory): readonly (readonly [name: string, value: string])[] {
  const { userIdAttribute: attribute, userFilter } = entriesOf(store)
  const isGuid = attribute.toLowerCase() === 'objectguid'
  // The product puts the attribute in place of each uid of this filter.
  const filtered = store.kind !== 'readOnlyLdap' && store.userFilter !== undefined && !/\buid\b/.test(userFilter)
  return [
    ...(store.kind === 'activeDirectory' && isGuid
      ? []
      : [
          ['UserIDAttribute', attribute] as const,
          ...(store.kind !== 'readOnlyLdap' && makesIdentifiers(store)
            ? [['ImmutableAttributes', attribute] as const]
            : []),
          ...(isGuid ? [[binary, attribute] as const] : []),
        ]),
    ...(filtered ? [['UserIdSearchFilter', `(&${userFilter}(uid=?))`] as const] : []),
  ]
}

const binary = 'java.naming.ldap.attributes.binary'

/** All names that these properties may have. */
export const identifierNames: readonly string[] = [
  ...['UserIDAttribute', 'ImmutableAttributes', 'UserIdSearchFilter'],
  binary,
]
