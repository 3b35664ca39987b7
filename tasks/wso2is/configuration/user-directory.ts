import * as v from 'valibot'
import { asSecret } from '../../../lib/core/secret.ts'
import { defineData } from '../../support/define-data.ts'
import { line, text, textOrSecret } from '../../support/schema.ts'

const attribute: v.GenericSchema<string> = v.pipe(
  text('the name of an attribute, as in uid'),
  v.regex(
    /^[A-Za-z][\w.;-]*$/,
    ({ input }) => `${JSON.stringify(input)} is no name of an attribute or a class: write it as in uid`,
  ),
)

const filter: v.GenericSchema<string> = v.pipe(
  line('a filter, as in (objectClass=person)'),
  v.check(
    (given) => /^\(.+\)$/.test(given) && !given.includes('?'),
    ({ input }) => `${JSON.stringify(input)} is no filter: write it in parentheses, as in (objectClass=person)`,
  ),
)

const connection = {
  /** As in `ldaps://ldap.example.com:636`. */
  url: v.pipe(
    line('the URL of the directory, as in ldaps://ldap.example.com:636'),
    v.regex(
      /^ldaps?:\/\/[^\s/]+/,
      ({ input }) => `${JSON.stringify(input)} is no URL of a directory: write it as in ldaps://ldap.example.com:636`,
    ),
  ),
  /** The distinguished name to bind with. */
  bindDn: line('the distinguished name to bind with'),
  /** The password to bind with. */
  password: textOrSecret,
  /** The distinguished name below which users are. */
  userSearchBase: line('the distinguished name below which users are'),
  /** The distinguished name below which groups are. */
  groupSearchBase: line('the distinguished name below which groups are'),
  /** What finds users. Default: as in the pack, which is `(objectClass=person)`, of an Active Directory `(objectClass=user)`. */
  userFilter: v.optional(filter),
  /** The attribute with the name that a user logs in by. Default: as in the pack: `uid`, of an Active Directory `cn`. */
  userNameAttribute: v.optional(attribute),
  /** What finds groups. Default: as in the pack: `(objectClass=groupOfNames)`, of an Active Directory those of class `group`. */
  groupFilter: v.optional(filter),
  /** The attribute with the name of a group. Default: as in the pack, which is `cn`. */
  groupNameAttribute: v.optional(attribute),
  /** The attribute of a group that names its members. Default: as in the pack, which is `member`. */
  membershipAttribute: v.optional(attribute),
}

const writable = {
  ...connection,
  /**
   * The object class of a user that is made. Default: `inetOrgPerson`, which every directory knows, for that of the pack,
   * `identityPerson`, is known to WSO2's own alone; of an Active Directory `user`.
   */
  userObjectClass: v.optional(attribute),
  /** The object class of a group that is made. Default: as in the pack: `groupOfNames`, of an Active Directory `group`. */
  groupObjectClass: v.optional(attribute),
}

const kinds = {
  ldap: { kind: v.literal('ldap'), ...writable },
  readOnlyLdap: { kind: v.literal('readOnlyLdap'), ...connection },
  activeDirectory: { kind: v.literal('activeDirectory'), ...writable },
}

/** What one of the functions below gives: how the server deals with a directory, and where that is. */
export const userDirectories = [
  v.strictObject(kinds.ldap),
  v.strictObject(kinds.readOnlyLdap),
  v.strictObject(kinds.activeDirectory),
] as const
export type UserDirectory = v.InferInput<(typeof userDirectories)[number]>

/** Users in an LDAP directory that this server may write to. The attributes of its claims must be known there. */
export const ldap = defineData(
  'ldap',
  v.strictObject(writable),
  (given): UserDirectory => ({ kind: 'ldap', ...given, ...secretOf(given) }),
)
/** Users in an LDAP directory that this server only reads. */
export const readOnlyLdap = defineData(
  'readOnlyLdap',
  v.strictObject(connection),
  (given): UserDirectory => ({ kind: 'readOnlyLdap', ...given, ...secretOf(given) }),
)
/** Users in an Active Directory. */
export const activeDirectory = defineData(
  'activeDirectory',
  v.strictObject(writable),
  (given): UserDirectory => ({ kind: 'activeDirectory', ...given, ...secretOf(given) }),
)

const secretOf = ({ bindDn, password }: Pick<UserDirectory, 'bindDn' | 'password'>) => ({
  password: asSecret(`password of ${bindDn}`, password),
})
