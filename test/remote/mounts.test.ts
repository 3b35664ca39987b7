import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { command, directory, file, lines, symlink } from '../../tasks/index.ts'
import { needs, needsRoot } from '../support/debian.ts'
import { mountNamespace } from '../support/mount-namespace.ts'
import { runOn } from '../support/runs.ts'

needs(['attr', 'util-linux', 'busybox', 'openssl', 'perl'])
const test = suite('file systems that take nothing')
const mounted = (options: string, prepare: string) =>
  mountNamespace((folder) => `mount -t tmpfs -o ${options} tmpfs ${folder} && cd ${folder} && ${prepare}`)
const run = (
  connection: Parameters<typeof runOn>[0][string],
  resources: () => Resources,
  mode: 'plan' | 'apply' = 'apply',
) => runOn({ a: connection }, (inventory) => [play('p', inventory.group('all'), resources)], { mode })

// Mounting takes root.
if (process.getuid?.() === 0) {
  test('a full disk: the old file is whole, and no temporary is left', async () => {
    const { folder, host, inside, end } = await mounted(
      'size=64k',
      'echo old >f && mkdir d && (cat /dev/zero >fill 2>/dev/null || :)',
    )
    try {
      for (const text of ['x'.repeat(30_000), 'y'.repeat(100_000)]) {
        const { steps } = await run(host, () => file({ path: join(folder, 'f'), text }))
        assert.match(steps('a').join(), /^failed: write failed: .*(No space left|ENOSPC)/)
        assert.is(inside('cat', join(folder, 'f')), 'old\n')
        assert.not.match(inside('ls', '-A', folder), /runbook/)
      }
    } finally {
      end()
    }
  })

  test('a read-only file system: every operation is refused in the plan, and nothing is torn', async () => {
    const { folder, host, inside, end } = await mounted('size=1m', 'echo old >f && mkdir d && mount -o remount,ro .')
    try {
      for (const resource of [
        file({ path: join(folder, 'f'), text: 'new' }),
        file({ path: join(folder, 'g'), text: 'new', mode: 0o600 }),
        file({ path: join(folder, 'f'), text: 'old\n', mode: 0o600 }),
        lines({ path: join(folder, 'f'), edits: [lines.ensure('b')] }),
        directory({ path: join(folder, 'e') }),
        symlink({ path: join(folder, 'l'), target: 'f' }),
      ]) {
        for (const mode of ['plan', 'apply'] as const) {
          const { steps } = await run(host, () => resource, mode)
          assert.match(steps('a').join(), /^refused: .* is on a read-only file system: mount it for writing/)
        }
      }
      const { steps } = await run(host, () => [
        file({ path: join(folder, 'f'), text: 'old\n' }),
        command({ script: `mount -o remount,rw ${folder} && touch ${folder}/ran`, creates: join(folder, 'ran') }),
        file({ path: join(folder, 'f'), text: 'new\n' }),
      ])
      assert.equal(steps('a'), ['ok', 'changed', 'changed'], 'nothing to do, and behind a script that mounts it anew')
      assert.is(inside('cat', join(folder, 'f')), 'new\n')
    } finally {
      end()
    }
  })

  test('no room for an upload: failed in words, no stack, and nothing is left in the staging folder', async () => {
    const { folder, host, end } = await mounted('size=1m', 'mount -t tmpfs -o size=64k tmpfs /var/tmp')
    try {
      const { steps, summary } = await run(host, () => [
        file({ path: join(folder, 'f'), bytes: Buffer.alloc(300_000, 1) }),
        file({ path: join(folder, 'g'), text: 'x' }),
      ])
      assert.match(steps('a').join('\n'), /failed: .*(No space left|nospace|space)/i)
      assert.not.match(steps('a').join('\n'), /\n\s+at /)
      assert.equal([summary.hosts.a?.failed, summary.hosts.a?.skipped], [1, 1])
    } finally {
      end()
    }
  })
} else test('what only root can try', () => needsRoot('mounting'))

test.run()
