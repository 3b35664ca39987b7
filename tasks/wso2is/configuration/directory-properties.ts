import type { UserDirectory } from './user-directory.ts'

/** The properties of a user store manager that say how a directory is dealt with; undefined: as in the pack. */
export function directoryProperties(store: UserDirectory): Readonly<Record<string, string | undefined>> {
  const stock = found[store.kind]
  const { userFilter = stock.userFilter, userNameAttribute = stock.userNameAttribute } = store
  const { groupFilter = stock.groupFilter, groupNameAttribute = stock.groupNameAttribute } = store
  const one = (filter: string, attribute: string) => `(&${filter}(${attribute}=?))`
  const asksForUsers = store.userFilter !== undefined || store.userNameAttribute !== undefined
  const asksForGroups = store.groupFilter !== undefined || store.groupNameAttribute !== undefined
  return {
    UserSearchBase: store.userSearchBase,
    UserEntryObjectClass: store.kind === 'readOnlyLdap' ? undefined : (store.userObjectClass ?? newUser[store.kind]),
    UserNameAttribute: store.userNameAttribute,
    UserNameSearchFilter: asksForUsers ? one(userFilter, userNameAttribute) : undefined,
    UserNameListFilter: store.userFilter,
    GroupSearchBase: store.groupSearchBase,
    GroupEntryObjectClass: store.kind === 'readOnlyLdap' ? undefined : store.groupObjectClass,
    GroupNameAttribute: store.groupNameAttribute,
    GroupNameSearchFilter: asksForGroups ? one(groupFilter, groupNameAttribute) : undefined,
    GroupNameListFilter: store.groupFilter,
    MembershipAttribute: store.membershipAttribute,
  }
}

/** All that tells an Active Directory from another directory, for a version that takes it for one of those. */
export const asActiveDirectory = (store: UserDirectory): UserDirectory =>
  store.kind === 'activeDirectory' ? { ...found.activeDirectory, groupObjectClass: 'group', ...given(store) } : store

const given = <Store extends object>(store: Store): Store =>
  Object.fromEntries(Object.entries(store).filter(([, value]) => value !== undefined)) as Store

/** By what the pack finds users and groups: one of two that are given alone is joined with the other. */
const inLdap = {
  userFilter: '(objectClass=person)',
  userNameAttribute: 'uid',
  groupFilter: '(objectClass=groupOfNames)',
  groupNameAttribute: 'cn',
}
const found = {
  ldap: inLdap,
  readOnlyLdap: inLdap,
  activeDirectory: {
    userFilter: '(objectClass=user)',
    userNameAttribute: 'cn',
    groupFilter: '(objectClass=group)',
    groupNameAttribute: 'cn',
  },
} as const

const newUser = { ldap: 'inetOrgPerson', activeDirectory: 'user' } as const
