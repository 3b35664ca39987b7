import type { CommandAnswer } from '../../../lib/core/answers.ts'
import type { Fact } from '../../../lib/core/fact.ts'
import { isRefusal } from '../../../lib/core/failure.ts'
import { defineTask } from '../../../lib/core/task.ts'
import { databaseChange } from './database-change.ts'
import { databaseDrop } from './database-drop.ts'
import { options } from './database-options.ts'
import { passwordFault } from './faults.ts'
import { ownersFact } from './owners.ts'
import { rightsFact } from './rights.ts'
import { roleFact } from './role.ts'
import { databaseFact, readDatabase } from './state.ts'

export type { SqlDatabase } from './database-options.ts'

/**
 * A database on a MySQL, MariaDB or PostgreSQL server. The character set of one that holds tables is never changed, and
 * none is dropped unless both `state: 'absent'` and `drop` say so.
 *
 * @example sqlDatabase({ connection, name: 'WSO2UMDB', characterSet: 'latin1' })
 */
export const sqlDatabase = defineTask('sqlDatabase', {
  options,
  title: ({ name, state }) => `${state === 'absent' ? 'drop' : 'create'} the database ${name}`,
  reads: ({ connection, name, owner, state }): DatabaseReads => ({
    at: databaseFact(connection, name),
    rights: rightsFact(connection),
    owners: state === 'absent' ? ownersFact(connection) : undefined,
    role: state === 'absent' || owner === undefined ? undefined : roleFact(connection, owner),
  }),
  plan: (args, { at, ...further }) => {
    const found = passwordFault(args.connection) ?? readDatabase(args.connection, at)
    if (isRefusal(found)) return found
    return args.state === 'absent' ? databaseDrop(args, found, further) : databaseChange(args, found, further)
  },
})

interface DatabaseReads {
  readonly at: Fact<CommandAnswer>
  readonly rights: Fact<CommandAnswer>
  readonly owners?: Fact<CommandAnswer> | undefined
  readonly role?: Fact<CommandAnswer> | undefined
}
