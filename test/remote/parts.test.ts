import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type LocalSpec, local } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { absent, attributes, directory, file, lines, symlink } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { scratch, testShells } from '../support/shells.ts'
import { watchedTools } from '../support/watched-tools.ts'

const test = suite('what several users carry out together')

const run = (connection: LocalSpec, resources: () => Resources, options: Parameters<typeof runOn>[2] = {}) =>
  runOn({ a: connection }, (inventory) => [play('p', inventory.group('all'), resources)], options)

/** A host on which a user becomes another by a program that asks nobody: all are the same, each in a shell of its own. */
function withSudo({ options }: LocalSpec): LocalSpec {
  const folder = scratch('sudo')
  const path = join(folder, 'sudo')
  writeFileSync(path, '#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done; shift; exec "$@"\n')
  chmodSync(path, 0o755)
  const tools = options?.env?.PATH ?? process.env.PATH
  return local({ ...options, env: { ...options?.env, PATH: `${folder}:${tools}` } })
}

const one = { become: 'one' }
const two = { become: 'two' }

/** Changes of three users, in an order in which each comes more than once. */
function changes(folder: string): () => Resources {
  for (const name of ['a', 'b', 'c', 'gone']) writeFileSync(join(folder, name), `old ${name}\n`)
  chmodSync(join(folder, 'c'), 0o640)
  symlinkSync('a', join(folder, 'turned'))
  return () => [
    lines({ path: join(folder, 'a'), edits: [lines.ensure('new')] }),
    file({ path: join(folder, 'b'), text: 'new b\n', ...one }),
    file({ path: join(folder, 'large'), bytes: Buffer.alloc(100_000, 7), ...one }),
    absent({ path: join(folder, 'gone'), ...two }),
    symlink({ path: join(folder, 'turned'), target: 'b' }),
    directory({ path: join(folder, 'new'), ...one }),
    file({ path: join(folder, 'new/inner'), text: 'inner\n', mode: 0o600, ...one }),
    attributes({ path: join(folder, 'c'), mode: 0o600, ...two }),
    file({ path: join(folder, 'last'), text: 'last\n', ...two }),
  ]
}

const before = {
  a: '644 old a\n',
  b: '644 old b\n',
  c: '640 old c\n',
  gone: '644 old gone\n',
  turned: '-> a',
}
const after = {
  a: '644 old a\nnew\n',
  b: '644 new b\n',
  c: '600 old c\n',
  large: '644 100000',
  last: '644 last\n',
  new: '755/',
  'new/inner': '600 inner\n',
  turned: '-> b',
}

function tree(folder: string): Record<string, string> {
  return Object.fromEntries(
    (readdirSync(folder, { recursive: true, encoding: 'utf8' }) as string[]).sort().map((name) => {
      const path = join(folder, name)
      const at = lstatSync(path)
      if (at.isSymbolicLink()) return [name, `-> ${readlinkSync(path)}`]
      const mode = (at.mode & 0o7777).toString(8)
      if (at.isDirectory()) return [name, `${mode}/`]
      return [name, `${mode} ${at.size > 1000 ? at.size : readFileSync(path, 'utf8')}`]
    }),
  )
}

for (const { name, spec } of testShells()) {
  test(`${name}: all is done, in a turn more than there are users, and a second run finds it so`, async () => {
    const folder = scratch('parts')
    const resources = changes(folder)
    const host = withSudo(spec)
    const { steps, summary } = await run(host, resources)
    assert.equal(new Set(steps('a')), new Set(['changed']), steps('a').join('\n'))
    assert.equal(tree(folder), after)
    assert.is(summary.hosts.a?.roundTrips, 7, 'opening: 2, making ready: 1, each in turn: 3, the last look: 1')
    assert.equal(new Set((await run(host, resources)).steps('a')), new Set(['ok']))
  })

  test(`${name}: what one user cannot make ready leaves what all would have changed`, async () => {
    const folder = scratch('parts')
    const resources = changes(folder)
    const host = withSudo(spec)
    const { steps } = await run(host, () => [
      resources(),
      file({ path: join(folder, 'never'), text: 'x', validate: 'false %s', ...one }),
    ])
    assert.match(steps('a').at(-1) ?? '', /^failed: write failed: false %s ended with status 1$/)
    assert.equal(
      new Set(steps('a').slice(0, -1)),
      new Set(['skipped: left as it was: a step that is carried out together with it did not succeed']),
    )
    assert.equal(tree(folder), before)
  })
}

