import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { reveal } from '../../../lib/core/secret.ts'
import { identifierProperties, makesIdentifiers } from '../../../tasks/wso2is/configuration/directory/identifiers.ts'
import { directoryProperties } from '../../../tasks/wso2is/configuration/directory/properties.ts'
import { activeDirectory, ldap, readOnlyLdap, type UserDirectory } from '../../../tasks/wso2is/index.ts'

const given = {
  url: 'ldaps://dc1.example.com:636 ldaps://dc2.example.com:636',
  bindDn: 'cn=is,dc=example,dc=com',
  password: 'p',
  userSearchBase: 'ou=a,dc=example,dc=com#ou=b,dc=example,dc=com',
  groupSearchBase: 'ou=g,dc=example,dc=com',
}
const connection = {
  ConnectionURL: given.url,
  ConnectionName: given.bindDn,
  ConnectionPassword: 'p',
  UserSearchBase: given.userSearchBase,
  GroupSearchBase: given.groupSearchBase,
}
const found = {
  UserNameAttribute: 'uid',
  UserNameSearchFilter: '(&(objectClass=person)(uid=?))',
  UserNameListFilter: '(objectClass=person)',
  GroupNameAttribute: 'cn',
  GroupNameSearchFilter: '(&(objectClass=groupOfNames)(cn=?))',
  GroupNameListFilter: '(objectClass=groupOfNames)',
  MembershipAttribute: 'member',
}
const classes = (user: string, group: string) => ({ UserEntryObjectClass: user, GroupEntryObjectClass: group })

const situations: readonly [name: string, store: UserDirectory, properties: object, stated: readonly string[]][] = [
  [
    'an OpenLDAP',
    ldap(given),
    { ...connection, ...found, ...classes('inetOrgPerson', 'groupOfNames') },
    ['UserEntryObjectClass'],
  ],
  [
    "another Identity Server's own directory",
    ldap({ ...given, schema: 'wso2' }),
    { ...connection, ...found, ...classes('identityPerson', 'groupOfNames') },
    ['UserEntryObjectClass'],
  ],
  ['one that is only read, and makes nobody', readOnlyLdap(given), { ...connection, ...found }, []],
  [
    'an Active Directory, of which later versions know less by themselves',
    activeDirectory(given),
    {
      ...connection,
      ...classes('user', 'group'),
      UserNameAttribute: 'cn',
      UserNameSearchFilter: '(&(objectClass=user)(cn=?))',
      UserNameListFilter: '(objectClass=user)',
      GroupNameAttribute: 'cn',
      GroupNameSearchFilter: '(&(objectClass=group)(cn=?))',
      GroupNameListFilter: '(objectClass=group)',
      MembershipAttribute: 'member',
    },
    ['UserEntryObjectClass'],
  ],
  [
    'what is given is stated, and what follows from it',
    readOnlyLdap({ ...given, userNameAttribute: 'mail', groupFilter: '(objectClass=groupOfUniqueNames)' }),
    {
      ...connection,
      ...found,
      UserNameAttribute: 'mail',
      UserNameSearchFilter: '(&(objectClass=person)(mail=?))',
      GroupNameSearchFilter: '(&(objectClass=groupOfUniqueNames)(cn=?))',
      GroupNameListFilter: '(objectClass=groupOfUniqueNames)',
    },
    ['UserNameAttribute', 'UserNameSearchFilter', 'GroupNameSearchFilter', 'GroupNameListFilter'],
  ],
]

const test = suite('what a user store manager is told of a directory')
for (const [name, store, wanted, stated] of situations) {
  test(name, () => {
    const properties = directoryProperties(store)
    const sorted = (all: object) => Object.entries(all).sort()
    assert.equal(sorted(Object.fromEntries(properties.map((one) => [one.name, reveal(one.value)]))), sorted(wanted))
    assert.equal(
      properties.filter((one) => one.stated && !(one.name in connection)).map((one) => one.name),
      stated,
    )
  })
}

const identifiers: readonly (readonly [name: string, store: UserDirectory, properties: object, made: boolean])[] = [
  ['an OpenLDAP', ldap(given), { UserIDAttribute: 'entryUUID', ImmutableAttributes: 'entryUUID' }, true],
  ['one that is only read', readOnlyLdap(given), { UserIDAttribute: 'entryUUID' }, true],
  ["another Identity Server's", ldap({ ...given, schema: 'wso2' }), { UserIDAttribute: 'scimId' }, false],
  ['an Active Directory, of which the product knows it', activeDirectory(given), {}, true],
  [
    'an Active Directory with an attribute of its own',
    activeDirectory({ ...given, userIdAttribute: 'employeeID' }),
    { UserIDAttribute: 'employeeID' },
    false,
  ],
  [
    'an Active Directory that is only read',
    readOnlyLdap({ ...given, userIdAttribute: 'objectGUID' }),
    { UserIDAttribute: 'objectGUID', 'java.naming.ldap.attributes.binary': 'objectGUID' },
    true,
  ],
  [
    'a filter of its own, which finds one by it, too',
    ldap({ ...given, userFilter: '(objectClass=account)', userIdAttribute: 'uidNumber' }),
    { UserIDAttribute: 'uidNumber', UserIdSearchFilter: '(&(objectClass=account)(uid=?))' },
    false,
  ],
  [
    'a filter in which the product would put the attribute in place of a uid',
    ldap({ ...given, userFilter: '(uid=a*)', userIdAttribute: 'uidNumber' }),
    { UserIDAttribute: 'uidNumber' },
    false,
  ],
]
for (const [name, store, wanted, made] of identifiers) {
  test(`by what users are known: ${name}`, () => {
    assert.equal(Object.fromEntries(identifierProperties(store)), wanted)
    assert.is(makesIdentifiers(store), made)
  })
}
test.run()
