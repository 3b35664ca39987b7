import type { CommandAnswer, ContentAnswer } from '../../../lib/core/answers.ts'
import { bytesOf, type Content } from '../../../lib/core/content.ts'
import { contentFact, type Fact } from '../../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../../../lib/core/failure.ts'
import { defineTask } from '../../../lib/core/task.ts'
import { notAFile } from '../../support/attributes.ts'
import { passwordFault, placeOf } from './faults.ts'
import { mayNot, readRights, rightsFact } from './rights.ts'
import { cannotBe, roleFact } from './role.ts'
import { load, markerOf } from './script-load.ts'
import { options, type SqlScript } from './script-options.ts'
import { databaseFact, readDatabase } from './state.ts'
import { tablesOf } from './tables.ts'

export type { SqlScript } from './script-options.ts'

/**
 * An SQL script that may run only once, loaded into a database that has none of its tables. Where all are there, nothing is
 * done; where some are, or a load was broken off, it is refused: nothing is ever dropped. PostgreSQL loads it as one
 * transaction. MySQL cannot, so a table `runbook_loading_…` stands in the database while a load is under way.
 *
 * @example sqlScript({ connection, database: 'WSO2UMDB', path: `${home}/dbscripts/mysql5.7.sql` })
 */
export const sqlScript = defineTask('sqlScript', {
  options,
  title: ({ path, database, types = {} }) =>
    [
      `load ${path} into ${database}`,
      ...Object.entries(types).map(([is, newer]) => `with ${newer} in place of ${is}`),
    ].join(', '),
  reads: ({ connection, database, path, owner }): ScriptReads => ({
    at: databaseFact(connection, database),
    file: contentFact(path),
    rights: rightsFact(connection),
    role: owner === undefined ? undefined : roleFact(connection, owner),
  }),
  plan: (args, { at, file, ...answers }) => {
    const { connection, database, path } = args
    const found = passwordFault(connection) ?? readDatabase(connection, at)
    if (isRefusal(found)) return found
    if (found.database === undefined)
      return refuse(`${placeOf(connection)} has no database ${database}`, 'create it before, with sqlDatabase()')
    if (file.type === 'absent') return refuse(`the script ${path} is not there`, 'put it there, or name another')
    if (file.type !== 'file') return notAFile(path, file)
    const tables = tablesOf(textOf(file.content), connection.kind)
    if (tables.length === 0)
      return refuse(`${path} creates no table, so nothing tells whether it has run`, 'name another script')
    const missing = tables.filter((table) => !found.tables.includes(table.toLowerCase()))
    if (found.tables.includes(markerOf(path)) || (missing.length > 0 && missing.length < tables.length))
      return halfLoaded(args, tables, missing)
    if (missing.length === 0) return []
    return cannotLoad(args, answers) ?? [load(args, tables, found)]
  },
})

/** A name in other letters than those of English is the server's only when it is read as it is written. */
const textOf = (content: Content): string =>
  'text' in content ? content.text : Buffer.from(bytesOf(content)).toString('latin1')

interface ScriptReads {
  readonly at: Fact<CommandAnswer>
  readonly file: Fact<ContentAnswer>
  readonly rights: Fact<CommandAnswer>
  readonly role?: Fact<CommandAnswer> | undefined
}

function cannotLoad(
  { connection, database, owner }: SqlScript,
  answers: { readonly rights: CommandAnswer; readonly role?: CommandAnswer | undefined },
): Refusal | undefined {
  const rights = readRights(connection, answers.rights)
  if (isRefusal(rights)) return rights
  const needed = { what: `create tables in ${database}`, privileges: ['CREATE', 'DROP'], database }
  const no = mayNot(connection, rights, needed)
  return no ?? (owner !== undefined && answers.role ? cannotBe(connection, owner, answers.role) : undefined)
}

function halfLoaded({ connection, database, path }: SqlScript, tables: readonly string[], missing: readonly string[]) {
  const lacks =
    missing.length === 0
      ? `a load of it did not end (the table ${markerOf(path)} is there)`
      : `${tables.length - missing.length} of its ${tables.length} tables are there, ${some(missing)} ${missing.length === 1 ? 'is' : 'are'} missing`
  return refuse(
    `${database} on ${placeOf(connection)} holds ${path} by half: ${lacks}`,
    `look at what the database holds; if it is worth nothing, empty it yourself (all of it, also ${markerOf(path)}), else finish the script by hand${missing.length === 0 ? ` and drop ${markerOf(path)}` : ''}; then run again`,
  )
}

const some = (names: readonly string[]): string =>
  names.length > 6 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ')
