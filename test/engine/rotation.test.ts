import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resource } from '../../lib/core/resource.ts'
import { resolveSecret, secret } from '../../lib/core/secret.ts'
import { command, file, json, lines, properties, xml } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

const test = suite('secrets that become others')

const [old, fresh] = ['Old-Horse-Battery', 'New-Staple-Correct']

const places: readonly {
  what: string
  before: string
  resource(path: string, word: ReturnType<typeof secret>): Resource
}[] = [
  { what: 'a file as a whole', before: '', resource: (path, word) => file({ path, text: word }) },
  {
    what: 'lines',
    before: 'user=a\npassword=\n',
    resource: (path, word) => lines({ path, edits: [lines.ensure(word, { match: /Horse|Staple|^password/ })] }),
  },
  {
    what: 'properties',
    before: 'user=a\npassword=\n',
    resource: (path, word) => properties({ path, edits: [properties.set('password', word)] }),
  },
  {
    what: 'JSON',
    before: '{"user": "a", "password": ""}\n',
    resource: (path, word) => json({ path, edits: [json.set(['password'], word)] }),
  },
  {
    what: 'XML',
    before: '<a><user>a</user><password></password></a>\n',
    resource: (path, word) => xml({ path, edits: [xml.text('/a/password', word)] }),
  },
]

for (const { what, before, resource } of places) {
  test(`${what}: what is rotated in one process is written, and neither is shown`, async () => {
    const path = join(scratch('rotation'), 'f')
    writeFileSync(path, before)
    const word = secret(`rotated ${what}`)
    const run = () =>
      runOn({ a: local() }, (inventory) => [play('p', inventory.group('all'), () => resource(path, word))], {
        secrets: [word],
        diffs: true,
      })
    for (const value of [old, fresh]) {
      resolveSecret(word, value)
      const { steps, events } = await run()
      assert.equal(steps('a'), ['changed'])
      assert.match(readFileSync(path, 'utf8'), value)
      assert.not.match(JSON.stringify(events), /Horse|Staple/)
      assert.equal((await run()).steps('a'), ['ok'])
    }
    assert.not.match(readFileSync(path, 'utf8'), old)
  })
}

test('the password of su is that of now', async () => {
  const folder = scratch('rotation')
  writeFileSync(
    join(folder, 'su'),
    `#!/bin/sh
printf 'Password: ' >&2; read -r word
[ "$word" = "$(cat ${folder}/word)" ] || { echo "su: Authentication failure" >&2; exit 1; }
shift 4; exec sh -c "$1"
`,
  )
  chmodSync(join(folder, 'su'), 0o755)
  const word = secret('su of the host')
  const run = (name: string) =>
    runOn(
      { a: local({ env: { PATH: `${folder}:/usr/bin:/bin` } }) },
      (inventory) => [
        play('p', inventory.group('all'), () =>
          command({
            script: `: >${join(folder, name)}`,
            creates: join(folder, name),
            become: { method: 'su', password: word },
          }),
        ),
      ],
      { secrets: [word] },
    )
  for (const [name, value] of Object.entries({ first: old, second: fresh })) {
    writeFileSync(join(folder, 'word'), `${value}\n`)
    if (name === 'second')
      assert.match((await run(name)).steps('a').join(), /^refused: su to root is refused \(.*failure\)/)
    resolveSecret(word, value)
    assert.equal((await run(name)).steps('a'), ['changed'])
  }
})

test('two inventories in one process: a secret of one name is of each its own, and none is shown', async () => {
  const folder = scratch('rotation')
  const run = (name: string, word: ReturnType<typeof secret>) =>
    runOn(
      { [name]: local() },
      (inventory) => [
        play('p', inventory.group('all'), () => [
          file({ path: join(folder, name), text: word }),
          command({ script: `cat >${join(folder, `${name}-in`)}`, stdin: word, creates: join(folder, `${name}-in`) }),
        ]),
      ],
      { secrets: [word], diffs: true },
    )
  const words = { a: secret('db', { value: old }), b: secret('db', { value: fresh }) }
  const ran = await Promise.all([run('a', words.a), run('b', words.b)])
  for (const { events } of ran) assert.not.match(JSON.stringify(events), /Horse|Staple/)
  for (const [name, value] of Object.entries({ a: old, b: fresh })) {
    assert.is(readFileSync(join(folder, name), 'utf8'), value)
    assert.is(readFileSync(join(folder, `${name}-in`), 'utf8'), value)
  }
  assert.equal((await run('a', words.a)).steps('a'), ['ok', 'ok'])
})

test.run()
