import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local, shell } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { applyScript } from '../../lib/remote/posix/apply-script.ts'
import { absent, command, directory, file, lines, symlink } from '../../tasks/index.ts'
import { needs, needsRoot } from '../support/debian.ts'
import { runOn } from '../support/runs.ts'
import { scratch, testShells } from '../support/shells.ts'

needs(['attr', 'util-linux', 'busybox', 'openssl', 'perl'])
const test = suite('hosts that are not as one wishes')
const applets = testShells().find(({ name }) => name === 'busybox')?.spec.options.env?.PATH ?? ''
const nobody = shell(['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', 'sh'])
const run = (connection: Parameters<typeof runOn>[0][string], resources: () => Resources) =>
  runOn({ a: connection }, (inventory) => [play('p', inventory.group('all'), resources)])
const noLeftovers = (folder: string) =>
  assert.equal(
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.runbook')),
    [],
  )

/** A folder of programs: BusyBox's applets without some, and some others. */
function tools(without: readonly string[], more: readonly string[] = []): string {
  const folder = scratch('tools')
  for (const name of readdirSync(applets))
    if (!without.includes(name)) symlinkSync(join(applets, name), join(folder, name))
  for (const path of more) symlinkSync(path, join(folder, path.slice(path.lastIndexOf('/') + 1)))
  return folder
}

const sums = ['sha256sum', 'openssl', 'shasum', 'busybox']
for (const more of [['/usr/bin/openssl'], ['/usr/bin/shasum', '/usr/bin/perl'], ['/usr/bin/busybox']]) {
  test(`digests without sha256sum, by ${more[0]}`, async () => {
    const folder = scratch('sums')
    const path = tools(sums, more)
    const host = local({ shell: join(path, 'sh'), env: { PATH: path } })
    writeFileSync(join(folder, 'same'), 'x')
    writeFileSync(join(folder, 'edit'), 'x\n')
    const resources = () => [
      file({ path: join(folder, 'same'), text: 'x' }),
      file({ path: join(folder, 'new'), text: 'y' }),
      lines({ path: join(folder, 'edit'), edits: [lines.ensure('y')] }),
    ]
    assert.equal((await run(host, resources)).steps('a'), ['ok', 'changed', 'changed'])
    assert.equal((await run(host, resources)).steps('a'), ['ok', 'ok', 'ok'])
  })
}

test('no tool for digests: said so, and nothing is touched', async () => {
  const folder = scratch('sums')
  const path = tools(sums)
  const host = local({ shell: join(path, 'sh'), env: { PATH: path } })
  writeFileSync(join(folder, 'f'), 'x\n')
  for (const resource of [
    file({ path: join(folder, 'f'), text: 'y' }),
    lines({ path: join(folder, 'f'), edits: [lines.ensure('y')] }),
  ]) {
    const { steps, summary } = await run(host, () => resource)
    assert.match(steps('a').join(), /none of sha256sum, openssl, shasum or busybox: install one/)
    assert.not.match(steps('a').join(), /since it was planned|\n\s+at /)
    assert.is((summary.hosts.a?.failed ?? 0) + (summary.hosts.a?.refused ?? 0), 1)
    assert.is(readFileSync(join(folder, 'f'), 'utf8'), 'x\n')
    noLeftovers(folder)
  }
})

test('a host without stat is told what it lacks', async () => {
  const path = tools(['stat'])
  const { steps } = await run(local({ shell: join(path, 'sh'), env: { PATH: path } }), () =>
    directory({ path: '/tmp/x/y' }),
  )
  assert.match(steps('a').join(), /^refused: the host has no stat: install it/)
})

