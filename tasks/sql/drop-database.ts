import * as v from 'valibot'
import { isRefusal } from '../../lib/core/failure.ts'
import { defineTask } from '../../lib/core/task.ts'
import { line } from '../support/schema.ts'
import { runSql, sqlConnection } from './connection.ts'
import { identifier } from './quote.ts'
import { databaseFact, readDatabase, showDatabase } from './state.ts'

const options = v.strictObject({
  /** A user who may drop it. */
  connection: sqlConnection,
  /** Its name. */
  name: line('the name of a database'),
})

/**
 * No database of this name, whatever it held: for a teardown that its user has asked for in so many words.
 *
 * @example dropDatabase({ connection, name: 'WSO2UMDB' })
 */
export const dropDatabase = defineTask('dropDatabase', {
  options,
  title: ({ name }) => `drop the database ${name}`,
  reads: ({ connection, name }) => ({ at: databaseFact(connection, name) }),
  plan: ({ connection, name }, { at }) => {
    const found = readDatabase(connection, at)
    if (isRefusal(found)) return found
    if (found.database === undefined) return []
    const answers = [{ question: databaseFact(connection, name).question, answer: showDatabase({ tables: [] }) }]
    return [
      runSql(
        connection,
        `DROP DATABASE ${identifier(connection.kind, name)};`,
        { answers },
        { advice: `${name} is still there: end what is connected to it, and give the user the right to drop it` },
      ),
    ]
  },
})
