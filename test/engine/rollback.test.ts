import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import { pathFact } from '../../lib/core/fact.ts'
import type { Operation, Undo } from '../../lib/core/operation.ts'
import { secret } from '../../lib/core/secret.ts'
import { defineTask } from '../../lib/core/task.ts'
import { absent, attributes, command, directory, file, lines, symlink, tree } from '../../tasks/index.ts'
import { keptRuns } from '../support/kept-runs.ts'
import { scratch, testShells } from '../support/shells.ts'
import { treeOf } from '../support/tree-of.ts'

const test = suite('a run is rolled back')

/** A command that says how it is undone. */
const undoable = defineTask('undoable', {
  options: v.strictObject({ script: v.string(), creates: v.string(), undo: v.custom<Undo>(() => true) }),
  title: ({ creates }) => `make ${creates}`,
  reads: ({ creates }) => ({ at: pathFact(creates) }),
  plan: ({ script, creates, undo }, { at }) =>
    at.type === 'absent' ? [{ op: 'run', script, effects: { makes: [{ type: 'file', path: creates }] }, undo }] : [],
})

/** Operations in a row, as long as a path is not there, or is no link. */
const does = defineTask('does', {
  options: v.strictObject({ until: v.string(), operations: v.custom<readonly Operation[]>(() => true) }),
  title: ({ until }) => `make ${until}`,
  reads: ({ until }) => ({ at: pathFact(until), aside: pathFact(`${until}.aside`) }),
  plan: ({ operations }, { at }) => (at.type === 'absent' || at.type === 'directory' ? operations : []),
})

/** Something of another kind at a path. */
const becomes = defineTask('becomes', {
  options: v.strictObject({ path: v.string(), type: v.picklist(['symlink', 'directory', 'file']) }),
  title: ({ path, type }) => `${path} becomes a ${type}`,
  reads: ({ path }) => ({ at: pathFact(path) }),
  plan({ path, type }, { at }) {
    if (at.type === type) return []
    const remove: Operation = { op: 'remove', path }
    if (type === 'symlink') return [remove, { op: 'symlink', path, target: 'made' }]
    return [remove, type === 'file' ? { op: 'write', path, content: { text: 'file\n' } } : { op: 'directory', path }]
  },
})

function everyKind(folder: string) {
  for (const name of ['edited', 'gone', 'narrowed', 'becomes-link', 'becomes-folder'])
    writeFileSync(join(folder, name), `old ${name}\n`)
  writeFileSync(join(folder, 'binary'), Buffer.from([0, 255, 1]))
  chmodSync(join(folder, 'edited'), 0o640)
  chownSync(join(folder, 'edited'), 65534, 12)
  mkdirSync(join(folder, 'tree/below'), { recursive: true })
  writeFileSync(join(folder, 'tree/below/leaf'), 'leaf\n', { mode: 0o600 })
  symlinkSync('below', join(folder, 'tree/link'))
  mkdirSync(join(folder, 'becomes-file'))
  mkdirSync(join(folder, 'open'), { mode: 0o755 })
  symlinkSync('edited', join(folder, 'turned'))
  symlinkSync('edited', join(folder, 'unlinked'))
  return () => [
    lines({ path: join(folder, 'edited'), edits: [lines.ensure('new')] }),
    file({ path: join(folder, 'made'), text: 'made\n', mode: 0o640 }),
    file({ path: join(folder, 'binary'), text: 'text now\n' }),
    absent({ path: join(folder, 'gone') }),
    attributes({ path: join(folder, 'narrowed'), mode: 0o600, owner: 'nobody' }),
    attributes({ path: join(folder, 'open'), mode: 0o700 }),
    becomes({ path: join(folder, 'becomes-link'), type: 'symlink' }),
    becomes({ path: join(folder, 'becomes-folder'), type: 'directory' }),
    becomes({ path: join(folder, 'becomes-file'), type: 'file' }),
    absent({ path: join(folder, 'tree'), recursive: true }),
    symlink({ path: join(folder, 'turned'), target: 'made' }),
    absent({ path: join(folder, 'unlinked') }),
    directory({ path: join(folder, 'new/deep'), mode: 0o750 }),
    file({ path: join(folder, 'new/deep/inner'), text: 'inner\n', mode: 0o600 }),
    lines({ path: join(folder, 'edited'), edits: [lines.ensure('more')], id: 'again' }),
  ]
}

