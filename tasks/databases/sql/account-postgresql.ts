import { askPostgresqlUser } from '../../../lib/remote/posix/sql-accounts.ts'
import type { Account } from './account-found.ts'
import { literal } from './quote.ts'

/** Asks PostgreSQL for a role. Only a superuser may see what it keeps of a password; else a login has to tell. */
export function postgresqlAccount({ connection, name }: Account): string {
  const where = `WHERE rolname = ${literal('postgresql', name)}`
  const role = `SELECT '=user', CASE WHEN rolcanlogin THEN 'yes' ELSE 'no' END, CASE WHEN rolvaliduntil <= now() THEN rolvaliduntil::text END FROM pg_roles ${where}`
  const grants = `SELECT '=grant', datname, concat_ws(',', ${privileges}) FROM pg_database d, pg_roles r ${where}`
  const scram = "rolpassword LIKE 'SCRAM%'"
  const scheme = `CASE WHEN rolpassword IS NULL THEN 'none' WHEN ${scram} THEN 'SCRAM-SHA-256 ' || split_part(rolpassword, '$', 2) ELSE substr(rolpassword, 1, 3) END`
  const verifier = `CASE WHEN ${scram} THEN split_part(split_part(rolpassword, '$', 3), ':', 1) ELSE rolpassword END`
  const kept = `SELECT '=password', ${scheme}, encode(sha256(convert_to(${verifier}, 'UTF8')), 'hex') FROM pg_authid ${where}`
  return askPostgresqlUser({ found: [role, grants], kept, login: { ...connection, user: name } })
}

const privileges = ['CONNECT', 'CREATE', 'TEMPORARY']
  .map((one) => `CASE WHEN has_database_privilege(r.oid, d.oid, '${one}') THEN '${one}' END`)
  .join(', ')
