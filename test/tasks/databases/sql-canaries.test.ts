import { suite } from 'uvu'
import { sqlDatabase, sqlUser } from '../../../tasks/index.ts'
import { mariadb } from '../../support/mariadb.ts'
import { postgres } from '../../support/postgres.ts'
import { clientShells } from '../../support/trial.ts'
import { tryCanaries } from '../../support/try-canaries.ts'

const [shell] = clientShells()
if (shell === undefined) throw new Error('no shell')
const { spec } = shell

for (const { kind, connection, stop } of await Promise.all([mariadb(), postgres()])) {
  const test = suite(`canaries in ${kind}`)
  test('no plan and no event holds the password of a user', () =>
    tryCanaries({
      name: `a user of ${kind}`,
      resources: (path, password) => {
        const name = `user${path.split('/').at(-2)}`
        const user = sqlUser({ connection, name, password })
        // A database is given no secret: it stands beside the first of them.
        return name === 'user0' ? [sqlDatabase({ connection, name: `of ${name}` }), user] : user
      },
      leavesNothing: true,
      spec,
    }))
  test.after(stop)
  test.run()
}
