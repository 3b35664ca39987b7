import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConnectionSpec } from '../../lib/core/connection.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { absent, command, directory, file, lines, symlink, tree as treeTask, xml } from '../../tasks/index.ts'
import { mountNamespace } from '../support/mount-namespace.ts'
import { runOn } from '../support/runs.ts'
import { scratch, testShells } from '../support/shells.ts'
import { watchedTools } from '../support/watched-tools.ts'

const test = suite('what is carried out together')
const run = (connection: ConnectionSpec, resources: () => Resources) =>
  runOn({ a: connection }, (inventory) => [play('p', inventory.group('all'), resources)])

/** All below a folder: kind, mode, and what is in it. */
function tree(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return Object.fromEntries(
    names.flatMap((name) => {
      // What a killed shell has begun to take away goes on going.
      const at = lstatSync(join(folder, name), { throwIfNoEntry: !name.includes('.runbook-') })
      if (at === undefined) return []
      const mode = (at.mode & 0o7777).toString(8)
      if (at.isSymbolicLink()) return [[name, `-> ${readlinkSync(join(folder, name))}`]]
      return [[name, at.isDirectory() ? `${mode}/` : `${mode} ${readFileSync(join(folder, name), 'utf8')}`]]
    }),
  )
}

/** One of each kind of change, in an order in which the last can be made to fail. */
function everyKind(folder: string): () => Resources {
  mkdirSync(join(folder, 'open'))
  chmodSync(join(folder, 'open'), 0o755)
  for (const name of ['edited', 'gone', 'narrowed', 'becomes-link']) writeFileSync(join(folder, name), `old ${name}\n`)
  symlinkSync('edited', join(folder, 'turned'))
  symlinkSync('edited', join(folder, 'becomes-file'))
  return () => [
    lines({ path: join(folder, 'edited'), edits: [lines.ensure('new')] }),
    file({ path: join(folder, 'made'), text: 'made\n', mode: 0o640 }),
    absent({ path: join(folder, 'gone') }),
    file({ path: join(folder, 'narrowed'), text: 'old narrowed\n', mode: 0o600 }),
    symlink({ path: join(folder, 'turned'), target: 'made' }),
    symlink({ path: join(folder, 'linked'), target: 'made' }),
    absent({ path: join(folder, 'becomes-file') }),
    file({ path: join(folder, 'becomes-file'), text: 'a file now\n' }),
    directory({ path: join(folder, 'new/deep'), mode: 0o750 }),
    file({ path: join(folder, 'new/deep/inner'), text: 'inner\n', mode: 0o600 }),
    symlink({ path: join(folder, 'new/link'), target: 'nowhere' }),
    directory({ path: join(folder, 'open'), mode: 0o700 }),
    file({ path: join(folder, 'last'), text: 'last\n' }),
  ]
}

for (const { name, spec } of testShells()) {
  test(`${name}: all kinds of changes, and a second run finds them done`, async () => {
    const folder = scratch('kinds')
    const resources = everyKind(folder)
    const first = await run(spec, resources)
    assert.equal(new Set(first.steps('a')), new Set(['changed']))
    assert.equal(tree(folder), {
      'becomes-file': '644 a file now\n',
      'becomes-link': '644 old becomes-link\n',
      edited: '644 old edited\nnew\n',
      last: '644 last\n',
      linked: '-> made',
      made: '640 made\n',
      narrowed: '600 old narrowed\n',
      new: '755/',
      'new/deep': '750/',
      'new/deep/inner': '600 inner\n',
      'new/link': '-> nowhere',
      open: '700/',
      turned: '-> made',
    })
    assert.equal(new Set((await run(spec, resources)).steps('a')), new Set(['ok']))
  })
}

for (const shell of ['dash', 'bash']) {
  test(`${shell}: where the last rename fails, everything before it is put back, and that is said`, async () => {
    const folder = scratch('back')
    const fails = `case "$tool $*" in "mv "*/last*) echo 'no more' >&2; exit 1 ;; esac`
    const { host } = watchedTools(shell, fails)
    const resources = everyKind(folder)
    const before = tree(folder)
    const { steps } = await run(host, resources)
    const said = steps('a')
    assert.match(said.at(-1) ?? '', /^failed: write failed: no more\nwhat was done before it is put back$/)
    assert.equal(
      new Set(said.slice(0, -1)),
      new Set(['skipped: left as it was: a step that is carried out together with it did not succeed']),
    )
    assert.equal(tree(folder), before)
    assert.equal(new Set((await run(testShells()[0]?.spec ?? host, resources)).steps('a')), new Set(['changed']))
  })
}