for (const { name, spec } of testShells()) {
  test(`${name}: a tree, whatever was at its paths, and then all is as it was`, async () => {
    const [from, folder, root] = [scratch('rollback-from'), scratch('rollback'), scratch('root')]
    const names = ['a', 'b', "it's c", '-d', 'e f', 'link', 'to-link', 'sub/a', 'sub/b', 'new/a', 'new/b']
    for (const one of ['sub', 'new']) mkdirSync(join(from, one))
    for (const one of names) writeFileSync(join(from, one), `new ${one}\n`)
    mkdirSync(join(folder, 'sub'))
    for (const one of ['a', 'b', "it's c", '-d', 'sub/a', 'gone-1', 'gone-2'])
      writeFileSync(join(folder, one), `old ${one}\n`, { mode: 0o640 })
    linkSync(join(folder, 'a'), join(folder, 'sub/b'))
    chownSync(join(folder, 'b'), 65534, 12)
    symlinkSync('nowhere', join(folder, 'link'))
    rmSync(join(from, 'to-link'))
    symlinkSync('a', join(from, 'to-link'))
    writeFileSync(join(folder, 'to-link'), 'old to-link\n')
    const before = treeOf(folder)
    const kept = keptRuns(root, spec)
    const applied = await kept.apply(() => [tree({ from, path: folder, remove: true })])
    assert.equal(applied.steps('a'), ['changed'])
    assert.is.not(treeOf(folder), before)
    const { steps } = await kept.rollBack()
    assert.equal(treeOf(folder), before, JSON.stringify(steps, null, 1))
  })

  test(`${name}: a file that had several names comes back as one of its own, which is said before`, async () => {
    const [folder, root] = [scratch('rollback'), scratch('root')]
    for (const one of ['edited', 'gone', 'alone']) writeFileSync(join(folder, one), 'old\n')
    for (const one of ['edited', 'gone']) linkSync(join(folder, one), join(folder, `${one}-too`))
    const kept = keptRuns(root, spec)
    await kept.apply(() => [
      ...['edited', 'alone'].map((one) => file({ path: join(folder, one), text: 'new\n' })),
      absent({ path: join(folder, 'gone') }),
    ])
    const { steps } = await kept.rollBack({ mode: 'plan' })
    assert.equal(Object.keys(steps).slice(0, 3), [
      `${folder}/gone as it was, as a file of its own: it had 2 names`,
      `${folder}/alone as it was`,
      `${folder}/edited as it was, as a file of its own: it had 2 names`,
    ])
    await kept.rollBack()
    assert.is(readFileSync(join(folder, 'gone'), 'utf8'), 'old\n')
  })

  test(`${name}: a mode or an owner that was changed since is nobody else's to give back`, async () => {
    const [folder, root] = [scratch('rollback'), scratch('root')]
    for (const one of ['narrowed', 'given', 'same', 'set']) writeFileSync(join(folder, one), 'old\n', { mode: 0o644 })
    const kept = keptRuns(root, spec)
    await kept.apply(() => [
      ...['narrowed', 'given', 'same'].map((one) => file({ path: join(folder, one), text: 'new\n' })),
      file({ path: join(folder, 'set'), text: 'new\n', mode: 0o600 }),
    ])
    chmodSync(join(folder, 'narrowed'), 0o600)
    chownSync(join(folder, 'given'), 65534, 65534)
    const before = treeOf(folder)
    const { steps } = await kept.rollBack()
    for (const one of ['narrowed', 'given'])
      assert.match(
        steps[`${folder}/${one} as it was`] ?? '',
        /^refused: .* is no longer what that run left: it has been changed since/,
        JSON.stringify(steps, null, 1),
      )
    assert.equal(treeOf(folder), before)
    const keep = ['narrowed', 'given'].map((one) => join(folder, one))
    const again = await kept.rollBack({ keep })
    for (const one of ['same', 'set']) assert.is(again.steps[`${folder}/${one} as it was`], 'changed')
    assert.is(statSync(join(folder, 'set')).mode & 0o777, 0o644)
  })

  test(`${name}: every kind of change, and then all is as it was; once more, and all is as it was made`, async () => {
    const [folder, root] = [scratch('rollback'), scratch('root')]
    const kept = keptRuns(root, spec)
    const resources = everyKind(folder)
    const before = treeOf(folder)
    const applied = await kept.apply(resources)
    assert.equal(
      applied.steps('a').filter((one) => !/^(changed|ok)/.test(one)),
      [],
    )
    const after = treeOf(folder)
    const planned = await kept.rollBack({ mode: 'plan' })
    assert.equal(treeOf(folder), after)
    const { steps } = await kept.rollBack()
    assert.equal(
      Object.values(steps).filter((one) => !/^(changed|ok)/.test(one)),
      [],
      JSON.stringify(steps, null, 1),
    )
    assert.equal(treeOf(folder), before)
    assert.equal(
      Object.keys(steps).filter((title) => steps[title] !== planned.steps[title]),
      [],
    )
    assert.equal(
      (await kept.journals()).journals.map(({ undone }) => undone),
      [['a'], []],
    )
  })
}

