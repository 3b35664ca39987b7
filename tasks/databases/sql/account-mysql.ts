import { askMysqlUser } from '../../../lib/remote/posix/sql-accounts.ts'
import type { Account } from './account-found.ts'
import { literal } from './quote.ts'

/**
 * Asks MySQL or MariaDB for a user. The names of users are told apart by their letters' size, which information_schema does
 * not do by itself. Of a lock and of an end of the password each of the two says so in its own table, and
 * a login tells what neither says. What newer schemes keep of a password cannot be compared: there, too, a login tells.
 */
export function mysqlAccount({ connection, name, host }: Account): string {
  const where = `WHERE user = ${literal('mysql', name)} AND host = ${literal('mysql', host)}`
  const grantee = literal('mysql', `'${name}'@'${host}'`)
  const found = [
    plain,
    `SELECT '=password', plugin, SHA2(authentication_string, 256) FROM mysql.user ${where}`,
    `SELECT '=grant', table_schema, GROUP_CONCAT(privilege_type) FROM information_schema.schema_privileges WHERE grantee = BINARY ${grantee} GROUP BY table_schema`,
    "SHOW VARIABLES WHERE Variable_name IN ('partial_revokes', 'lower_case_table_names')",
  ]
  return askMysqlUser({
    found,
    states: [ofMysql, ofMariadb].map((state) => [plain, `${state} ${where}`]),
    login: { ...connection, user: name },
  })
}

const plain = "SET SESSION sql_mode = ''"
const row = (locked: string, ended: string) => `SELECT '=user', IF(${locked}, 'no', 'yes'), IF(${ended}, 'yes', '')`
const ofMysql = `${row(
  "account_locked = 'Y'",
  "password_expired = 'Y' OR COALESCE(password_lifetime, @@default_password_lifetime) > 0 AND password_last_changed + INTERVAL COALESCE(password_lifetime, @@default_password_lifetime) DAY < NOW()",
)} FROM mysql.user`

const json = (key: string) => `JSON_VALUE(Priv, '$.${key}')`
const days = `IF(COALESCE(${json('password_lifetime')}, -1) < 0, @@default_password_lifetime, ${json('password_lifetime')})`
const ofMariadb = `${row(
  `COALESCE(${json('account_locked')}, 0) IN (1, 'true')`,
  `${json('password_last_changed')} = 0 OR ${days} > 0 AND ${json('password_last_changed')} + ${days} * 86400 < UNIX_TIMESTAMP()`,
)} FROM mysql.global_priv`