const asRoot = process.getuid?.() === 0
if (asRoot) {
  test('without the right to look or to write: refused or failed, and the old file is untouched', async () => {
    const folder = scratch('denied')
    chmodSync(folder, 0o755)
    for (const name of ['closed', 'plain']) mkdirSync(join(folder, name))
    writeFileSync(join(folder, 'closed', 'f'), 'old\n')
    writeFileSync(join(folder, 'plain', 'f'), 'old\n')
    writeFileSync(join(folder, 'plain', 'secret'), 'old\n', { mode: 0o600 })
    chmodSync(join(folder, 'closed'), 0o700)
    const cases: readonly [Resources, RegExp][] = [
      [
        file({ path: join(folder, 'closed', 'f'), text: 'new' }),
        /refused: .*closed\/f may not be read: give become: true/,
      ],
      [
        lines({ path: join(folder, 'plain', 'secret'), edits: [lines.ensure('b')] }),
        /refused: .*secret may not be read/,
      ],
      [file({ path: join(folder, 'plain', 'secret'), text: 'new' }), /refused: .*secret may not be read/],
      [file({ path: join(folder, 'plain', 'f'), text: 'new' }), /refused: .*may not make or remove anything in/],
      [file({ path: join(folder, 'plain', 'g'), text: 'new' }), /refused: .*may not make or remove anything in/],
      [directory({ path: join(folder, 'plain', 'd', 'e') }), /refused: .*may not make or remove anything in/],
      [directory({ path: join(folder, 'closed', 'd') }), /refused: .*may not be looked at: give become: true/],
      [symlink({ path: join(folder, 'plain', 'l'), target: 'x' }), /refused: .*may not make or remove anything in/],
      [
        file({ path: join(folder, 'plain', 'f'), text: 'old\n', mode: 0o600 }),
        /refused: .*f is not nobody's \(root:root, mode 644\): only its owner/,
      ],
    ]
    for (const [resource, expected] of cases) {
      const { steps } = await run(nobody, () => resource)
      assert.match(steps('a').join('\n'), expected)
    }
    assert.is(readFileSync(join(folder, 'closed', 'f'), 'utf8'), 'old\n')
    assert.is(readFileSync(join(folder, 'plain', 'f'), 'utf8'), 'old\n')
    assert.is(readFileSync(join(folder, 'plain', 'secret'), 'utf8'), 'old\n')
    assert.not.ok(existsSync(join(folder, 'plain', 'g')) || existsSync(join(folder, 'plain', 'd')))
    noLeftovers(folder)
  })

  test('a file that cannot be given to its owner keeps its mode', async () => {
    const folder = scratch('owner')
    chmodSync(folder, 0o755)
    const path = join(folder, 'f')
    writeFileSync(path, 'same')
    chownSync(path, 65534, 65534)
    chmodSync(path, 0o644)
    const { steps } = await run(nobody, () => file({ path, text: 'same', owner: 'root', mode: 0o600 }))
    assert.match(steps('a').join(), /failed: attributes failed: .*not permitted/)
    assert.is(statSync(path).mode & 0o7777, 0o644)
  })

  test('a file that cannot be given to its owner is not replaced', async () => {
    const folder = scratch('owner')
    chmodSync(folder, 0o777)
    writeFileSync(join(folder, 'f'), 'old\n')
    const { steps } = await run(nobody, () => file({ path: join(folder, 'f'), text: 'new' }))
    assert.match(steps('a').join(), /refused: .*f is root's: what nobody puts in its place would not be/)
    assert.is(readFileSync(join(folder, 'f'), 'utf8'), 'old\n')
    assert.is(statSync(join(folder, 'f')).uid, 0)
    noLeftovers(folder)
  })

  test('extended attributes, owner and mode of a replaced file are kept', async () => {
    const folder = scratch('xattr')
    const path = join(folder, 'f')
    writeFileSync(path, 'old\n')
    chownSync(path, 65534, 65534)
    chmodSync(path, 0o4750)
    execFileSync('setfattr', ['-n', 'user.note', '-v', 'kept', path])
    assert.equal((await run(local(), () => lines({ path, edits: [lines.ensure('new')] }))).steps('a'), ['changed'])
    const { uid, gid, mode } = statSync(path)
    assert.equal([uid, gid, (mode & 0o7777).toString(8)], [65534, 65534, '4750'])
    assert.match(execFileSync('getfattr', ['-n', 'user.note', path], { encoding: 'utf8' }), /kept/)
  })
} else test('what only root can try', () => needsRoot('acting as another user'))

test('a link that another user has put in the place of a temporary is not followed', () => {
  const folder = scratch('trap')
  writeFileSync(join(folder, 'victim'), 'victim')
  const nonce = '0123456789abcdef'
  const temporary = join(folder, `.runbook-${nonce.slice(0, 12)}`)
  const operation = { op: 'write', path: join(folder, 'f'), content: { text: 'secret' } } as const
  const script = applyScript(
    [{ staged: true, operations: [{ net: { operation, steps: ['f'], privilege: 'login' }, uploaded: [] }] }],
    nonce,
    join(folder, 'halt'),
  )
  for (const { spec } of testShells()) {
    symlinkSync(join(folder, 'victim'), temporary)
    const said = execFileSync(spec.options.shell ?? 'sh', [], { input: script, encoding: 'utf8' })
    assert.not.match(said, new RegExp(`${nonce} 0 0 `))
    assert.is(readFileSync(join(folder, 'victim'), 'utf8'), 'victim')
  }
})

test('a file that has more names than one: the others keep the old content, and that is said', async () => {
  const folder = scratch('hard')
  writeFileSync(join(folder, 'f'), 'old\n')
  execFileSync('ln', [join(folder, 'f'), join(folder, 'other')])
  const { steps } = await run(local(), () => file({ path: join(folder, 'f'), text: 'new\n' }))
  assert.match(steps('a').join(), /^changed: .*f had 2 names.*the others keep the old content/)
  assert.is(readFileSync(join(folder, 'other'), 'utf8'), 'old\n')
  rmSync(folder, { recursive: true })
})

test('what changes between plan and apply is refused, and not overwritten', async () => {
  for (const kind of ['content', 'removed', 'link', 'directory', 'appeared']) {
    const folder = scratch('race')
    const path = join(folder, 'f')
    if (kind !== 'appeared') writeFileSync(path, 'old\n')
    const meddle = {
      content: `echo other >${path}`,
      removed: `rm ${path}`,
      link: `ln -sf x ${path}`,
      directory: `rm ${path}; mkdir ${path}`,
      appeared: `echo other >${path}`,
    }[kind]
    const { steps, summary } = await run(local(), () => [
      command({ script: `${meddle}; touch ${join(folder, 'done')}`, creates: join(folder, 'done') }),
      file({ path, text: 'new\n' }),
    ])
    assert.match(
      steps('a').join('\n'),
      /^changed\nfailed: .* since it was planned: run again; before that, this run has changed the host: run /,
      kind,
    )
    assert.is(summary.hosts.a?.failed, 1)
    if (kind === 'content' || kind === 'appeared') assert.is(readFileSync(path, 'utf8'), 'other\n')
    noLeftovers(folder)
    const again = await run(local(), () => file({ path, text: 'new\n' }))
    if (kind === 'content' || kind === 'removed') assert.equal(again.steps('a'), ['changed'])
  }
})

test('a link to a name that is not UTF-8: nothing is done under another name, and the link can be turned', async () => {
  const folder = scratch('latin')
  const odd = Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])])
  mkdirSync(odd)
  symlinkSync(odd, join(folder, 'current'))
  for (const resource of [
    file({ path: join(folder, 'current/f'), text: 'x' }),
    directory({ path: join(folder, 'current'), mode: 0o700 }),
  ]) {
    const { steps } = await run(local(), () => resource)
    assert.match(steps('a').join(), /^refused: .*(name is not UTF-8|is not a directory)/)
  }
  assert.equal(readdirSync(odd), [])
  const { steps } = await run(local(), () => symlink({ path: join(folder, 'current'), target: 'other' }))
  assert.equal(steps('a'), ['changed'])
})

test('what has become as it is wanted meanwhile is no fault: another host that shares it was quicker', async () => {
  const folder = scratch('shared')
  const at = (name: string) => join(folder, name)
  writeFileSync(at('old'), 'x')
  const { steps } = await run(local(), () => [
    command({
      script: `mkdir ${at('d')}; ln -s d ${at('l')}; echo new >${at('f')}; rm ${at('old')}; touch ${at('done')}`,
      creates: at('done'),
    }),
    directory({ path: at('d'), mode: 0o750 }),
    symlink({ path: at('l'), target: 'd' }),
    file({ path: at('f'), text: 'new\n' }),
    absent({ path: at('old') }),
  ])
  assert.equal(steps('a'), ['changed', 'changed', 'changed', 'changed', 'changed'])
  const other = await run(local(), () => [
    command({
      script: `ln -s d ${at('d2')}; ln -s e ${at('l2')}; echo other >${at('f2')}; touch ${at('done2')}`,
      creates: at('done2'),
    }),
    directory({ path: at('d2') }),
  ])
  assert.match(other.steps('a').join(), /failed: something is at .*d2 now since it was planned/)
})

test.run()
