import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Mode } from '../../lib/core/event.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { absent, command, directory, file, lines, symlink } from '../../tasks/index.ts'
import { needs, needsRoot } from '../support/debian.ts'
import { mountNamespace } from '../support/mount-namespace.ts'
import { runOn } from '../support/runs.ts'

needs(['attr', 'util-linux', 'busybox', 'openssl', 'perl'])
const test = suite('file systems that take nothing')
const mounted = (options: string, prepare: string) =>
  mountNamespace((folder) => `mount -t tmpfs -o ${options} tmpfs ${folder} && cd ${folder} && ${prepare}`)
const run = (connection: Parameters<typeof runOn>[0][string], resources: () => Resources, mode: Mode = 'apply') =>
  runOn({ a: connection }, (inventory) => [play('p', inventory.group('all'), resources)], { mode })

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

  const changes = (folder: string) => [
    file({ path: join(folder, 'f'), text: 'new' }),
    file({ path: join(folder, 'g'), text: 'new', mode: 0o600 }),
    file({ path: join(folder, 'f'), text: 'old\n', mode: 0o600 }),
    lines({ path: join(folder, 'f'), edits: [lines.ensure('b')] }),
    directory({ path: join(folder, 'e') }),
    directory({ path: join(folder, 'd/e/f') }),
    directory({ path: folder, mode: 0o700 }),
    symlink({ path: join(folder, 'l'), target: 'f' }),
    absent({ path: join(folder, 'f') }),
  ]

  for (const shell of [['sh'], ['bash'], ['busybox', 'sh']])
    test(`${shell.join(' ')}: a read-only file system is told in the plan; what is writable in it is changed`, async () => {
      const below =
        'mkdir w && mount -t tmpfs tmpfs w && mkdir w/d && echo old >w/f && mount --bind /etc w/d && mount -o remount,bind,ro w/d'
      const at = await mounted('size=1m', `echo old >f && mkdir d && ${below} && mount -o remount,ro .`)
      const { folder, inside, end } = at
      const host = at.shell(...shell)
      try {
        for (const resource of changes(folder))
          for (const mode of ['plan', 'apply'] as const) {
            const { steps } = await run(host, () => resource, mode)
            assert.match(
              steps('a').join(),
              /^refused: \S+ is on a file system that is mounted read-only, at (\S+): mount it for writing before \(mount -o remount,rw \1\)/,
            )
          }
        assert.is(inside('cat', join(folder, 'f')), 'old\n')
        assert.match(
          (await run(host, () => file({ path: join(folder, 'w/d/f'), text: 'x' }))).steps('a').join(),
          /^refused: .*read-only, at \S+\/w\/d:/,
        )
        assert.equal((await run(host, () => file({ path: join(folder, 'w/f'), text: 'new' }))).steps('a'), ['changed'])
      } finally {
        end()
      }
    })

  test('a file system that becomes read-only meanwhile: every operation fails in words, and nothing is torn', async () => {
    const { folder, host, inside, end } = await mounted('size=1m', 'echo old >f && mkdir d')
    try {
      for (const resource of changes(folder)) {
        inside('mount', '-o', 'remount,rw', folder)
        const { steps } = await run(host, () => [
          command({ script: `mount -o remount,ro ${folder}`, unless: `mount | grep '${folder} .*[(,]ro[,)]'` }),
          resource,
        ])
        assert.match(steps('a').join(), /^changed,failed: \w+ failed: .*Read-only file system/)
      }
      assert.is(inside('cat', join(folder, 'f')), 'old\n')
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
