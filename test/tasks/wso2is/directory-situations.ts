import { secret } from '../../../lib/core/secret.ts'
import { ldap, readOnlyLdap, type UserDirectory, type Version } from '../../../tasks/wso2is/index.ts'
import { type Slapd, slapdManager, slapdPassword } from '../../support/slapd.ts'

/** What a directory holds: two users below one organizational unit, and groups below another. */
export const entries = `dn: dc=example,dc=com
objectClass: dcObject
objectClass: organization
dc: example
o: Example

dn: ou=people,dc=example,dc=com
objectClass: organizationalUnit
ou: people

dn: uid=alice,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
uid: alice
cn: Alice
sn: Ab
userPassword: alice

dn: ou=groups,dc=example,dc=com
objectClass: organizationalUnit
ou: groups

dn: cn=staff,ou=groups,dc=example,dc=com
objectClass: groupOfNames
cn: staff
member: uid=alice,ou=people,dc=example,dc=com

dn: ou=hosts,dc=example,dc=com
objectClass: organizationalUnit
ou: hosts

dn: cn=printer,ou=hosts,dc=example,dc=com
objectClass: device
cn: printer

dn: ou=nobody,dc=example,dc=com
objectClass: organizationalUnit
ou: nobody
`

/** The directories of the tests, all of the same entries: the third speaks no TLS. */
export interface Directories {
  readonly open: Slapd
  /** Its certificate has ended. */
  readonly ended: Slapd
  readonly plain: Slapd
}

export interface Situation {
  readonly name: string
  readonly directory: (at: Directories) => UserDirectory
  /** Default: 5.4.1, which knows users by their names alone. */
  readonly version?: Version
  readonly mayBeEmpty?: true
  /** The home of a node that trusts nobody. */
  readonly trustsNobody?: true
  readonly truststorePassword?: string
  /** What is found, or what is refused. */
  readonly finding?: RegExp
  readonly refused?: RegExp
}

export const connection = {
  bindDn: slapdManager,
  password: secret('directory', { value: slapdPassword }),
  userSearchBase: 'ou=people,dc=example,dc=com',
  groupSearchBase: 'ou=groups,dc=example,dc=com',
}
type Options = Partial<Parameters<typeof ldap>[0]>
const inClear =
  (change: Options) =>
  ({ plain }: Directories) =>
    ldap({ url: `ldap://127.0.0.1:${plain.port}`, ...connection, ...change })

