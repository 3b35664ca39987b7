import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import { archive, command, lines, symlink } from '../../tasks/index.ts'
import { zipOf } from '../support/archives.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

const test = suite('performance')

test('a dry run over an archive of 10,000 entries and 60 steps takes well under a second', async () => {
  const folder = scratch('large')
  const names = Array.from({ length: 10_000 }, (_, n) => `pack/d${n % 100}/e${n % 7}/f${n}`)
  writeFileSync(join(folder, 'p.zip'), zipOf(Object.fromEntries(names.map((name) => [name, `${name}\n`]))))
  const at = (name: string | undefined) => join(folder, 'cur', String(name).slice(5))
  const { summary } = await runOn(
    { a: local() },
    (inventory) => [
      play('p', inventory.group('all'), () => [
        archive({ from: join(folder, 'p.zip'), path: join(folder, 'is'), strip: 1 }),
        symlink({ path: join(folder, 'cur'), target: 'is' }),
        ...names.slice(0, 30).map((name) => lines({ path: at(name), edits: [lines.ensure('x')] })),
        ...names.slice(0, 30).map((name) =>
          command({
            script: `touch ${at(name)}.done`,
            unless: 'false',
            inputs: [at(name)],
            touches: [`${at(name)}.done`],
          }),
        ),
      ]),
    ],
    { mode: 'plan' },
  )
  assert.is((summary.hosts.a?.changed ?? 0) + (summary.hosts.a?.deferred ?? 0), 62)
  assert.ok(summary.seconds < 1, `${summary.seconds} s`)
})

test.run()