test('what differs is shown before', async () => {
  const [folder, root] = [scratch('shown'), scratch('root')]
  const kept = keptRuns(root)
  writeFileSync(join(folder, 'f'), 'one\ntwo\n')
  await kept.apply(() => file({ path: join(folder, 'f'), text: 'one\nthree\n' }))
  const { events } = await kept.rollBack({ mode: 'plan' })
  const diffs = events.flatMap((event) => (event.type === 'step' ? (event.changes ?? []) : []))
  assert.match(JSON.stringify(diffs), /-three.*\+two/)
})

test('a file that was changed since is refused by name, and nothing of that host is touched; --keep leaves it', async () => {
  const [folder, root] = [scratch('since'), scratch('root')]
  const kept = keptRuns(root)
  for (const name of ['a', 'b']) writeFileSync(join(folder, name), 'old\n')
  await kept.apply(() => ['a', 'b'].map((name) => file({ path: join(folder, name), text: 'new\n' })))
  writeFileSync(join(folder, 'b'), 'by hand\n')
  const { steps } = await kept.rollBack()
  const path = join(folder, 'b')
  assert.match(
    steps[`${path} as it was`] ?? '',
    `refused: ${path} is no longer what that run left: it has been changed since`,
  )
  assert.is(readFileSync(join(folder, 'a'), 'utf8'), 'new\n')
  await kept.rollBack({ keep: [path] })
  assert.is(readFileSync(join(folder, 'a'), 'utf8'), 'old\n')
  assert.is(readFileSync(path, 'utf8'), 'by hand\n')
})

test('what is kept is kept with all below it, and with the folder that it lies in', async () => {
  for (const keep of ['app/bin/run', 'app/bin', 'app', 'made/in']) {
    const [folder, root] = [scratch('keep'), scratch('root')]
    const at = (name: string) => join(folder, name)
    const kept = keptRuns(root)
    writeFileSync(at('old'), 'old\n')
    const script = `mkdir -p ${at('app/bin')} && echo unpacked >${at('app/bin/run')} && echo unpacked >${at('app/lib')}`
    await kept.apply(() => [
      command({ script, makes: [{ type: 'directory', path: at('app') }], creates: at('app'), undo: ':' }),
      file({ path: at('app/bin/run'), text: 'edited\n' }),
      directory({ path: at('made') }),
      file({ path: at('made/in'), text: 'in\n' }),
      file({ path: at('old'), text: 'new\n' }),
    ])
    await kept.rollBack({ keep: [at(keep)] })
    assert.is(readFileSync(at('old'), 'utf8'), 'old\n')
    const isApp = keep !== 'made/in'
    assert.equal([existsSync(at('app')), existsSync(at('made/in'))], [isApp, !isApp], keep)
    if (isApp) assert.is(readFileSync(at('app/bin/run'), 'utf8'), 'edited\n')
  }
})

