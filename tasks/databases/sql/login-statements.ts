import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import { reveal } from '../../../lib/core/secret.ts'
import type { Account, AccountFound } from './account-found.ts'
import { placeOf } from './faults.ts'
import { isPassword } from './password.ts'
import { account, identifier, secretLiteral } from './quote.ts'

/** What lets the user log in with the password. */
export function loginStatements(of: Account, found: AccountFound): string[] | Refusal {
  const { connection, name, host, password } = of
  const secret = secretLiteral(connection.kind, password)
  if (connection.kind === 'mysql') {
    const who = account(name, host)
    if (!found.exists) return [`CREATE USER ${who} IDENTIFIED BY ${secret};`]
    return [
      ...(hasOtherPassword(of, found) || found.ended ? [`ALTER USER ${who} IDENTIFIED BY ${secret};`] : []),
      ...(found.open ? [] : [`ALTER USER ${who} ACCOUNT UNLOCK;`]),
    ]
  }
  const who = identifier('postgresql', name)
  if (!found.exists) return [`CREATE ROLE ${who} LOGIN PASSWORD ${secret};`]
  if (found.ended)
    return refuse(
      `the password of ${name} on ${placeOf(connection)} is valid until ${found.ended} only`,
      `give it more time (ALTER ROLE ${who} VALID UNTIL 'infinity'), then run again`,
    )
  if (hasOtherPassword(of, found)) return [`ALTER ROLE ${who} LOGIN PASSWORD ${secret};`]
  return found.open ? [] : [`ALTER ROLE ${who} LOGIN;`]
}

/** Where nothing tells (a user who may come from other hosts only, and an unknown scheme), the password is left alone. */
function hasOtherPassword({ name, password }: Account, { kept, login }: AccountFound): boolean {
  if (kept === 'none') return true
  const same = kept === undefined ? undefined : isPassword(kept.scheme, kept.digest, name, reveal(password))
  return same === undefined ? login === 'no' : !same
}
