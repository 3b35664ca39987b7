import type { CommandAnswer } from '../../../lib/core/answers.ts'
import type { Fact } from '../../../lib/core/fact.ts'
import { isRefusal, type Refusal } from '../../../lib/core/failure.ts'
import { literalPattern } from '../../../lib/core/literal-pattern.ts'
import type { Account, AccountFound } from './account-found.ts'
import { mysqlAccount } from './account-mysql.ts'
import { postgresqlAccount } from './account-postgresql.ts'
import { askSql, rowOf, rowsOf } from './connection.ts'

export const accountFact = (of: Account): Fact<CommandAnswer> =>
  askSql(of.connection, of.connection.kind === 'mysql' ? mysqlAccount(of) : postgresqlAccount(of), [of.password])

export function readAccount({ connection, host }: Account, answer: CommandAnswer): AccountFound | Refusal {
  const rows = rowsOf(connection, answer)
  if (isRefusal(rows)) return rows
  const [user, open, ended = ''] = rows.find(([kind]) => kind === 'user') ?? []
  const [, scheme = '', digest = ''] = rows.find(([kind]) => kind === 'password') ?? []
  const [login, outcome = '', said = ''] = rows.find(([kind]) => kind === 'login') ?? []
  const grants = rows.flatMap(([kind, database = '', privileges = '']) =>
    kind === 'grant' ? [{ database, privileges: privileges.split(',') }] : [],
  )
  return {
    exists: user !== undefined,
    open: open !== 'no',
    grants,
    literalNames: rows.some(([kind, value]) => kind === 'partial_revokes' && value === 'ON'),
    foldsNames: rows.some(([kind, value = '0']) => kind === 'lower_case_table_names' && value !== '0'),
    ended: ended || undefined,
    kept: scheme === '' ? undefined : scheme === 'none' ? scheme : { scheme, digest },
    login: login === undefined ? undefined : loginOf(outcome, said, host),
  }
}

/** A login that was refused for another reason than the password says nothing of it, nor does one that needs none. */
function loginOf(outcome: string, said: string, host: string): AccountFound['login'] {
  if (outcome === 'yes') return 'yes'
  if (
    outcome === 'without' ||
    /Host '[^']*' is not allowed|no pg_hba\.conf entry|(Peer|Ident) authentication/.test(said)
  )
    return 'cannot tell'
  const from = /for user '[^']*'@'([^']*)'/.exec(said)?.[1]
  if (from === undefined) return 'no'
  const pattern = literalPattern(host).replace(/%/g, '.*').replace(/_/g, '.')
  return new RegExp(`^${pattern}$`, 'i').test(from) ? 'no' : 'cannot tell'
}

/** The answer as it will be: the user is there, and has the password that the question was asked with. */
export const showAccount = (
  { connection }: Account,
  { grants, literalNames, foldsNames }: AccountFound,
): CommandAnswer => ({
  status: 0,
  output: [
    rowOf(connection, 'user', 'yes', ''),
    rowOf(connection, 'login', 'yes', ''),
    ...(literalNames ? [rowOf(connection, 'partial_revokes', 'ON')] : []),
    ...(foldsNames ? [rowOf(connection, 'lower_case_table_names', '1')] : []),
    ...grants.map(({ database, privileges }) => rowOf(connection, 'grant', database, privileges.join(','))),
  ].join('\n'),
})