test('a copy that is not what was saved is not put back', async () => {
  const [folder, root] = [scratch('copy'), scratch('root')]
  const kept = keptRuns(root)
  writeFileSync(join(folder, 'f'), 'old\n')
  await kept.apply(() => file({ path: join(folder, 'f'), text: 'new\n' }))
  const { journals } = await kept.journals()
  writeFileSync(join(journals[0]?.folder ?? '', 'was/old-1'), 'other\n')
  const { steps } = await kept.rollBack()
  assert.match(Object.values(steps).join('\n'), /refused: what is kept of \S+\/f is not what was saved/)
  assert.is(readFileSync(join(folder, 'f'), 'utf8'), 'new\n')
})

test('a folder with anything that the run did not put there is kept, and named', async () => {
  const [folder, root] = [scratch('folder'), scratch('root')]
  const kept = keptRuns(root)
  await kept.apply(() => [directory({ path: join(folder, 'd') }), file({ path: join(folder, 'd/f'), text: 'f' })])
  writeFileSync(join(folder, 'd/data'), 'made since')
  const { steps } = await kept.rollBack()
  assert.match(steps[`${folder}/d as it was`] ?? '', /ok: kept: \S+\/d holds data, which the run did not put there/)
  assert.equal(Object.keys(treeOf(join(folder, 'd'))), ['data'])
})

test('what lies there is made live again, after the files; a script that does not say how is named', async () => {
  const [folder, root] = [scratch('live'), scratch('root')]
  const kept = keptRuns(root)
  const conf = join(folder, 'conf')
  writeFileSync(conf, 'old\n')
  const serve = `cat ${conf} >>${folder}/served`
  await kept.apply(() => [
    file({ path: conf, text: 'new\n' }),
    undoable({ script: `${serve}; touch ${folder}/started`, creates: `${folder}/started`, undo: { script: serve } }),
    undoable({ script: `touch ${folder}/other`, creates: `${folder}/other`, undo: { keeps: 'the database of app' } }),
    command({ script: `touch ${folder}/third`, creates: `${folder}/third`, title: 'who knows what' }),
  ])
  const { steps } = await kept.rollBack()
  assert.is(readFileSync(`${folder}/served`, 'utf8'), 'new\nold\n')
  assert.is(steps[`make live: make ${folder}/started`], 'changed')
  assert.is(steps[`make ${folder}/other`], 'ok: kept: the database of app')
  assert.match(steps['who knows what'] ?? '', /^ok: not undone: "who knows what" was run/)
})

test('cut off between a file and what makes it live, the next rollback makes it live', async () => {
  const [folder, root] = [scratch('cut'), scratch('root')]
  const kept = keptRuns(root)
  const conf = join(folder, 'conf')
  writeFileSync(conf, 'old\n')
  const serve = `[ ! -e ${folder}/stuck ] || exit 1; cat ${conf} >>${folder}/served`
  const resources = () => [
    file({ path: conf, text: 'new\n' }),
    undoable({ script: `${serve}; touch ${folder}/started`, creates: `${folder}/started`, undo: { script: serve } }),
  ]
  await kept.apply(resources)
  writeFileSync(`${folder}/stuck`, '')
  const first = await kept.rollBack()
  assert.match(first.steps[`make live: make ${folder}/started`] ?? '', /^failed/)
  assert.is(readFileSync(conf, 'utf8'), 'old\n')
  rmSync(`${folder}/stuck`)
  const second = await kept.rollBack()
  assert.is(second.steps[`${conf} as it was`], 'ok')
  assert.is(second.steps[`make live: make ${folder}/started`], 'changed')
  assert.is(readFileSync(`${folder}/served`, 'utf8'), 'new\nold\n')
  const id = (await kept.journals()).journals[0]?.run.id ?? ''
  assert.equal(new Set(Object.values((await kept.rollBack({ id })).steps)), new Set(['ok']))
  await kept.apply(resources)
  rmSync(`${folder}/served`)
  await kept.rollBack()
  assert.is(readFileSync(`${folder}/served`, 'utf8'), 'old\n')
})

