import { changedStatus } from '../dialect/operation-scripts.ts'
import { quote } from './quote.ts'
import { call, connectTo } from './sql.ts'

export interface MysqlLoad {
  /** Of the script, on the host. */
  readonly path: string
  readonly database: string
  /** Sets the marker, and prints how many of the script's tables are there. */
  readonly begin: readonly string[]
  /** Takes the marker away. */
  readonly end: string
}

/** The marker comes first, and what the plan has seen is looked at again behind it: two loads never meet. */
export function loadMysql({ path, database, begin, end }: MysqlLoad): string {
  const ending = call('mysql', [end], { database })
  return [
    `exec 4<${quote(path)} || exit`,
    `n=$(${call('mysql', begin, { database })}) || exit`,
    `if [ "$n" != 0 ]; then ${ending}; echo ${quote(`${database} has tables of ${path}`)}; exit ${changedStatus}; fi`,
    `sql -D ${quote(database)} <&4 && ${ending}`,
  ].join('\n')
}

export interface PostgresqlLoad {
  readonly path: string
  readonly database: string
  readonly before: readonly string[]
  readonly after: string
  /** Names of types in the script, each with the one to put in its place. */
  readonly types: Readonly<Record<string, string>>
}

/** All of it or none. */
export function loadPostgresql({ path, database, before, after, types }: PostgresqlLoad): string {
  const steps = [...before.map((one) => `-c ${quote(one)}`), '-f -', `-c ${quote(after)}`]
  const sql = `sql -d ${quote(connectTo(database))} -1 ${steps.join(' ')} >/dev/null`
  if (Object.keys(types).length === 0) return `exec 4<${quote(path)} || exit\n${sql} <&4`
  return `t=$(LC_ALL=C sed -E ${replacing(types)} <${quote(path)}) || exit\nprintf '%s\\n' "$t" | ${sql}`
}

/** Each place of a type's name, in letters of any size, and no other word that it is a part of. */
function replacing(types: Readonly<Record<string, string>>): string {
  const edits = Object.entries(types).flatMap(([is, newer], at) => {
    const letters = [...is].map((one) => (/[a-z]/i.test(one) ? `[${one.toUpperCase()}${one.toLowerCase()}]` : one))
    const edge = '[^[:alnum:]_]'
    return [`:a${at}`, `s/(^|${edge})${letters.join('')}(${edge}|$)/\\1${newer}\\2/`, `ta${at}`]
  })
  return edits.map((edit) => `-e ${quote(edit)}`).join(' ')
}