/** The shell, and the part of it that carries out the batch. */
const killShells = 'kill -9 $(cut -d" " -f4 /proc/$PPID/stat) $PPID'

for (const shell of ['dash', 'bash'])
  for (const [when, kills] of [
    ['while it is made ready', `[ "$tool" != sync ] || ${killShells}`],
    ['between two renames', `case "$tool $*" in "mv "*/linked) ${killShells}; sleep 0.1 ;; esac`],
    ['when all is done but the cleaning', `case "$tool $*" in "rm -rf "*) ${killShells} ;; esac`],
  ] as const) {
    test(`${shell}: a run that dies ${when} leaves each path old or new, and nothing that the next run does not take away`, async () => {
      const folder = join(scratch('dies'), shell === 'dash' ? 'of%2F-it' : 'long'.repeat(50))
      mkdirSync(folder)
      const resources = everyKind(folder)
      const { host } = watchedTools(shell, kills)
      const { steps } = await run(host, resources)
      assert.match(steps('a').join(), /started; how it ended is not known/)
      const found = Object.entries(tree(folder)).filter(([name]) => !name.includes('.runbook-'))
      for (const [name, what] of found) assert.ok(oldOrNew(name, what), `${name} is ${what}`)
      const again = await run(testShells()[0]?.spec ?? host, resources)
      assert.not.match(again.steps('a').join(), /failed|refused|skipped/)
      assert.equal(
        Object.keys(tree(folder)).filter((name) => name.includes('.runbook-')),
        [],
      )
    })
  }

test('a run that dies before the file of what a script says has lost its name leaves none that the next run does not take away', async () => {
  const folder = scratch('said')
  const { host, calls } = watchedTools('dash', `case "$tool $*" in "rm -f "*-said) kill -9 $PPID; exit 1 ;; esac`)
  const makes = (name: string) => () => command({ script: `: >${join(folder, name)}`, creates: join(folder, name) })
  await run(host, makes('a'))
  const [said = ''] = calls().flatMap((call) => /^rm -f (\/\S+-said)$/.exec(call)?.[1] ?? [])
  assert.ok(existsSync(said))
  assert.equal((await run(testShells()[0]?.spec ?? host, makes('b'))).steps('a'), ['changed'])
  assert.not.ok(existsSync(said))
})

/** What `everyKind` begins with, or ends with. */
const oldOrNew = (name: string, what: string): boolean =>
  (
    ({
      'becomes-file': ['-> edited', '644 a file now\n'],
      'becomes-link': ['644 old becomes-link\n'],
      edited: ['644 old edited\n', '644 old edited\nnew\n'],
      gone: ['644 old gone\n'],
      last: ['644 last\n'],
      linked: ['-> made'],
      made: ['640 made\n'],
      narrowed: ['644 old narrowed\n', '600 old narrowed\n'],
      new: ['755/'],
      'new/deep': ['750/'],
      'new/deep/inner': ['600 inner\n'],
      'new/link': ['-> nowhere'],
      open: ['755/', '700/'],
      turned: ['-> edited', '-> made'],
    }) as Readonly<Record<string, readonly string[]>>
  )[name]?.includes(what) ?? false

for (const journal of ['best', false] as const)
  test(`what cannot be put back is named, and is where that says (journal: ${journal})`, async () => {
    const folder = scratch('stuck')
    const fails = `case "$tool $*" in "mv "*/last* | "mv "*old-*/edited) exit 1 ;; esac`
    const { host } = watchedTools('dash', fails)
    const inventory = defineInventory({ hosts: { a: { connect: host, journal } } })
    const resources = everyKind(folder)
    const { steps } = await runOn({}, () => [play('p', inventory.group('all'), resources)], { inventory })
    const [, kept = ''] =
      /(\/\S+old-\d+) could not be moved to \S+\/edited, where it was before/.exec(steps('a').at(-1) ?? '') ?? []
    assert.is(readFileSync(kept, 'utf8'), 'old edited\n')
    await run(testShells()[0]?.spec ?? host, () => file({ path: join(folder, 'other'), text: 'x' }))
    assert.is(readFileSync(kept, 'utf8'), 'old edited\n', 'the next run leaves it there')
  })

