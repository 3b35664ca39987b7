import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local, shell } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { absent, attributes, command, directory, file, hostsEntry, lines, mount, symlink } from '../../tasks/index.ts'
import { needs, needsRoot } from '../support/debian.ts'
import { mountNamespace } from '../support/mount-namespace.ts'
import { runOn } from '../support/runs.ts'
import { scratch, testShells } from '../support/shells.ts'

needs(['util-linux', 'e2fsprogs', 'acl'])
const test = suite('what the host holds fast')
const run = (connection: Parameters<typeof runOn>[0][string], resources: Resources, mode: 'plan' | 'apply' = 'apply') =>
  runOn({ a: connection }, (inventory) => [play('p', inventory.group('all'), () => resources)], { mode })

/** As a container has it: /etc/hosts is a file of somewhere else, mounted on its name. */
const container = (more = '') =>
  mountNamespace(
    (folder) => `cd ${folder} && mkdir etc outside && echo '127.0.0.1 localhost' >outside/hosts &&
      chmod 640 outside/hosts && : >etc/hosts && mount --bind outside/hosts etc/hosts && mount -t tmpfs tmpfs /var/tmp ${more}`,
  )

const words = /hosts is a mount point: it cannot be replaced, so it is written in place, which is not atomic$/

// Mounting takes root.
if (process.getuid?.() === 0) {
  for (const { name, spec } of testShells()) {
    test(`a file that is a mount point is written in place, and that is said before, on ${name}`, async () => {
      const { folder, shell, inside, end } = await container()
      const { shell: program = 'sh', env = {} } = spec.options
      const host = shell('env', ...Object.entries(env).map(([key, value]) => `${key}=${value}`), program)
      const at = (path: string) => join(folder, path)
      const resources = [
        hostsEntry({ address: '10.0.0.10', names: ['is.example.com'], path: at('etc/hosts') }),
        file({ path: at('etc/other'), text: 'x' }),
      ]
      try {
        const inode = inside('stat', '-c', '%i %a', at('etc/hosts'))
        const dry = (await run(host, resources, 'plan')).steps('a')
        assert.match(dry[0] ?? '', words)
        assert.is(dry[1], 'changed', 'no other file is written in place')
        const real = (await run(host, resources)).steps('a')
        assert.match(real[0] ?? '', words)
        assert.is(real[1], 'changed')
        assert.is(inside('cat', at('etc/hosts')), '127.0.0.1 localhost\n10.0.0.10\tis.example.com\n')
        assert.is(inside('stat', '-c', '%i %a', at('etc/hosts')), inode, 'the same file, its mode as it was')
        assert.equal((await run(host, resources)).steps('a'), ['ok', 'ok'])
        assert.match(
          (await run(host, file({ path: at('etc/hosts'), text: 'x', mode: 0o600 }))).steps('a').join(),
          words,
        )
        assert.is(inside('stat', '-c', '%a %s', at('etc/hosts')), '600 1\n')
        assert.is(inside('sh', '-c', `ls -A ${at('etc')} /var/tmp | grep -c '^.runbook' || :`), '0\n')
      } finally {
        end()
      }
    })
  }

  test('one that is large, or whose name is odd', async () => {
    const { folder, host, inside, end } = await mountNamespace(
      (at) => `cd ${at} && : >"a b" && : >outside && mount --bind outside "a b"`,
    )
    try {
      const text = 'x'.repeat(200_000)
      const { steps } = await run(host, file({ path: join(folder, 'a b'), text }))
      assert.match(steps('a').join(), /a b is a mount point/)
      assert.is(inside('cat', join(folder, 'outside')), text)
    } finally {
      end()
    }
  })

  test('where the disk behind it is full, what was in it is there again', async () => {
    const { folder, host, inside, end } = await mountNamespace(
      (at) => `cd ${at} && mkdir full && mount -t tmpfs -o size=16k tmpfs full && echo old >full/f &&
        { cat /dev/zero >full/fill 2>/dev/null || :; } && : >f && mount --bind full/f f`,
    )
    try {
      const { steps } = await run(host, file({ path: join(folder, 'f'), text: 'x'.repeat(40_000) }))
      assert.match(steps('a').join(), /^failed: write failed: .*No space left/)
      assert.is(inside('cat', join(folder, 'f')), 'old\n')
    } finally {
      end()
    }
  })

  test('a mount point is not removed, replaced or moved, nor what it is mounted in: told before', async () => {
    const { folder, host, inside, end } = await container(
      '&& mkdir -p srv/share && mount -t tmpfs tmpfs srv/share && : >srv/share/kept',
    )
    const at = (path: string) => join(folder, path)
    try {
      for (const [resource, says] of [
        [
          absent({ path: at('etc/hosts') }),
          /^refused: .*etc\/hosts is a mount point: unmount it before \(umount .*etc\/hosts/,
        ],
        [absent({ path: at('etc'), recursive: true }), /^refused: something is mounted below .*etc, on .*etc\/hosts/],
        [absent({ path: at('srv/share'), recursive: true }), /^refused: .*srv\/share is a mount point/],
        [absent({ path: at('srv'), recursive: true }), /^refused: something is mounted below .*srv, on .*srv\/share/],
        [directory({ path: at('srv'), state: 'absent', recursive: true }), /^refused: something is mounted below/],
      ] as const) {
        assert.match((await run(host, resource, 'plan')).steps('a').join(), says)
        assert.match((await run(host, resource)).steps('a').join(), says)
      }
      assert.is(inside('ls', at('srv/share')), 'kept\n')
      assert.equal((await run(host, absent({ path: at('outside'), recursive: true }), 'plan')).steps('a'), ['changed'])
    } finally {
      end()
    }
  })

  test('what is unmounted by an earlier step can go', async () => {
    const { folder, host, end } = await mountNamespace(
      (at) => `cd ${at} && mkdir -p srv/share && mount -t tmpfs tmpfs srv/share`,
    )
    const path = join(folder, 'srv/share')
    try {
      const fstab = join(folder, 'fstab')
      const { steps } = await run(host, [
        mount({ path, state: 'absent', fstab }),
        absent({ path: join(folder, 'srv'), recursive: true }),
      ])
      assert.equal(steps('a'), ['changed', 'changed'])
    } finally {
      end()
    }
  })

  const folder = scratch('fixed')
  const at = (path: string) => join(folder, path)
  for (const path of ['i', 'a', 'plain']) mkdirSync(at(path))
  for (const path of ['i/f', 'a/f', 'plain/f', 'plain/log']) writeFileSync(at(path), 'old\n')
  const fix = (...words: string[]) => void execFileSync('chattr', words)
  fix('+i', at('plain/f'), at('i'))
  fix('+a', at('plain/log'), at('a'))
  test.after(() => fix('-ia', at('plain/f'), at('plain/log'), at('i'), at('a')))

  for (const [name, resource, says] of [
    [
      'another content',
      file({ path: at('plain/f'), text: 'new' }),
      /plain\/f is immutable \(chattr \+i\): let it be changed \(chattr -i .*plain\/f\), then run again/,
    ],
    ['another mode', file({ path: at('plain/f'), text: 'old\n', mode: 0o600 }), /plain\/f is immutable/],
    ['an edit', lines({ path: at('plain/f'), edits: [lines.ensure('b')] }), /plain\/f is immutable/],
    ['a removal', absent({ path: at('plain/f') }), /plain\/f is immutable/],
    [
      'a file that is only added to',
      file({ path: at('plain/log'), text: 'new' }),
      /plain\/log is append-only \(chattr \+a\)/,
    ],
    ['a file in an immutable folder', file({ path: at('i/f'), text: 'new' }), /fixed-\w+\/i is immutable/],
    ['a new file in one', file({ path: at('i/g'), text: 'new' }), /fixed-\w+\/i is immutable/],
    ['a link in one', symlink({ path: at('i/l'), target: 'f' }), /fixed-\w+\/i is immutable/],
    ['a folder in one', directory({ path: at('i/d/e') }), /fixed-\w+\/i is immutable/],
    ['a new file in an append-only folder', file({ path: at('a/g'), text: 'new' }), /fixed-\w+\/a is append-only/],
  ] as const)
    test(`${name}: refused in the plan, with the way out`, async () => {
      for (const mode of ['plan', 'apply'] as const) {
        const { steps } = await run(local(), [file({ path: at('plain/g'), text: 'x' }), resource], mode)
        assert.match(steps('a')[1] ?? '', says)
        assert.match(steps('a')[1] ?? '', /^refused: /)
      }
      assert.is(readFileSync(at('plain/f'), 'utf8'), 'old\n')
      assert.throws(() => statSync(at('plain/g')), 'nothing is changed')
    })

  test("what is right already, or only ends as it began, is nobody's fault", async () => {
    const { steps } = await run(local(), [
      file({ path: at('plain/f'), text: 'old\n' }),
      file({ path: at('plain/f'), text: 'new\n' }),
      file({ path: at('plain/f'), text: 'old\n' }),
      file({ path: at('i/f'), text: 'old\n', mode: 0o644 }),
    ])
    assert.equal(steps('a'), ['ok', 'ok', 'ok', 'ok'])
  })

  test('in an immutable folder, a file still takes another mode', async () => {
    const { steps } = await run(local(), file({ path: at('i/f'), text: 'old\n', mode: 0o600 }))
    assert.equal(steps('a'), ['changed'])
  })

  test('behind a script that lets it be changed, only the host can tell', async () => {
    const { steps } = await run(local(), [
      command({ script: `chattr -i ${at('plain/f')}; touch ${at('plain/ran')}`, creates: at('plain/ran') }),
      file({ path: at('plain/f'), text: 'new\n' }),
    ])
    assert.equal(steps('a'), ['changed', 'changed'])
  })

  const theirs = scratch('theirs')
  const own = (name: string) => join(theirs, name)
  execFileSync('sh', [
    '-c',
    `cd ${theirs} && chmod 755 . && mkdir own shared listed closed && chown 65534:65534 own && chgrp 100 shared && chmod 2775 shared
     setfacl -m u:65534:rwx listed; echo old >own/roots; echo old >closed/there; echo old >own/mine; chown 65534:65534 own/mine
     echo old >own/grouped; chown 65534:12 own/grouped; echo old >own/member; chown 65534:100 own/member
     echo old >shared/there; chown 65534:100 shared/there`,
  ])
  const ordinary = shell([
    'setpriv',
    '--reuid=65534',
    '--regid=65534',
    '--groups=100',
    'env',
    'HOME=/nonexistent',
    'sh',
  ])
  const closed =
    /^refused: \S+: nobody may not make or remove anything in \S+\/closed \(root:root, mode 755\): give --become/

  for (const [name, resource, says] of [
    ['a new file', file({ path: own('closed/new'), text: 'x' }), closed],
    ['a file that is there', file({ path: own('closed/there'), text: 'x' }), closed],
    ['a folder in one that is not there', directory({ path: own('closed/d/e') }), closed],
    ['a link', symlink({ path: own('closed/l'), target: 'there' }), closed],
    ['what shall go', absent({ path: own('closed/there') }), closed],
    [
      'a mode',
      attributes({ path: own('closed/there'), mode: 0o600 }),
      /^refused: \S+\/there is not nobody's \(root:root/,
    ],
    [
      'an owner',
      file({ path: own('own/g'), text: 'x', owner: 'root' }),
      /g: nobody may give nothing to root: give --become/,
    ],
    [
      'a group',
      lines({ path: own('own/grouped'), edits: [lines.ensure('x')] }),
      /grouped is of the group man, in which nobody is not: it would not stay so: give --become/,
    ],
    [
      "a file that would not stay its owner's",
      lines({ path: own('own/roots'), edits: [lines.ensure('x')] }),
      /roots is root's: what nobody puts in its place would not be: give --become/,
    ],
  ] as const)
    test(`${name} where an ordinary user may not is refused in the plan, and nothing is changed`, async () => {
      for (const mode of ['plan', 'apply'] as const) {
        const { steps } = await run(ordinary, [file({ path: own('own/new'), text: 'x' }), resource], mode)
        assert.match(steps('a')[1] ?? '', says)
        assert.not.ok(existsSync(own('own/new')))
      }
    })

  test('what an ordinary user may, by owner, group or ACL, is done', async () => {
    const resources = [
      lines({ path: own('own/mine'), edits: [lines.ensure('x')] }),
      directory({ path: own('own/d/e') }),
      file({ path: own('own/d/e/new'), text: 'x', mode: 0o640 }),
      file({ path: own('shared/new'), text: 'x' }),
      lines({ path: own('shared/there'), edits: [lines.ensure('x')] }),
      lines({ path: own('own/member'), edits: [lines.ensure('x')] }),
      file({ path: own('listed/new'), text: 'x' }),
      attributes({ path: own('own/mine'), mode: 0o600 }),
    ]
    for (const mode of ['plan', 'apply'] as const)
      assert.equal(
        (await run(ordinary, resources, mode)).steps('a').filter((one) => one !== 'changed'),
        [],
      )
  })
} else test('what only root can try', () => needsRoot('mounting, and chattr'))

test.run()
