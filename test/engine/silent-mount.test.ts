import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Mode } from '../../lib/core/event.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { absent, assert as assertion, command, directory, file, lines, mount, symlink } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { silentMount } from '../support/silent-mount.ts'

const test = suite('a mount that does not answer')

interface Here {
  readonly folder: string
  /** Where it is mounted. */
  readonly share: string
}

const says = (share: string) =>
  `refused: the mount ${share} does not answer: bring its server back, or umount -f -l ${share}, then run again`

const situations: readonly { resource(here: Here): Resources }[] = [
  { resource: ({ share }) => file({ path: `${share}/a/f`, text: 'x' }) },
  { resource: ({ share }) => lines({ path: `${share}/f`, edits: [lines.ensure('x')] }) },
  { resource: ({ share }) => directory({ path: share, mode: 0o755 }) },
  { resource: ({ share }) => absent({ path: `${share}/old` }) },
  { resource: ({ share }) => symlink({ path: `${share}/link`, target: 'f' }) },
  { resource: ({ folder }) => file({ path: `${folder}/way/f`, text: 'x' }) },
  {
    resource: ({ share }) => command({ script: ':', creates: `${share}/made` }),
  },
  {
    resource: ({ share }) => assertion({ that: 'it is there', advice: 'make it', path: `${share}/f` }),
  },
]

// Mounting takes root.
if (process.getuid?.() === 0) {
  for (const name of ['share', 'a share\\of me']) {
    test(`is told of each path on it, in a dry run as in a run; all else is planned (${name})`, async () => {
      const { folder, host, end } = await silentMount(name)
      const here = { folder, share: join(folder, name) }
      symlinkSync(here.share, join(folder, 'way'))
      try {
        for (const mode of ['plan', 'apply'] satisfies Mode[]) {
          const { steps, summary } = await runOn(
            { a: host },
            (inventory) => [
              play(
                'p',
                inventory.group('all'),
                () =>
                  [
                    ...situations.flatMap(({ resource }) => resource(here)),
                    file({ path: join(folder, 'beside'), text: 'x' }),
                  ] as Resources,
              ),
            ],
            { mode },
          )
          assert.is(summary.hosts.a?.refused, 1)
          const [first, ...others] = steps('a')
          assert.is(first, says(here.share))
          for (const one of others.slice(0, -1))
            assert.is(one, 'skipped: refused for the same reason as an earlier step')
          if (mode === 'plan') assert.is(steps('a').at(-1), 'changed')
        }
      } finally {
        end()
      }
    })
  }

  test('mount has words of its own for it', async () => {
    const { folder, host, end } = await silentMount()
    try {
      const { steps } = await runOn(
        { a: host },
        (inventory) => [
          play('p', inventory.group('all'), () =>
            mount({ device: '10.0.0.9:/x', type: 'nfs', path: join(folder, 'share'), fstab: join(folder, 'fstab') }),
          ),
        ],
        { mode: 'plan' },
      )
      assert.match(
        steps('a').join(),
        /refused: .*\/share is mounted from silent, which does not answer: bring the server back/,
      )
    } finally {
      end()
    }
  })
}

test.run()