test('nothing is changed where only the last has no room, no right or no parent', async () => {
  const { folder, host, inside, end } = await mountNamespace(
    (at) => `mount -t tmpfs -o size=64k tmpfs ${at} && cd ${at} && echo old >f && mkdir d`,
  )
  try {
    const { steps } = await run(host, () => [
      file({ path: join(folder, 'f'), text: 'new\n' }),
      directory({ path: join(folder, 'e') }),
      file({ path: join(folder, 'big'), text: 'x'.repeat(200_000) }),
    ])
    assert.match(steps('a').at(-1) ?? '', /^failed: write failed: .*No space left/)
    assert.is(inside('cat', join(folder, 'f')), 'old\n')
    assert.is(inside('ls', '-A', folder), 'd\nf\n')
  } finally {
    end()
  }
})

test('a path that is another by now: nothing of what goes with it is changed', async () => {
  const folder = scratch('guard')
  for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, name), 'old\n')
  const { host } = watchedTools('dash', `[ "$tool" != mkdir ] || echo other >${join(folder, 'b')}`)
  const { steps } = await run(host, () =>
    ['a', 'b', 'c'].map((name) => file({ path: join(folder, name), text: 'new\n' })),
  )
  assert.match(steps('a')[1] ?? '', /^refused: \S+\/b has another content now since it was planned: run again/)
  assert.equal(tree(folder), { a: '644 old\n', b: '644 other\n', c: '644 old\n' })
})

test('a new folder comes with all that is in it, by one rename', async () => {
  const folder = scratch('whole')
  const { host, calls } = watchedTools()
  await run(host, () => [
    directory({ path: join(folder, 'app') }),
    ...Array.from({ length: 20 }, (_, n) => file({ path: join(folder, `app/${n}`), text: `${n}` })),
  ])
  assert.is(calls().filter((call) => call.startsWith('mv ')).length, 1)
  assert.is(readdirSync(join(folder, 'app')).length, 20)
})

for (const [moment, tool] of [
  ['meanwhile', 'sync'],
  ['in the moment of the rename', 'mv'],
])
  test(`a folder that another host has made ${moment} gets what is missing in it`, async () => {
    const folder = scratch('merge')
    const app = join(folder, 'app')
    const { host } = watchedTools('dash', `[ "$tool" != ${tool} ] || (umask 022; command mkdir -p ${app}/theirs)`)
    const { steps } = await run(host, () => [
      directory({ path: app }),
      file({ path: join(app, 'ours'), text: 'ours\n' }),
      directory({ path: join(app, 'deep') }),
      file({ path: join(app, 'deep/inner'), text: 'inner\n' }),
    ])
    assert.equal(steps('a'), ['changed', 'changed', 'changed', 'changed'])
    assert.equal(tree(app), {
      deep: '755/',
      'deep/inner': '644 inner\n',
      ours: '644 ours\n',
      theirs: '755/',
    })
  })

/** What only looks is counted elsewhere. */
test('few processes: for each replaced file one that keeps the old, and of all of a folder one that takes over attributes and one rename', async () => {
  const counted = async (count: number) => {
    const folder = scratch('counted')
    const names = Array.from({ length: count }, (_, n) => join(folder, `${n}`))
    for (const path of names) writeFileSync(path, 'old\n')
    const { host, calls } = watchedTools()
    await run(host, () => names.map((path) => file({ path, text: 'new\n' })))
    return { all: calls().filter((call) => !/^(cat|stat|sha256sum) /.test(call)).length }
  }
  const [ten, twenty] = [await counted(10), await counted(20)]
  assert.is((twenty.all - ten.all) / 10, 1)
})

