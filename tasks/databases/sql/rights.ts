import type { CommandAnswer } from '../../../lib/core/answers.ts'
import type { Fact } from '../../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../../../lib/core/failure.ts'
import { literalPattern } from '../../../lib/core/literal-pattern.ts'
import { call } from '../../../lib/remote/posix/sql.ts'
import { askMysqlGrants } from '../../../lib/remote/posix/sql-accounts.ts'
import { askSql, rowsOf, type SqlConnection } from './connection.ts'
import { placeOf } from './faults.ts'
import { identifier, literal } from './quote.ts'

/** What the user of a connection may do, as far as the server says so. */
export type Rights =
  | { readonly kind: 'postgresql'; readonly attributes: readonly string[] }
  | {
      readonly kind: 'mysql'
      readonly granted: readonly Granted[]
      /** Rights that come by a role are not listed. */
      readonly hasRoles: boolean
    }

interface Granted {
  /** A pattern of names; undefined: all databases, and what is of none. */
  readonly database?: string
  readonly privileges: readonly string[]
  readonly canGrant: boolean
}

export const rightsFact = (connection: SqlConnection): Fact<CommandAnswer> =>
  connection.kind === 'mysql'
    ? askSql(connection, askMysqlGrants(["SET SESSION sql_mode = ''", 'SHOW GRANTS']))
    : askSql(
        connection,
        call('postgresql', [
          "SELECT '=may', rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user",
        ]),
      )

export function readRights(connection: SqlConnection, answer: CommandAnswer): Rights | Refusal {
  const rows = rowsOf(connection, answer)
  if (isRefusal(rows)) return rows
  if (connection.kind === 'postgresql') {
    const [, ...flags] = rows.find(([kind]) => kind === 'may') ?? []
    const attributes = ['SUPERUSER', 'CREATEDB', 'CREATEROLE'].filter((_, at) => flags[at] === 't')
    return { kind: 'postgresql', attributes }
  }
  const lines = rows.map(([line = '']) => line)
  return {
    kind: 'mysql',
    granted: lines.flatMap((line) => readGrant(line) ?? []),
    hasRoles: lines.some((line) => /^GRANT (?!.* ON )/.test(line) || /^SET DEFAULT ROLE/.test(line)),
  }
}

/** A line of SHOW GRANTS; undefined for one on a table or of another sort. */
function readGrant(line: string): Granted | undefined {
  const [, privileges = '', name = '', rest = ''] = /^GRANT (.+?) ON (\*|`(?:[^`]|``)*`)\.\* TO (.*)$/.exec(line) ?? []
  if (privileges === '') return undefined
  return {
    ...(name === '*' ? {} : { database: name.slice(1, -1).replaceAll('``', '`') }),
    privileges: privileges.split(', '),
    canGrant: rest.split(' WITH ').slice(1).join(' WITH ').includes('GRANT OPTION'),
  }
}

/** Something that the user of a connection has to be allowed to do. */
export interface Needed {
  readonly what: string
  /** The attribute of the role that PostgreSQL asks for, if any. */
  readonly attribute?: 'CREATEDB' | 'CREATEROLE'
  /** MySQL's privileges: on this database, else on all. */
  readonly privileges: readonly string[]
  readonly database?: string
}

/** Why the user of a connection cannot do something; undefined: nothing is known against it. */
export function mayNot(connection: SqlConnection, rights: Rights, needed: Needed): Refusal | undefined {
  const words =
    rights.kind === 'mysql' ? lackingGrant(connection, rights, needed) : lackingAttribute(connection, rights, needed)
  if (words === undefined) return undefined
  const advice = `give ${connection.user} the right (${words}), or connect as who has it`
  return refuse(`${placeOf(connection)} may not ${needed.what}`, advice)
}

type Of<Kind> = Extract<Rights, { readonly kind: Kind }>

function lackingGrant(
  { user }: SqlConnection,
  { granted, hasRoles }: Of<'mysql'>,
  { database, privileges }: Needed,
): string | undefined {
  const here = granted.filter(
    (one) => one.database === undefined || (database !== undefined && fits(database, one.database)),
  )
  const has = (privilege: string): boolean =>
    here.some((one) =>
      privilege === 'GRANT OPTION'
        ? one.canGrant
        : one.privileges.includes(privilege) || one.privileges.includes('ALL PRIVILEGES'),
    ) ||
    // Who may write into the server's own tables needs no privilege of that name.
    (privilege === 'CREATE USER' &&
      granted.some((one) => one.database === 'mysql' && one.privileges.includes('INSERT')))
  const lacking = privileges.filter((privilege) => !has(privilege))
  if (hasRoles || lacking.length === 0) return undefined
  const on = database === undefined ? '*.*' : `${identifier('mysql', database)}.*`
  return `GRANT ${lacking.join(', ')} ON ${on} TO ${literal('mysql', user)}@…`
}

const lackingAttribute = (
  { user }: SqlConnection,
  { attributes }: Of<'postgresql'>,
  { attribute }: Needed,
): string | undefined =>
  attribute === undefined || attributes.includes('SUPERUSER') || attributes.includes(attribute)
    ? undefined
    : `ALTER ROLE ${identifier('postgresql', user)} ${attribute}`

/** Whether a name is one of a pattern in which `_` and `%` stand for others, unless a backslash is before them. */
function fits(name: string, pattern: string): boolean {
  const parts = pattern.match(/\\[\s\S]|[\s\S]/g) ?? []
  const expression = parts.map((part) =>
    part === '%' ? '.*' : part === '_' ? '.' : literalPattern(part.replace(/^\\/, '')),
  )
  return new RegExp(`^${expression.join('')}$`, 'is').test(name)
}