for (const shell of ['dash', 'bash']) {
  test(`${shell}: where the last rename of the last user fails, all put back what they have done`, async () => {
    const folder = scratch('parts')
    const fails = `case "$tool $*" in "mv "*/last) echo 'no more' >&2; exit 1 ;; esac`
    const { host } = watchedTools(shell, fails)
    const resources = changes(folder)
    const { steps } = await run(withSudo(host), resources)
    assert.match(steps('a').at(-1) ?? '', /^failed: write failed: no more\nwhat was done before it is put back$/)
    assert.equal(
      new Set(steps('a').slice(0, -1)),
      new Set(['skipped: left as it was: a step that is carried out together with it did not succeed']),
    )
    assert.equal(tree(folder), before)
    assert.equal(new Set((await run(withSudo(local({ shell })), resources)).steps('a')), new Set(['changed']))
    assert.equal(tree(folder), after)
  })

  test(`${shell}: where the shell of a user dies in the middle, the others put back what they have done, and all is unknown`, async () => {
    const folder = scratch('parts')
    const kills = `case "$tool $*" in "mv "*/last) kill -9 $(cut -d" " -f4 /proc/$PPID/stat) $PPID; sleep 0.1 ;; esac`
    const { host } = watchedTools(shell, kills)
    const resources = changes(folder)
    const { steps } = await run(withSudo(host), resources)
    assert.match(steps('a').join(), /^skipped: started; how it ended is not known/)
    const { a, b, large, new: made, turned } = tree(folder)
    assert.equal(
      { a, b, large, made, turned },
      { a: before.a, b: before.b, large: undefined, made: undefined, turned: before.turned },
    )
    assert.not.match((await run(withSudo(local({ shell })), resources)).steps('a').join(), /failed|refused|skipped/)
    assert.equal(tree(folder), after)
  })
}

test('what cannot be put back is named', async () => {
  const folder = scratch('parts')
  const fails = `case "$tool $*" in "mv "*/last | "mv "*old-*/b) exit 1 ;; esac`
  const { host } = watchedTools('dash', fails)
  const { steps } = await run(withSudo(host), changes(folder))
  assert.match(steps('a').at(-1) ?? '', /old-\d+ could not be moved to \S+\/b, where it was before/)
})

test('a path that is another by now: nothing of any user is changed', async () => {
  const folder = scratch('parts')
  for (const name of ['x', 'y']) writeFileSync(join(folder, name), 'old\n')
  const { host } = watchedTools('dash', `[ "$tool" != mkdir ] || echo other >${join(folder, 'y')}`)
  const { steps } = await run(withSudo(host), () => [
    file({ path: join(folder, 'x'), text: 'new\n' }),
    file({ path: join(folder, 'y'), text: 'new\n', ...one }),
  ])
  assert.match(steps('a')[1] ?? '', /^refused: \S+\/y has another content now since it was planned: run again/)
  assert.equal(tree(folder), { x: '644 old\n', y: '644 other\n' })
})

test('what one user puts into a folder that another makes comes after it', async () => {
  const folder = scratch('parts')
  const { steps } = await run(withSudo(local()), () => [
    directory({ path: join(folder, 'd') }),
    file({ path: join(folder, 'd/theirs'), text: 'x', ...one }),
    file({ path: join(folder, 'd/ours'), text: 'x' }),
  ])
  assert.equal(steps('a'), ['changed', 'changed', 'changed'])
})

test('an interrupt while all is made ready changes nothing, and leaves nothing', async () => {
  const folder = scratch('parts')
  const marks = scratch('mark')
  const [mark, go] = [join(marks, 'ready'), join(marks, 'go')]
  const resources = changes(folder)
  const interrupt = new AbortController()
  const look = setInterval(() => {
    if (!existsSync(mark)) return
    interrupt.abort()
    writeFileSync(go, '')
  }, 20)
  const { steps } = await run(
    withSudo(local()),
    () => [
      resources(),
      file({
        path: join(folder, 'slow'),
        text: 'x',
        validate: `: >${mark}; until [ -e ${go} ]; do sleep 0.1; done; test -e %s`,
        ...two,
      }),
    ],
    { signal: interrupt.signal },
  )
  clearInterval(look)
  assert.equal(new Set(steps('a')), new Set(['skipped: interrupted: run again']))
  assert.equal(tree(folder), before)
})

test('where another run acts, nothing is made ready, and it is refused', async () => {
  const folder = scratch('parts')
  const locks = scratch('locks')
  const spec = withSudo(local({ env: { RUNBOOK_LOCKS: locks } }))
  const resources = changes(folder)
  const [mark, go] = [join(locks, 'mark'), join(locks, 'go')]
  mkdirSync(join(folder, 'held'))
  const first = run(spec, () =>
    file({
      path: join(folder, 'held/f'),
      text: 'x',
      validate: `: >${mark}; until [ -e ${go} ]; do sleep 0.1; done; test -e %s`,
    }),
  )
  while (!existsSync(mark)) await new Promise((resolve) => setTimeout(resolve, 20))
  const { steps } = await run(spec, resources, { lockTimeout: 0 })
  writeFileSync(go, '')
  assert.match(steps('a').join(), /refused: .*acts here since .*: run again when it has ended/)
  await first
  const { held: _, 'held/f': inner, ...rest } = tree(folder)
  assert.equal([rest, inner], [before, '644 x'])
})

test.run()
