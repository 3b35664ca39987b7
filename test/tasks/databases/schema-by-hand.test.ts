import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../../lib/core/connection.ts'
import { secret } from '../../../lib/core/secret.ts'
import { jdbcDatabase, schemaByHand } from '../../../tasks/index.ts'
import { covers } from '../../support/covers.ts'
import { scratch } from '../../support/shells.ts'
import { tryRun } from '../../support/trial.ts'

const test = suite('schemaByHand')

/** A stand-in for a client: it says what a file holds, and keeps what it was told and how it was called. */
function client(name: string, says: string) {
  const folder = scratch('client')
  for (const script of ['core', 'more'])
    writeFileSync(join(folder, `${script}.sql`), `CREATE TABLE ${script} (N INT)\n/\n`)
  writeFileSync(join(folder, 'says'), says)
  writeFileSync(join(folder, name), `#!/bin/sh\necho "$*" >${folder}/args\ncat >${folder}/told\ncat ${folder}/says\n`, {
    mode: 0o755,
  })
  return { folder, spec: local({ env: { PATH: `${folder}:${process.env.PATH}` } }) }
}

for (const { kind, name } of [
  { kind: 'oracle', name: 'sqlplus' },
  { kind: 'db2', name: 'db2' },
] as const) {
  const database = jdbcDatabase({
    kind,
    host: 'db',
    name: 'svc',
    user: 'app',
    password: secret(`by ${name}`, { value: 's3cret-one' }),
  })
  const resource = (folder: string) =>
    schemaByHand({ database, scripts: [join(folder, 'core.sql'), join(folder, 'more.sql')] })

  test(`${name}: nobody can tell, for there is no client, or it is not let in`, async () => {
    const { folder } = client('other-client', '')
    assert.equal((await tryRun(resource(folder))).statuses, ['ok'])
    assert.equal((await tryRun(resource(folder), client(name, 'ORA-01017: invalid username').spec)).statuses, ['ok'])
  })

  test(`${name}: they have run`, async () => {
    const { folder, spec } = client(name, '=tables\n=table CORE\n=table MORE\n')
    const { statuses } = await tryRun(resource(folder), spec)
    covers({ schemaByHand: 'already right' }, statuses)
    assert.equal(statuses, ['ok'])
    assert.not.match(readFileSync(join(folder, 'args'), 'utf8'), 's3cret')
    assert.match(readFileSync(join(folder, 'told'), 'utf8'), /CONNECT .*s3cret-one/)
  })

  test(`${name}: none has run, or one has not`, async () => {
    const { folder, spec } = client(name, '=tables\n')
    const none = await tryRun(resource(folder), spec)
    covers({ schemaByHand: 'absent' }, none.statuses)
    assert.match(none.said, /lacks tables of \S*core\.sql, \S*more\.sql: run them there as app/)
    writeFileSync(join(folder, 'says'), '=tables\n=table CORE\n')
    const one = await tryRun(resource(folder), spec)
    covers({ schemaByHand: 'wrong content' }, one.statuses)
    assert.match(one.said, /lacks tables of \S*more\.sql: run them there as app/)
  })
}

test.run()
