import * as v from 'valibot'
import { line, someOf } from '../../support/schema.ts'
import type { Account, AccountFound } from './account-found.ts'
import type { SqlConnection } from './connection.ts'
import { account, identifier, literal } from './quote.ts'

type Kind = SqlConnection['kind']

export interface SqlGrant {
  /** The database that the rights are for. */
  readonly database: string
  /** As in `['SELECT', 'INSERT']`; PostgreSQL: of `CONNECT`, `CREATE`, `TEMPORARY`. Default: all. */
  readonly privileges?: readonly string[] | undefined
}

export const sqlGrant: v.GenericSchema<SqlGrant> = v.strictObject({
  database: line('the name of a database'),
  privileges: v.optional(someOf(line('a privilege'), "privileges, as in ['SELECT'], or leave it out for all")),
})

/** What there is to grant on a database. "All" comes to these, which every version knows. */
export const privileges: Readonly<Record<Kind, readonly string[]>> = {
  mysql:
    'SELECT,INSERT,UPDATE,DELETE,CREATE,DROP,REFERENCES,INDEX,ALTER,CREATE TEMPORARY TABLES,LOCK TABLES,EXECUTE,CREATE VIEW,SHOW VIEW,CREATE ROUTINE,ALTER ROUTINE,EVENT,TRIGGER'.split(
      ',',
    ),
  postgresql: ['CONNECT', 'CREATE', 'TEMPORARY'],
}

/** Those that only newer versions of MariaDB have: to be granted by name. */
const newer: Readonly<Record<Kind, readonly string[]>> = {
  mysql: ['DELETE HISTORY', 'SHOW CREATE ROUTINE'],
  postgresql: [],
}

/** Words that are no privilege: they would go into a statement as they are. */
export const unknownPrivileges = (kind: Kind, grants: readonly SqlGrant[] = []): string[] =>
  grants
    .filter((grant) => !isAll(grant))
    .flatMap((grant) => wantedOf(kind, grant))
    .filter((one) => ![...privileges[kind], ...newer[kind]].includes(one))

const isAll = ({ privileges }: SqlGrant): boolean =>
  privileges === undefined || privileges.some((one) => /^all( privileges)?$/i.test(one))

export const wantedOf = (kind: Kind, grant: SqlGrant): readonly string[] =>
  isAll(grant)
    ? privileges[kind]
    : (grant.privileges ?? []).map((one) => one.toUpperCase().replace(/^TEMP$/, 'TEMPORARY'))

export function lackingOf(kind: Kind, grant: SqlGrant, { grants, foldsNames }: AccountFound): string[] {
  const fold = (name: string): string => (foldsNames ? name.toLowerCase() : name)
  const names = (kind === 'mysql' ? [grant.database, pattern(grant.database)] : [grant.database]).map(fold)
  const has = grants.filter(({ database }) => names.includes(fold(database))).flatMap(({ privileges }) => privileges)
  return wantedOf(kind, grant).filter((one) => !has.includes(one))
}

/** The name as a pattern that only it fits. */
const pattern = (database: string): string => database.replace(/[\\_%]/g, '\\$&')

export function grantStatement(
  { connection: { kind }, name, host }: Account,
  grant: SqlGrant & { readonly lacks: readonly string[] },
  { literalNames }: AccountFound,
): string {
  const words = isAll(grant) ? 'ALL PRIVILEGES' : grant.lacks.join(', ')
  if (kind === 'postgresql')
    return `GRANT ${words} ON DATABASE ${identifier(kind, grant.database)} TO ${identifier(kind, name)};\n${proof(name, grant)}`
  const database = literalNames ? grant.database : pattern(grant.database)
  return `GRANT ${words} ON ${identifier(kind, database)}.* TO ${account(name, host)};`
}

/** Where somebody else's rights are granted PostgreSQL warns, and goes on. */
function proof(
  name: string,
  { database, lacks }: { readonly database: string; readonly lacks: readonly string[] },
): string {
  const [user, on] = [name, database].map((one) => literal('postgresql', one))
  const has = lacks.map((one) => `has_database_privilege(${user}, ${on}, '${one}')`).join(' AND ')
  return `DO $runbook$ BEGIN IF NOT (${has}) THEN RAISE EXCEPTION 'permission denied: rights on % are not ours to grant', ${on}; END IF; END $runbook$;`
}