export const situations: readonly Situation[] = [
  {
    name: 'all is well, in clear text',
    directory: inClear({}),
    finding: /cn=Manager,.* is let in in clear text, finds alice and staff, users are made as inetOrgPerson$/,
  },
  {
    name: 'all is well, by ldaps',
    directory: ({ open }) => ldap({ url: `ldaps://localhost:${open.tlsPort}`, ...connection }),
    finding: /is let in by TLS that is trusted, finds alice and staff/,
  },
  {
    name: 'all is well, by StartTLS',
    directory: ({ open }) => ldap({ url: `ldap://localhost:${open.port}`, startTls: true, ...connection }),
    finding: /is let in by TLS that is trusted, finds alice and staff/,
  },
  {
    name: 'a directory that is only read is asked for no class',
    directory: ({ plain }) => readOnlyLdap({ url: `ldap://127.0.0.1:${plain.port}`, ...connection }),
    finding: /finds alice and staff$/,
  },
  {
    name: 'a user of few rights',
    directory: inClear({ bindDn: 'uid=alice,ou=people,dc=example,dc=com', password: 'alice' }),
    finding: /^uid=alice,.* is let in/,
  },
  {
    name: 'several bases and classes',
    directory: inClear({
      userSearchBase: 'ou=nobody,dc=example,dc=com#ou=people,dc=example,dc=com',
      userObjectClass: 'inetOrgPerson/posixAccount',
    }),
    finding: /finds alice and staff, users are made as inetOrgPerson\/posixAccount/,
  },
  {
    name: 'two URLs, of which one is dead',
    directory: ({ plain }) => ldap({ ...connection, url: `ldap://127.0.0.1:${plain.port} ldap://127.0.0.1:1` }),
    refused: /127\.0\.0\.1:1 \(127\.0\.0\.1\) takes no connection \(Connection refused\): see that the directory runs/,
  },
  {
    name: 'a name that nobody knows',
    directory: () => ldap({ ...connection, url: 'ldap://nosuch.invalid:389' }),
    refused: /this host knows no address for nosuch\.invalid: write a name into url that getent hosts finds here/,
  },
  {
    name: 'TLS to a port of clear text',
    directory: ({ plain }) => ldap({ ...connection, url: `ldaps://localhost:${plain.port}` }),
    refused: /localhost:\d+ does not speak TLS \(.*\): name the port of ldaps in url/,
  },
  {
    name: 'clear text to a port of TLS',
    directory: ({ open }) => ldap({ ...connection, url: `ldap://localhost:${open.tlsPort}` }),
    refused: /localhost:\d+ ends the connection, or does not speak LDAP in clear text .*: write ldaps:\/\//,
  },
  {
    name: 'StartTLS where there is none',
    directory: ({ plain }) => ldap({ ...connection, url: `ldap://localhost:${plain.port}`, startTls: true }),
    refused: /ldap:\/\/localhost:\d+ does not begin TLS \(.*\): give it a certificate and switch StartTLS on/,
  },
  {
    name: 'a certificate that the node does not trust',
    trustsNobody: true,
    directory: ({ open }) => ldap({ url: `ldaps://localhost:${open.tlsPort}`, ...connection }),
    refused:
      /its certificate, of CN=localhost, is not trusted by \S+client-truststore\.jks: give certificate: a PEM file with it, or with that of its signer, CN=Directory CA/,
  },
  {
    name: 'one that it does not trust, by StartTLS',
    trustsNobody: true,
    directory: ({ open }) => ldap({ url: `ldap://localhost:${open.port}`, startTls: true, ...connection }),
    refused: /its certificate, of CN=localhost, is not trusted by/,
  },
  {
    name: 'one for another name',
    directory: ({ open }) => ldap({ url: `ldaps://127.0.0.1:${open.tlsPort}`, ...connection }),
    refused: /its certificate, of CN=localhost, is not for 127\.0\.0\.1: write the name into url that it is for/,
  },
  {
    name: 'one for another name, by StartTLS',
    directory: ({ open }) => ldap({ url: `ldap://127.0.0.1:${open.port}`, startTls: true, ...connection }),
    refused: /its certificate, of CN=localhost, is not for 127\.0\.0\.1/,
  },
  {
    name: 'one that has ended',
    directory: ({ ended }) => ldap({ url: `ldaps://localhost:${ended.tlsPort}`, ...connection }),
    refused: /out of its time: CN=localhost is valid from 2010-01-01 to 2020-01-01.*: renew it there/,
  },
  {
    name: 'a trust store of another password',
    truststorePassword: 'another',
    directory: ({ open }) => ldap({ url: `ldaps://localhost:${open.tlsPort}`, ...connection }),
    refused: /the trust store \S+ cannot be read \(.*password was incorrect\): give truststorePassword/,
  },
  {
    name: 'a wrong password',
    directory: inClear({ password: 'wrong' }),
    refused: /does not let cn=Manager,dc=example,dc=com in \(no such user, or another password\): give bindDn and pass/,
  },
  {
    name: 'a wrong password, over TLS',
    directory: ({ open }) => ldap({ ...connection, url: `ldaps://localhost:${open.tlsPort}`, password: 'wrong' }),
    refused: /does not let cn=Manager,dc=example,dc=com in/,
  },
  {
    name: 'an empty password',
    directory: inClear({ password: secret('empty', { value: '' }) }),
    refused: /the password of cn=Manager,dc=example,dc=com is empty: give one/,
  },
  {
    name: 'a user that is no distinguished name',
    directory: inClear({ bindDn: 'manager' }),
    refused: /bindDn manager is no distinguished name .*: write it as in cn=admin,dc=example,dc=com/,
  },
  {
    name: 'bases that are not there: both are told',
    directory: inClear({ userSearchBase: 'ou=peeple,dc=example,dc=com', groupSearchBase: 'groups' }),
    refused:
      /there is no ou=peeple,dc=example,dc=com, or cn=Manager,dc=example,dc=com may not see it: give userSearchBase as the directory has it; groupSearchBase groups is no distinguished name/,
  },
  {
    name: 'a filter that finds nobody, where others are',
    directory: inClear({ userSearchBase: 'ou=hosts,dc=example,dc=com' }),
    refused:
      /\(objectClass=person\) finds no user below ou=hosts,dc=example,dc=com, where cn=printer,ou=hosts,dc=example,dc=com is of device: give userFilter/,
  },
  {
    name: 'nobody below a base',
    directory: inClear({ groupSearchBase: 'ou=nobody,dc=example,dc=com' }),
    refused: /there is no group below ou=nobody,dc=example,dc=com: give groupSearchBase where groups are, or make one/,
  },
  {
    name: 'nobody below a base, before the first start',
    directory: inClear({
      userSearchBase: 'ou=nobody,dc=example,dc=com',
      groupSearchBase: 'ou=nobody,dc=example,dc=com',
    }),
    mayBeEmpty: true,
    finding: /it is empty as yet, users are made as inetOrgPerson/,
  },
  {
    name: 'an attribute that nobody has',
    directory: inClear({ userNameAttribute: 'mail' }),
    refused:
      /uid=alice,\S* is found by \(objectClass=person\), but has no mail, and so is nothing else there: give userN/,
  },
  {
    name: 'a filter that is none to a directory',
    directory: inClear({ groupFilter: '(&(objectClass=groupOfNames)' }),
    refused: /\(&\(objectClass=groupOfNames\) below ou=groups,\S* cannot be searched for .*: mend groupFilter/,
  },
  {
    name: "WSO2's own class, which OpenLDAP does not know",
    directory: inClear({ schema: 'wso2' }),
    refused:
      /the directory does not know the object class identityPerson, of which users would be made: give userObjectClass: a class that it knows, as inetOrgPerson is, or load its schema there/,
  },
  {
    name: 'a class that nothing can be of alone, and one without the attribute that names members',
    directory: inClear({ userObjectClass: 'uidObject', groupObjectClass: 'posixGroup' }),
    refused:
      /no entry can be of uidObject alone, which is auxiliary: give userObjectClass: .*; an entry of posixGroup may have no member, which groups would be made with/,
  },
  {
    name: 'a version that knows users by what a directory gives each entry',
    version: '7.2.0',
    directory: inClear({}),
    finding: /finds alice and staff, users are made as inetOrgPerson$/,
  },
  {
    name: 'users without what the version knows them by',
    version: '5.10.0',
    directory: inClear({ userIdAttribute: 'employeeNumber' }),
    refused:
      /no user has employeeNumber, by which Identity Server 5\.10\.0 knows them, uid=alice,\S* neither: give userIdAttribute: an attribute that each user has/,
  },
  {
    name: "what WSO2's own directory knows them by",
    version: '7.2.0',
    directory: inClear({ userIdAttribute: 'scimId' }),
    refused:
      /no user has scimId, by which .*; an entry of inetOrgPerson may have no scimId, which users would be made with/,
  },
  {
    name: 'an earlier version, which does not ask for it',
    version: '5.9.0',
    directory: inClear({ schema: 'wso2', userObjectClass: 'inetOrgPerson' }),
    finding: /finds alice and staff/,
  },
]
