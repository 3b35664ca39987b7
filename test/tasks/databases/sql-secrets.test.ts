import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import { local } from '../../../lib/core/connection.ts'
import { secret } from '../../../lib/core/secret.ts'
import { defineTask } from '../../../lib/core/task.ts'
import { askSql, runSql } from '../../../tasks/databases/sql/connection.ts'
import { type SqlConnection, sqlUser } from '../../../tasks/databases/sql.ts'
import { mariadb } from '../../support/mariadb.ts'
import { postgres } from '../../support/postgres.ts'
import { clientShells, tryRun } from '../../support/trial.ts'

const value = 'h1dden-from-everyone'
const inside = 'h1dden-in-the-statement'

/** What every process of the machine shows of itself, this one left out. */
function shown(): string {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => `${read(`/proc/${pid}/cmdline`)} ${read(`/proc/${pid}/environ`)}`.replace(/\n/g, ' '))
    .join('\n')
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

for (const server of await Promise.all([mariadb(), postgres()])) {
  const test = suite(`no process shows a password of ${server.kind}`)
  const { kind, port, connection: root } = server
  const connection: SqlConnection = {
    kind,
    host: '127.0.0.1',
    port,
    user: 'hidden',
    password: secret('hidden', { value }),
  }
  const pause = kind === 'mysql' ? 'SELECT SLEEP(3)' : 'SELECT pg_sleep(3)'

  test('a process that shows one is seen', async () => {
    const child = spawn('sleep', ['60'], { env: { SHOWN: value } })
    await once(child, 'spawn')
    assert.match(shown(), value)
    child.kill()
  })

  for (const { name, spec } of clientShells()) {
    test(`while it asks and while it runs, by ${name}`, async () => {
      await tryRun(sqlUser({ connection: root, name: 'hidden', password: secret('hidden', { value }) }))
      const asked = askSql(connection, `sql ${kind === 'mysql' ? '-e' : '-c'} '${pause}'`)
      const slow = defineTask('slow', {
        options: v.strictObject({ connection: v.custom<SqlConnection>(() => true) }),
        title: () => 'a slow question, then a slow run',
        reads: () => ({ at: asked }),
        plan: (_, { at }) =>
          at.output === 'done'
            ? []
            : [
                runSql(connection, {
                  text: `${pause}; SELECT '${inside}';`,
                  effects: { answers: [{ question: asked.question, answer: { status: 0, output: 'done' } }] },
                  rights: '',
                  advice: '',
                }),
              ],
      })
      const seen: string[] = []
      let ended = false
      const running = tryRun(slow({ connection }), local(spec.options)).finally(() => {
        ended = true
      })
      while (!ended) {
        seen.push(shown())
        await new Promise((resolve) => setTimeout(resolve, 300))
      }
      await running
      assert.ok(
        seen.some((text) => /(mariadb|psql) /.test(text) && text.includes('hidden')),
        'the client was seen',
      )
      for (const text of seen) {
        assert.equal(
          text.split('\n').filter((line) => line.includes(value) || line.includes(inside)),
          [],
        )
      }
    })
  }

  test.after(() => server.stop())
  test.run()
}
