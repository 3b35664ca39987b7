import type { Secret } from '../../../../lib/core/secret.ts'
import type { UserDirectory } from '../user-directory.ts'

/** How users and groups are found and made in a directory: what is given, else as the pack has it for its kind. */
export interface DirectoryEntries {
  readonly userBases: readonly string[]
  readonly userFilter: string
  readonly userNameAttribute: string
  /** What a user is known by for ever; from 5.10.0 on. */
  readonly userIdAttribute: string
  readonly groupBases: readonly string[]
  readonly groupFilter: string
  readonly groupNameAttribute: string
  readonly membershipAttribute: string
  /** Undefined: the server makes none there. */
  readonly userObjectClass: string | undefined
  readonly groupObjectClass: string | undefined
}

export function entriesOf(store: UserDirectory): DirectoryEntries {
  const usual = store.kind === 'activeDirectory' ? inActiveDirectory : inLdap
  const ofWso2 = store.kind === 'ldap' && store.schema === 'wso2'
  const found = {
    userBases: store.userSearchBase.split('#'),
    userFilter: store.userFilter ?? usual.userFilter,
    userNameAttribute: store.userNameAttribute ?? usual.userNameAttribute,
    userIdAttribute: store.userIdAttribute ?? (ofWso2 ? 'scimId' : usual.userIdAttribute),
    groupBases: store.groupSearchBase.split('#'),
    groupFilter: store.groupFilter ?? usual.groupFilter,
    groupNameAttribute: store.groupNameAttribute ?? usual.groupNameAttribute,
    membershipAttribute: store.membershipAttribute ?? usual.membershipAttribute,
  }
  if (store.kind === 'readOnlyLdap') return { ...found, userObjectClass: undefined, groupObjectClass: undefined }
  return {
    ...found,
    userObjectClass: store.userObjectClass ?? (ofWso2 ? 'identityPerson' : usual.userObjectClass),
    groupObjectClass: store.groupObjectClass ?? usual.groupObjectClass,
  }
}

/** One property of a user store manager, as every version names it, whatever file it is in. */
export interface DirectoryProperty {
  readonly name: string
  readonly value: string | Secret
  /** Whether the value of the pack would be wrong, or may be; of the others it is this one. */
  readonly stated: boolean
}

/** All that a user store manager has to know of a directory. */
export function directoryProperties(store: UserDirectory): readonly DirectoryProperty[] {
  const entries = entriesOf(store)
  const given = (...options: readonly (keyof DirectoryEntries)[]) =>
    options.some((option) => Reflect.get(store, option) !== undefined)
  const property = (name: string, value: string | Secret | undefined, stated = true): DirectoryProperty[] =>
    value === undefined ? [] : [{ name, value, stated }]
  const one = (filter: string, attribute: string) => `(&${filter}(${attribute}=?))`
  const { userFilter, userNameAttribute, groupFilter, groupNameAttribute } = entries
  const ofUsers = given('userFilter', 'userNameAttribute')
  const ofGroups = given('groupFilter', 'groupNameAttribute')
  return [
    ...property('ConnectionURL', store.url),
    ...property('ConnectionName', store.bindDn),
    ...property('ConnectionPassword', store.password),
    ...property('UserSearchBase', store.userSearchBase),
    ...property('UserEntryObjectClass', entries.userObjectClass),
    ...property('UserNameAttribute', userNameAttribute, given('userNameAttribute')),
    ...property('UserNameSearchFilter', one(userFilter, userNameAttribute), ofUsers),
    ...property('UserNameListFilter', userFilter, given('userFilter')),
    ...property('GroupSearchBase', store.groupSearchBase),
    ...property('GroupEntryObjectClass', entries.groupObjectClass, given('groupObjectClass')),
    ...property('GroupNameAttribute', groupNameAttribute, given('groupNameAttribute')),
    ...property('GroupNameSearchFilter', one(groupFilter, groupNameAttribute), ofGroups),
    ...property('GroupNameListFilter', groupFilter, given('groupFilter')),
    ...property('MembershipAttribute', entries.membershipAttribute, given('membershipAttribute')),
  ]
}

const inLdap = {
  userObjectClass: 'inetOrgPerson',
  userFilter: '(objectClass=person)',
  userNameAttribute: 'uid',
  userIdAttribute: 'entryUUID',
  groupObjectClass: 'groupOfNames',
  groupFilter: '(objectClass=groupOfNames)',
  groupNameAttribute: 'cn',
  membershipAttribute: 'member',
}

const inActiveDirectory = {
  userObjectClass: 'user',
  userFilter: '(objectClass=user)',
  userNameAttribute: 'cn',
  // Spelt as the product has it.
  userIdAttribute: 'objectGuid',
  groupObjectClass: 'group',
  groupFilter: '(objectClass=group)',
  groupNameAttribute: 'cn',
  membershipAttribute: 'member',
}
