import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import { refer } from '../../lib/core/reference.ts'
import { secret } from '../../lib/core/secret.ts'
import { command, file } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

const test = suite('secrets that are cut')
const token = secret('token', { value: 'BEGIN-abcdefghijklmnop-qrstuvwxyz-END' })
const awkward = secret('awkward', { value: 'pa:ss"w\\ord' })

/** Runs a command that is told with `-vv` and fails, beside files that hold the secrets. */
async function told(make: (token: string, awkward: string) => Parameters<typeof command>[0]): Promise<string> {
  const folder = scratch('cut')
  const [one, other] = [join(folder, 'one'), join(folder, 'other')]
  const { events } = await runOn(
    { a: local() },
    (inventory) => [
      play('p', inventory.group('all'), () => [
        file({ path: one, text: refer(token) }),
        file({ path: other, text: refer(awkward) }),
        command(make(one, other)),
      ]),
    ],
    { secrets: [token, awkward], trace: true },
  )
  return JSON.stringify(events.filter(({ type }) => type === 'answer' || type === 'step'))
}

test('no part of one is told where an answer is shown in part', async () => {
  const said = await told((path) => ({ script: 'exit 3', unless: `printf %280s; cat ${path}; false` }))
  assert.match(said, /\*{8}/)
  assert.not.match(said, /BEGIN-|-END/)
})

test('one that a program has escaped is known before it is quoted', async () => {
  const escaped = (path: string) => `sed 's/[:\\\\]/\\\\&/g' ${path}`
  const said = await told((_, path) => ({ script: `${escaped(path)}; exit 3`, unless: `${escaped(path)}; false` }))
  assert.match(said, /status 1, \\"\*{8}/)
  assert.match(said, /status 3, \\"\*{8}/)
  assert.not.match(said, /ord/)
})

test('of an output of which the end alone is told, it is whole lines', async () => {
  const fill = (bytes: number) => `head -c ${bytes} /dev/zero | tr '\\0' z`
  const said = await told((path) => ({
    script: `cat ${path}; ${fill(65_000)}; echo; ${fill(500)}; echo; echo last; exit 3`,
    unless: 'false',
  }))
  assert.match(said, /ended with status 3: z{500}\\nlast/)
  assert.not.match(said, /BEGIN-|-END/)
})

test.run()