test('a folder that a script has made goes with all that is in it, unless something in it is newer than the run', async () => {
  const [folder, root] = [scratch('unpacked'), scratch('root')]
  const kept = keptRuns(root)
  const app = join(folder, 'app')
  const unpack = `mkdir -p ${app}/bin && echo old >${app}/bin/run`
  const resources = () => [
    command({ script: unpack, makes: [{ type: 'directory', path: app }], creates: app, undo: ':' }),
    file({ path: join(app, 'bin/run'), text: 'edited\n' }),
  ]
  await kept.apply(resources)
  const first = await kept.rollBack()
  assert.not.ok(existsSync(app), JSON.stringify(first.steps))
  await kept.apply(resources)
  writeFileSync(join(app, 'bin/data'), 'made since')
  const { steps } = await kept.rollBack()
  assert.match(steps[`${app} as it was`] ?? '', /^ok: kept: \S+ holds \S+\/bin\/data, which the run did not put there/)
  assert.equal(
    Object.values(steps).filter((one) => one.startsWith('failed')),
    [],
  )
  const id = (await kept.journals()).journals[0]?.run.undoes ?? ''
  const again = await kept.rollBack({ id })
  assert.equal(
    Object.values(again.steps).filter((one) => !one.startsWith('ok')),
    [],
    'what is kept is nothing to begin anew for',
  )
  assert.ok(existsSync(join(app, 'bin/data')))
})

test('where a rollback is rolled back, what it had undone is no run that was rolled back, and the next one undoes it anew', async () => {
  const [folder, root] = [scratch('back'), scratch('root')]
  const kept = keptRuns(root)
  const path = join(folder, 'text')
  await kept.apply(() => file({ path, text: 'new' }))
  await kept.rollBack()
  const rollback = (await kept.journals()).journals.find(({ run }) => run.undoes !== undefined)
  await kept.rollBack({ id: rollback?.run.id ?? '' })
  assert.is(readFileSync(path, 'utf8'), 'new')
  const { journals } = await kept.journals()
  assert.equal(journals.find(({ run }) => run.undoes === undefined)?.undone, [])
  assert.equal(journals.find(({ run }) => run.id === rollback?.run.id)?.undone, ['a'])
  const { steps } = await kept.rollBack()
  assert.is(steps[`${path} as it was`], 'changed')
  assert.not.ok(existsSync(path))
})

test('links that a script has made below a folder that was not there go with it', async () => {
  const [folder, root] = [scratch('links'), scratch('root')]
  const kept = keptRuns(root)
  const link = join(folder, 'new/link')
  const script = `mkdir -p ${folder}/new && ln -s elsewhere ${link}`
  const makes = [{ type: 'symlink', path: link, target: 'elsewhere' } as const]
  const resources = () => does({ until: link, operations: [{ op: 'run', script, effects: { makes }, undo: 'files' }] })
  await kept.apply(resources)
  const paths = (await kept.journals()).journals.flatMap(({ records }) => records.flatMap(({ seen }) => seen))
  assert.equal(
    paths.map(({ path }) => path),
    [link],
  )
  const { steps } = await kept.rollBack()
  assert.is(steps[`${link} as it was`], 'changed')
  assert.not.ok(existsSync(link))
  await kept.apply(resources)
  rmSync(link)
  symlinkSync('by-hand', link)
  assert.match((await kept.rollBack()).steps[`${link} as it was`] ?? '', /^refused: .*is no longer what that run left/)
})

