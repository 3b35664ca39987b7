import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { reveal } from '../../../lib/core/secret.ts'
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
test.run()
