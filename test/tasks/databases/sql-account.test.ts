import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isFinding, isRefusal } from '../../../lib/core/failure.ts'
import type { Planned } from '../../../lib/core/resource.ts'
import { type SqlConnection, sqlUser } from '../../../tasks/databases/sql.ts'

/** What MySQL 8 keeps of a password cannot be compared, so that a login has to tell: its answers, and what comes of them. */
const connection: SqlConnection = { kind: 'mysql', host: 'db', user: 'root' }
const kept = '=password\tcaching_sha2_password\tabc\n=user\tyes\t'
const rights = { status: 0, output: "=GRANT ALL PRIVILEGES ON *.* TO 'root'@'%' WITH GRANT OPTION" }
const denied = (from: string) =>
  `${kept}\n=login\tno\tERROR 1045 (28000): Access denied for user 'app'@'${from}' (using password: YES)`

const rows: readonly (readonly [name: string, output: string, host: string, statements: readonly string[]])[] = [
  ['no such user', '', '%', ["CREATE USER 'app'@'%' IDENTIFIED BY 'p''\\\\'"]],
  ['let in', `${kept}\n=login\tyes\t`, '%', []],
  ['not let in', denied('10.0.0.11'), '%', ["ALTER USER 'app'@'%' IDENTIFIED BY 'p''\\\\'"]],
  [
    'not let in, from a host that is meant',
    denied('10.0.0.11'),
    '10.0.0.%',
    ["ALTER USER 'app'@'10.0.0.%' IDENTIFIED BY 'p''\\\\'"],
  ],
  ['not let in, from a host that is not meant', denied('localhost'), '10.0.0.%', []],
  [
    'no host like this',
    `${kept}\n=login\tno\tERROR 1130 (HY000): Host 'x' is not allowed to connect to this server`,
    '10.%',
    [],
  ],
]

const test = suite('a user whose password only a login can tell')
for (const [name, output, host, statements] of rows) {
  test(name, () =>
    assert.equal(
      sent(
        sqlUser({ connection, name: 'app', password: "p'\\", host }).plan({
          at: { status: 0, output },
          rights,
          databases: new Map(),
        }),
      ),
      statements,
    ),
  )
}

const grants = suite('the name of a granted database')
const grantee = (output: string) =>
  sent(
    sqlUser({ connection, name: 'app', password: 'p', grants: [{ database: 'A_B' }] }).plan({
      at: { status: 0, output: `${kept}\n=login\tyes\t\n${output}` },
      rights,
      databases: new Map(),
    }),
  )
grants('is a pattern, so its letters are escaped', () =>
  assert.equal(grantee(''), ["GRANT ALL PRIVILEGES ON `A\\_B`.* TO 'app'@'%'"]),
)
grants('is taken as it is where partial revokes are on', () =>
  assert.equal(grantee('=partial_revokes\tON'), ["GRANT ALL PRIVILEGES ON `A_B`.* TO 'app'@'%'"]),
)
grants('of another database is none of it', () => assert.equal(grantee('=grant\tA%\tSELECT').length, 1))

/** The statements of a plan, without the one that sets the mode. */
function sent(planned: Planned): string[] {
  if (isRefusal(planned)) throw new Error(planned.refusal)
  if (isFinding(planned)) throw new Error(planned.finding)
  return planned.flatMap((operation) =>
    operation.op === 'run'
      ? (operation.stdin ?? '')
          .trim()
          .split(/;\n?/)
          .filter((line) => line && !line.startsWith('SET '))
      : [],
  )
}

test.run()
grants.run()
