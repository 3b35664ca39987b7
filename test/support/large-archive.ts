import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { local } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import { archive, command, lines, symlink } from '../../tasks/index.ts'
import { zipOf } from './archives.ts'
import { type Ran, runOn } from './runs.ts'
import { scratch } from './shells.ts'

/** A dry run of 62 steps over files that an archive of 10,000 entries will have brought. */
export function planLargeArchive(): Promise<Ran> {
  const folder = scratch('large')
  const names = Array.from({ length: 10_000 }, (_, n) => `pack/d${n % 100}/e${n % 7}/f${n}`)
  writeFileSync(join(folder, 'p.zip'), zipOf(Object.fromEntries(names.map((name) => [name, `${name}\n`]))))
  const at = (name: string | undefined) => join(folder, 'cur', String(name).slice(5))
  return runOn(
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
}
