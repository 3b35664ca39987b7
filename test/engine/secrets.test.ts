import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import { refer } from '../../lib/core/reference.ts'
import { secret } from '../../lib/core/secret.ts'
import { command, file, lines } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { scratch, testShells } from '../support/shells.ts'

const test = suite('secrets')
const word = secret('db', { value: "pa'ss <&> word" })

for (const { name, spec } of testShells()) {
  test(`reach files and standard input on ${name}, and no argument list`, async () => {
    const folder = scratch('secret')
    const list = join(folder, 'list')
    const { steps } = await runOn(
      { a: spec },
      (inventory) => [
        play('p', inventory.group('all'), () => [
          file({ path: join(folder, 'f'), text: 'user=x\n' }),
          lines({ path: join(folder, 'f'), edits: [lines.ensure(['password=', word])] }),
          command({
            script: `cat >${join(folder, 'in')}; cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n' >${list}`,
            stdin: word,
            creates: list,
          }),
        ]),
      ],
      { secrets: [word] },
    )
    assert.equal(steps('a'), ['changed', 'changed', 'changed'])
    assert.is(readFileSync(join(folder, 'f'), 'utf8'), "user=x\npassword=pa'ss <&> word\n")
    assert.is(readFileSync(join(folder, 'in'), 'utf8'), "pa'ss <&> word")
    assert.not.ok(readFileSync(list, 'latin1').includes('ss <&>'))
  })
}

test('a script that holds one is refused, for every user of the host could read it', async () => {
  const folder = scratch('secret')
  for (const resource of [
    command({ script: `echo "${refer(word)}" >${join(folder, 'f')}`, creates: join(folder, 'f') }),
    command({ script: 'true', unless: `test "$(cat ${join(folder, 'f')})" = "${refer(word)}"` }),
  ]) {
    const { steps } = await runOn({ a: local() }, (inventory) => [play('p', inventory.group('all'), () => resource)], {
      secrets: [word],
    })
    assert.match(steps('a').join(), /^refused: .*refers to a secret.*: give it by stdin/)
    assert.not.match(steps('a').join(), /<&>/)
  }
})

test('what a command says is masked in every event', async () => {
  const folder = scratch('secret')
  const { steps, events } = await runOn(
    { a: local() },
    (inventory) => [
      play('p', inventory.group('all'), () =>
        command({ script: 'cat; exit 1', stdin: word, creates: join(folder, 'x') }),
      ),
    ],
    { secrets: [word] },
  )
  assert.match(steps('a').join(), /failed: the command ended with status 1: \*{8}$/)
  assert.not.match(JSON.stringify(events.filter(({ type }) => type === 'step')), /ss <&>/)
})

test.run()
