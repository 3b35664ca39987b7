import { call } from './sql.ts'
import { type SqlServer, tryLogin } from './sql-client.ts'

export interface UserQuestions {
  /** What is found, and what the user may: statements. */
  readonly found: readonly string[]
  /** As whom to try to log in: the user, with the password on the second line of standard input. */
  readonly login: SqlServer
}

/**
 * Asks MySQL or MariaDB for a user. Each of `states` asks in the way of one of them; what the server keeps of a password in
 * a newer scheme cannot be compared: there a login tells.
 */
export const askMysqlUser = ({
  found,
  states,
  login,
}: UserQuestions & { readonly states: readonly (readonly string[])[] }): string => `o=$(${call('mysql', found)}) || exit
printf '%s\\n' "$o" | sed 's/^partial_revokes/=&/; s/^lower_case/=&/'
case $o in =password*)
u=$(${states.map((statements) => `${call('mysql', statements)} 2>/dev/null`).join(' || ')}) || u=
printf '%s\\n' "\${u:-=user}"
case $u$o in =user*=password*mysql_native_password*) ;; *)
IFS= read -r p
${tryLogin(login)}
esac
esac`

/** Asks PostgreSQL for a role. Only a superuser may see what it keeps of a password (`kept`); else a login has to tell. */
export const askPostgresqlUser = ({ found, kept, login }: UserQuestions & { readonly kept: string }): string =>
  `o=$(${call('postgresql', found)}) || exit
if [ -n "$o" ]; then
printf '%s\\n' "$o"
${call('postgresql', [kept])} 2>/dev/null || {
IFS= read -r p
${tryLogin(login)}
}
fi`

/** Prints what the user of the connection may do on MySQL, without what the server keeps of passwords. */
export const askMysqlGrants = (statements: readonly string[]): string =>
  `o=$(${call('mysql', statements)} 2>&1) || { printf '%s\\n' "$o"; exit 1; }
printf '%s\\n' "$o" | sed "s/^/=/; s/ IDENTIFIED .*\\( WITH GRANT OPTION\\)/\\1/; s/ IDENTIFIED .*//"`