test('few processes: files that are new in however many folders are made ready in folders that one program makes', async () => {
  const parent = scratch('rooms')
  for (const name of ['a', 'b b', 'c']) mkdirSync(join(parent, name))
  const { host, calls } = watchedTools()
  const files = () => ['a', 'b b', 'c'].map((name) => file({ path: join(parent, name, 'f'), text: 'new\n' }))
  assert.equal((await run(host, files)).steps('a'), ['changed', 'changed', 'changed'])
  assert.is(calls().filter((call) => call.startsWith('mkdir ') && call.includes(parent)).length, 1)
})

test('of several folders in which something is to be made ready, the one that does not take it is named', async () => {
  const parent = scratch('no-room')
  for (const name of ['a', 'b', 'c']) mkdirSync(join(parent, name))
  const { host } = watchedTools('dash', `case "$tool $*" in "mkdir "*/b/.runbook*) rm -rf ${join(parent, 'b')} ;; esac`)
  const { steps } = await run(host, () =>
    ['a', 'b', 'c'].map((name) => file({ path: join(parent, name, 'f'), text: 'new\n' })),
  )
  assert.match(steps('a')[1] ?? '', /^failed: write failed: \S*mkdir: .*\/b\/.runbook/)
  assert.equal(readdirSync(parent, { recursive: true }).sort(), ['a', 'c'])
})

test('hard links of one another that are replaced are files apart, each as the old one was', async () => {
  const folder = scratch('linked')
  writeFileSync(join(folder, 'a'), 'old\n', { mode: 0o640 })
  linkSync(join(folder, 'a'), join(folder, 'b'))
  const { steps } = await run(watchedTools().host, () =>
    ['a', 'b'].map((name) => lines({ path: join(folder, name), edits: [lines.ensure(name)] })),
  )
  assert.is(steps('a').length, 2)
  assert.equal(tree(folder), { a: '640 old\na\n', b: '640 old\nb\n' })
})

for (const { name, spec } of testShells())
  test(`${name}: a small file comes with each of its bytes, whatever they are`, async () => {
    const path = join(scratch('bytes'), 'f')
    const each = Buffer.from(Array.from({ length: 512 }, (_, n) => (n * 31) % 256))
    for (const bytes of [each, Buffer.concat([each, Buffer.from("%s\\n \\0101 \\c '\n\n")]), Buffer.alloc(4000)]) {
      assert.equal((await run(spec, () => file({ path, bytes }))).steps('a'), ['changed'])
      assert.ok(readFileSync(path).equals(bytes))
    }
  })

test('a small text of another charset, and a small file that is no text, travel in the script', async () => {
  const folder = scratch('small')
  const bytes = Buffer.from(Array.from({ length: 8000 }, (_, n) => (n * 7) % 256))
  const before = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<a><b>1</b><c>é</c></a>\n'
  const texts = { plain: before.replace('é', 'e'), more: before }
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), Buffer.from(text, 'latin1'))
  const { host, calls } = watchedTools()
  await run(host, () => [
    ...Object.keys(texts).map((name) => xml({ path: join(folder, name), edits: [xml.text('/a/b', '2')] })),
    file({ path: join(folder, 'store'), bytes }),
  ])
  for (const [name, text] of Object.entries(texts))
    assert.is(readFileSync(join(folder, name), 'latin1'), text.replace('1<', '2<'))
  assert.ok(readFileSync(join(folder, 'store')).equals(bytes))
  assert.equal(
    calls().filter((call) => /^(mv|cat) .*\/var\/tmp\//.test(call)),
    [],
  )
})

for (const [what, made] of [
  ['files', (path: string) => [file({ path, text: 'new\n' })]],
  ['folders', (path: string) => [directory({ path, mode: 0o750 })]],
  ['files in new folders', (path: string) => [directory({ path }), file({ path: join(path, 'in'), text: 'new\n' })]],
] as const)
  test(`few processes: ${what} that are new cost none each, and one flush for all of a batch beside that of its folder`, async () => {
    const counted = async (count: number) => {
      const folder = scratch('counted')
      const { host, calls } = watchedTools()
      const { steps } = await run(host, () =>
        Array.from({ length: count }, (_, n) => made(join(folder, `${n}`))).flat(),
      )
      assert.equal(new Set(steps('a')), new Set(['changed']))
      return calls().map((call) => call.split(' ')[0])
    }
    assert.equal(await counted(20), await counted(10))
  })

