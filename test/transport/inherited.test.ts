import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type ConnectionSpec, local, shell, ssh } from '../../lib/core/connection.ts'
import { secret } from '../../lib/core/secret.ts'
import { connect } from '../../lib/transport/connect.ts'
import { output } from '../support/channel.ts'
import { needs } from '../support/debian.ts'
import { scratch } from '../support/shells.ts'

/** A daemon keeps its environment as long as it lives, and its user may read it: no program is started with a secret. */
needs(['openssh-client'])
const test = suite('variables that hold secrets are not inherited')

const environment = {
  RUNBOOK_SECRET_DB: 'hunter2',
  INHERITED_WORD: 'hunter3',
  INHERITED_FILE: 'hunter4',
  PLAIN: 'plain',
}
test.before(() => {
  Object.assign(process.env, environment)
  secret('word', { env: 'INHERITED_WORD' })
  secret('file', { env: 'INHERITED_FILE' })
})
test.after(() => {
  for (const name of Object.keys(environment)) delete process.env[name]
})

/** Commands that write their environment to a file, by each way on which a program is started. */
const ways: readonly { name: string; spec(write: string, folder: string): ConnectionSpec }[] = [
  { name: 'this machine', spec: () => local() },
  { name: 'a shell', spec: () => shell(['sh']) },
  {
    name: 'a command before a shell',
    spec: (write) => shell(['sh', '-c', `${write}; exec sh`]),
  },
  {
    name: 'a ProxyCommand of ssh',
    spec: (write) => shell(['ssh', '-F', 'none', '-o', `ProxyCommand=sh -c "${write}; echo no"`, 'nowhere', 'sh']),
  },
  {
    name: 'a Match exec that ssh -G is asked about',
    spec(write, folder) {
      const config = join(folder, 'config')
      writeFileSync(config, `Match exec "${write}"\n  HostName 127.0.0.1\n  Port 1\n`)
      return ssh('nowhere', { config })
    },
  },
]

for (const { name, spec } of ways) {
  test(name, async () => {
    const folder = scratch('inherited')
    const path = join(folder, 'environment')
    const write = `env >${path}`
    const connection = await connect(spec(write, folder)).catch(() => undefined)
    if (connection && !existsSync(path)) await output(await connection.open(write))
    await connection?.close()
    const seen = readFileSync(path, 'utf8')
    assert.match(seen, /^PLAIN=plain$/m)
    assert.not.match(seen, /hunter|RUNBOOK_SECRET|INHERITED/)
  })
}

test('what an inventory gives a shell by name is given, whatever its name', async () => {
  const connection = await connect(local({ env: { RUNBOOK_SECRET_DB: 'given' } }))
  assert.is((await output(await connection.open('echo "$RUNBOOK_SECRET_DB"'))).stdout, 'given\n')
  await connection.close()
})

test.run()
