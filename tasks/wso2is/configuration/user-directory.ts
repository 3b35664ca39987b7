import * as v from 'valibot'
import { asSecret } from '../../../lib/core/secret.ts'
import { defineData } from '../../support/define-data.ts'
import { line, text, textOrSecret, truth, wordOf } from '../../support/schema.ts'
import { endpointsOf } from './directory/endpoints.ts'
import { attribute, classes, filter } from './directory/words.ts'

const connection = {
  /**
   * As in `ldaps://ldap.example.com:636`, the port with it, for the server fails without one. Several, with a blank
   * between: the server takes the next one where it cannot connect.
   */
  url: v.pipe(
    line('the URL of the directory, as in ldaps://ldap.example.com:636'),
    v.check(
      (given) => endpointsOf(given) !== undefined,
      ({ input }) =>
        `${JSON.stringify(input)} is no URL of a directory with its port: write it as in ldaps://ldap.example.com:636`,
    ),
  ),
  /** Over `ldap://`: TLS is begun before the password is sent. Since 5.8.0. */
  startTls: v.optional(truth),
  /**
   * A PEM file of this machine: the directory's certificate, or that of who signed it. The nodes are made to trust it.
   * Default: they do already.
   */
  certificate: v.optional(text('the path of a certificate on this machine')),
  /** The distinguished name to bind with. */
  bindDn: line('the distinguished name to bind with'),
  /** The password to bind with. */
  password: v.pipe(
    textOrSecret,
    v.check((given) => given !== '', 'it is empty: with none a directory binds nobody, and says that it has'),
  ),
  /** The distinguished name below which users are. Several with `#` between: users are made below the first. */
  userSearchBase: line('the distinguished name below which users are'),
  /** The distinguished name below which groups are. Several with `#` between, where the server makes none. */
  groupSearchBase: line('the distinguished name below which groups are'),
  /** What finds users. Default: as in the pack, which is `(objectClass=person)`, of an Active Directory `(objectClass=user)`. */
  userFilter: v.optional(filter),
  /** The attribute with the name that a user logs in by. Default: as in the pack: `uid`, of an Active Directory `cn`. */
  userNameAttribute: v.optional(attribute),
  /**
   * The attribute that a user is known by for ever, whatever they are called; from 5.10.0 on. Default: `entryUUID`, which a
   * directory gives each entry, of one with `schema: 'wso2'` `scimId`, of an Active Directory `objectGuid`.
   */
  userIdAttribute: v.optional(attribute),
  /** What finds groups. Default: as in the pack: `(objectClass=groupOfNames)`, of an Active Directory those of class `group`. */
  groupFilter: v.optional(filter),
  /** The attribute with the name of a group. Default: as in the pack, which is `cn`. */
  groupNameAttribute: v.optional(attribute),
  /** The attribute of a group that names its members. Default: as in the pack, which is `member`. */
  membershipAttribute: v.optional(attribute),
}

const writable = {
  ...connection,
  /** The distinguished name below which groups are, and are made. */
  groupSearchBase: v.pipe(
    line('the distinguished name below which groups are'),
    v.check(
      (base) => !base.includes('#'),
      'it names several, and the server can make groups below one alone: give one',
    ),
  ),
  /**
   * The object class of a user that is made; several as in `inetOrgPerson/mailUser`. Default: `inetOrgPerson`, which every
   * directory knows, of one with `schema: 'wso2'` `identityPerson`, of an Active Directory `user`.
   */
  userObjectClass: v.optional(classes),
  /** The object class of a group that is made. Default: as in the pack: `groupOfNames`, of an Active Directory `group`. */
  groupObjectClass: v.optional(attribute),
}

const ownSchema = {
  ...writable,
  /**
   * The classes that the directory knows: those of every one, as an OpenLDAP does, or WSO2's own beside them, as that of
   * another Identity Server does. Default: `standard`.
   */
  schema: v.optional(wordOf('standard', 'wso2')),
}

interface Secured {
  readonly url: string
  readonly startTls?: boolean | undefined
  readonly certificate?: string | undefined
}

function tlsFault({ url, startTls, certificate }: Secured): string | undefined {
  const fromTheStart = /ldaps:/i.test(url)
  if (startTls && fromTheStart)
    return 'it has startTls, but an ldaps URL, where TLS is there from the start: leave startTls out, or write ldap://'
  return certificate === undefined || startTls || fromTheStart
    ? undefined
    : 'it has a certificate, but no TLS by which it would be presented: write ldaps://, or give startTls: true'
}

const tlsFits = <Given extends Secured>() =>
  v.check<Given, (issue: v.CheckIssue<Given>) => string>(
    (given) => tlsFault(given) === undefined,
    ({ input }) => tlsFault(input) ?? '',
  )

const kinds = {
  ldap: { kind: v.literal('ldap'), ...ownSchema },
  readOnlyLdap: { kind: v.literal('readOnlyLdap'), ...connection },
  activeDirectory: { kind: v.literal('activeDirectory'), ...writable },
}

/** What one of the functions below gives: how the server deals with a directory, and where that is. */
export const userDirectories = [
  v.pipe(v.strictObject(kinds.ldap), tlsFits()),
  v.pipe(v.strictObject(kinds.readOnlyLdap), tlsFits()),
  v.pipe(v.strictObject(kinds.activeDirectory), tlsFits()),
] as const
export type UserDirectory = v.InferInput<(typeof userDirectories)[number]>
export const userDirectory: v.GenericSchema<UserDirectory> = v.variant('kind', userDirectories)

/** Users in an LDAP directory that this server may write to. The attributes of its claims must be known there. */
export const ldap = defineData(
  'ldap',
  v.pipe(v.strictObject(ownSchema), tlsFits()),
  (given): UserDirectory => ({ kind: 'ldap', ...given, ...secretOf(given) }),
)
/** Users in an LDAP directory that this server only reads. */
export const readOnlyLdap = defineData(
  'readOnlyLdap',
  v.pipe(v.strictObject(connection), tlsFits()),
  (given): UserDirectory => ({ kind: 'readOnlyLdap', ...given, ...secretOf(given) }),
)
/** Users in an Active Directory. */
export const activeDirectory = defineData(
  'activeDirectory',
  v.pipe(v.strictObject(writable), tlsFits()),
  (given): UserDirectory => ({ kind: 'activeDirectory', ...given, ...secretOf(given) }),
)

const secretOf = ({ bindDn, password }: Pick<UserDirectory, 'bindDn' | 'password'>) => ({
  password: asSecret(`password of ${bindDn}`, password),
})