test('a file that is uploaded is read once on the host, when all is done', async () => {
  const [from, to] = [join(scratch('uploaded-from'), 'large'), join(scratch('uploaded'), 'large')]
  writeFileSync(from, Buffer.alloc(2_000_000, 7))
  const { host, calls } = watchedTools()
  const { steps } = await run(host, () => [file({ path: to, from })])
  assert.equal(steps('a'), ['changed'])
  const readers = ['sha256sum', 'cat', 'cp']
  assert.equal(
    calls().filter((call) => readers.includes(call.split(' ')[0] ?? '')),
    [`sha256sum -- ${to}`],
  )
})

for (const [what, found] of [
  ['new', undefined],
  ['changed', 'old\n'],
  ['of another mode', 'new\n'],
] as const)
  test(`few processes: files of a tree that are ${what} cost none each, what is kept of them included`, async () => {
    const counted = async (count: number) => {
      const [from, to] = [scratch('counted-from'), scratch('counted')]
      for (let n = 0; n < count; n++) writeFileSync(join(from, `${n}`), 'new\n')
      if (found !== undefined) for (let n = 0; n < count; n++) writeFileSync(join(to, `${n}`), found, { mode: 0o600 })
      const { host, calls } = watchedTools()
      const { steps } = await run(host, () => [treeTask({ from, path: to })])
      assert.equal(steps('a'), ['changed'])
      return calls().map((call) => call.split(' ')[0])
    }
    assert.equal(await counted(20), await counted(10))
  })

test('a single edit keeps no second name of the old file where nothing is kept', async () => {
  const folder = scratch('single')
  writeFileSync(join(folder, 'f'), 'old\n')
  const { host, calls } = watchedTools()
  const inventory = defineInventory({ hosts: { a: { connect: host, journal: false } } })
  const edit = () => lines({ path: join(folder, 'f'), edits: [lines.ensure('new')] })
  await runOn({}, () => [play('p', inventory.group('all'), edit)], { inventory })
  assert.equal(
    calls().filter((call) => call.startsWith('ln -- ')),
    [],
  )
})

test('a file with several names is told so, and the others keep the old content', async () => {
  const folder = scratch('names')
  for (const name of ['a', 'b']) {
    writeFileSync(join(folder, name), 'old\n')
    linkSync(join(folder, name), join(folder, `${name}-too`))
  }
  const { steps } = await run(testShells()[0]?.spec as ConnectionSpec, () =>
    ['a', 'b'].map((name) => file({ path: join(folder, name), text: 'new\n' })),
  )
  for (const said of steps('a')) assert.match(said, /^changed: \S+ had 2 names: the others keep the old content/)
  assert.is(readFileSync(join(folder, 'a-too'), 'utf8'), 'old\n')
})

test('a folder with the set-group bit passes its group on to what is made in it', async () => {
  const folder = scratch('group')
  mkdirSync(join(folder, 's'))
  execFileSync('chgrp', ['65534', join(folder, 's')])
  chmodSync(join(folder, 's'), 0o2775)
  const { steps } = await run(testShells()[0]?.spec as ConnectionSpec, () => [
    directory({ path: join(folder, 's/d') }),
    file({ path: join(folder, 's/d/f'), text: 'x' }),
  ])
  assert.equal(steps('a'), ['changed', 'changed'])
  assert.equal([statSync(join(folder, 's/d')).gid, statSync(join(folder, 's/d/f')).gid], [65534, 65534])
  assert.is(statSync(join(folder, 's/d')).mode & 0o7777, 0o2755)
})

test('a folder that its owner may not write to is made with what is in it', async () => {
  const folder = scratch('closed')
  const { steps } = await run(testShells()[0]?.spec as ConnectionSpec, () => [
    directory({ path: join(folder, 'd'), mode: 0o555 }),
    file({ path: join(folder, 'd/f'), text: 'x', mode: 0o444 }),
  ])
  assert.equal(steps('a'), ['changed', 'changed'])
  assert.is(statSync(join(folder, 'd')).mode & 0o7777, 0o555)
  assert.ok(existsSync(join(folder, 'd/f')))
})

test.run()