test('a folder that was moved aside for a link is where it was', async () => {
  const [folder, root] = [scratch('aside'), scratch('root')]
  const kept = keptRuns(root)
  const path = join(folder, 'data')
  mkdirSync(path)
  writeFileSync(join(path, 'own'), 'own')
  const before = treeOf(folder)
  const operations: Operation[] = [
    { op: 'move', from: path, to: `${path}.aside` },
    { op: 'symlink', path, target: '/share' },
  ]
  await kept.apply(() => does({ until: path, operations }))
  assert.is(treeOf(folder).data, '-> /share')
  const { steps } = await kept.rollBack()
  assert.equal(
    Object.values(steps).filter((one) => !/^(ok|changed)/.test(one)),
    [],
  )
  assert.equal(treeOf(folder), before)
})

test('a folder that was made to be mounted on goes, once what hid it is gone', async () => {
  const [folder, root] = [scratch('mounted'), scratch('root')]
  const kept = keptRuns(root)
  const path = join(folder, 'on')
  const operations: Operation[] = [
    { op: 'directory', path },
    {
      op: 'run',
      script: `touch ${path}/of-the-share`,
      effects: { makes: [{ type: 'directory', path }] },
      undo: { script: `rm ${path}/of-the-share`, first: true },
    },
  ]
  await kept.apply(() => does({ until: path, operations: existsSync(path) ? [] : operations }))
  const { steps } = await kept.rollBack()
  assert.equal(
    Object.values(steps).filter((one) => !/^(ok|changed)/.test(one)),
    [],
  )
  assert.not.ok(existsSync(path))
})

test('an account is kept and named, and the files that name it stay as they are', async () => {
  const [folder, root] = [scratch('account'), scratch('root')]
  const kept = keptRuns(root)
  const passwd = join(folder, 'passwd')
  writeFileSync(passwd, 'root\n')
  await kept.apply(() =>
    undoable({
      script: `echo wso2 >>${passwd}; touch ${folder}/x`,
      creates: `${folder}/x`,
      undo: { keeps: 'the account wso2' },
    }),
  )
  const { steps } = await kept.rollBack()
  assert.is(steps[`make ${folder}/x`], 'ok: kept: the account wso2')
  assert.ok(existsSync(`${folder}/x`))
})

test('of a file with a secret nothing is shown, and it is as it was', async () => {
  const [folder, root] = [scratch('secret'), scratch('root')]
  const kept = keptRuns(root)
  const path = join(folder, 'conf')
  const [one, two] = [secret('one', { value: 'correct-horse' }), secret('two', { value: 'battery-staple' })]
  await kept.apply(() => file({ path, text: one, mode: 0o600 }), { secrets: [one] })
  await kept.apply(() => file({ path, text: two, mode: 0o600 }), { secrets: [two] })
  const { events } = await kept.rollBack()
  assert.not.match(JSON.stringify(events), /correct-horse|battery-staple/)
  assert.is(readFileSync(path, 'utf8'), 'correct-horse')
  await kept.rollBack()
  assert.not.ok(existsSync(path))
})

test('a run that died half-way is rolled back as far as it came', async () => {
  const [folder, root] = [scratch('died'), scratch('root')]
  const kept = keptRuns(root)
  writeFileSync(join(folder, 'f'), 'old\n')
  const before = treeOf(folder)
  await kept.apply(() => [
    file({ path: join(folder, 'f'), text: 'new\n' }),
    command({ script: 'kill -9 $PPID', creates: join(folder, 'never') }),
  ])
  await kept.rollBack()
  assert.equal(treeOf(folder), before)
})

test.run()
