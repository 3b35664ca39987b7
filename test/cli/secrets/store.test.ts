import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { needs } from '../../support/debian.ts'
import { newProject, type Project, type Said } from '../command.ts'

interface Context {
  project: Project
  /** As a user with a home of the own: `ann` unless another is named. */
  run(args: readonly string[], more?: { readonly user?: string; readonly input?: string | Buffer }): Promise<Said>
}

const test = suite<Context>('the encrypted file')

test.before.each((context) => {
  const project = newProject({
    'hosts.ts': `import { defineInventory, local, secret } from 'runbook'
export default defineInventory({ hosts: { a: { connect: local() } }, vars: { db: secret('db') } })
`,
    'p.ts': `import { file, play, playbook } from 'runbook'
import * as v from 'valibot'
export default playbook('p', { vars: v.object({ db: v.any() }), plays: (inventory) => [
  play('p', inventory.hosts, ({ vars }) => [file({ path: process.cwd() + '/out', text: vars.db })]),
] })
`,
  })
  context.project = project
  context.run = (args, { user = 'ann', input } = {}) =>
    project.run(args, {
      env: { HOME: join(project.folder, user), XDG_CONFIG_HOME: '' },
      ...(input === undefined ? {} : { input }),
    })
})
test.after.each(({ project }) => project.remove())

const identity = ({ project }: Context, user = 'ann') => join(project.folder, user, '.config/runbook/identity.txt')
const keyOf = (said: Said): string => /age1\w+/.exec(said.out)?.[0] ?? ''
const sealed = ({ project }: Context) => readFileSync(join(project.folder, 'secrets.age'), 'utf8')

async function set({ run }: Context, name: string, value: string): Promise<void> {
  const said = await run(['secrets', 'set', name], { input: value })
  assert.is(said.code, 0, said.err)
}

test('is made, filled, read, and asked by a run', async (context) => {
  const { run, project } = context
  const made = await run(['secrets', 'init'])
  assert.is(made.code, 0, made.err)
  assert.match(
    made.out,
    /your identity is in .*identity\.txt: keep a copy.*\nyour public key is age1\w+\nsecrets\.age is made/,
  )
  assert.is(statSync(identity(context)).mode & 0o777, 0o600)
  assert.is(statSync(join(project.folder, 'ann/.config/runbook')).mode & 0o777, 0o700)
  await set(context, 'db', 'hunter2 and "more"\n')
  await set(context, 'a key', 'one\ntwo\n\n')
  assert.is((await run(['secrets', 'list'])).out, 'a key\ndb\n')
  assert.is((await run(['secrets', 'get', 'db'])).out, 'hunter2 and "more"')
  assert.is((await run(['secrets', 'get', 'a key'])).out, 'one\ntwo\n')
  assert.not.match(sealed(context), /hunter2|recipients|a key/)
  const applied = await run(['apply', 'hosts.ts', './p.ts', '--diff'])
  assert.is(applied.code, 0, applied.err)
  assert.not.match(applied.out, 'hunter2')
  assert.is(readFileSync(join(project.folder, 'out'), 'utf8'), 'hunter2 and "more"')
  const again = await run(['secrets', 'init'])
  assert.is(again.code, 0)
  assert.match(again.out, /secrets\.age is there already\n$/)
  assert.equal(readdirSync(project.folder).sort(), ['ann', 'hosts.ts', 'out', 'p.ts', 'secrets.age'])
})

test('a value is no argument, and none that is empty is kept', async (context) => {
  const { run } = context
  await run(['secrets', 'init'])
  const before = sealed(context)
  const given = await run(['secrets', 'set', 'db', 'hunter2'])
  assert.is(given.code, 64)
  assert.match(given.err, /a value is never an argument, which all users of this machine can read: give it by standard/)
  assert.not.match(given.err, 'hunter2')
  const empty = await run(['secrets', 'set', 'db'], { input: '\n' })
  assert.is(empty.code, 64)
  assert.match(empty.err, /no value came for db, and secrets\.age is left as it was/)
  assert.is(sealed(context), before)
  const none = await run(['secrets', 'get', 'bd'])
  assert.is(none.code, 64)
  assert.match(none.err, /secrets\.age has no bd: it has none/)
  assert.match(
    (await run(['apply', 'hosts.ts', './p.ts'])).err,
    /secret db is in none of its sources: .*RUNBOOK_SECRET_DB; secrets\.age has no db: set it by runbook secrets set db/,
  )
})

test('somebody more can read it, and no longer', async (context) => {
  const { run } = context
  const ann = keyOf(await run(['secrets', 'init']))
  await set(context, 'db', 'hunter2')
  const bob = await run(['secrets', 'init'], { user: 'bob' })
  assert.match(
    bob.out,
    /secrets\.age is there already: let somebody who can read it run runbook secrets rekey --add age1/,
  )
  const closed = await run(['secrets', 'get', 'db'], { user: 'bob' })
  assert.is(closed.code, 64)
  assert.match(closed.err, new RegExp(`is not encrypted for you: let somebody .* rekey --add ${keyOf(bob)}$`, 'm'))
  const shared = await run(['secrets', 'rekey', '--add', keyOf(bob)])
  assert.is(shared.out, 'secrets.age is encrypted anew, for 2 recipients\n')
  assert.is((await run(['secrets', 'get', 'db'], { user: 'bob' })).out, 'hunter2')
  assert.is((await run(['secrets', 'list', '--recipients'])).out, `${ann}\n${keyOf(bob)}\n`)
  const out = await run(['secrets', 'rekey', '--remove', ann], { user: 'ann' })
  assert.is(out.code, 64)
  assert.match(out.err, /you could not read it any more: keep age1\w+ among its recipients/)
  const alone = await run(['secrets', 'rekey', '--remove', ann], { user: 'bob' })
  assert.match(
    alone.out,
    /for 1 recipient\nwhoever was removed may have a copy from before: change the secrets themselves/,
  )
  assert.is((await run(['secrets', 'get', 'db'])).code, 64)
  const stranger = await run(['secrets', 'rekey', '--add', 'age1nobody'], { user: 'bob' })
  assert.is(stranger.code, 64)
  assert.match(stranger.err, /left as it was: age1nobody is no public key of age/)
})

const openIdentities: readonly (readonly [mode: number, says: RegExp])[] = [
  [0o644, /identity\.txt is open to others \(mode 0644\), and is not used: chmod 600 /],
  [0o660, /identity\.txt is open to others \(mode 0660\)/],
]
for (const [mode, says] of openIdentities) {
  test(`an identity of mode ${mode.toString(8)} is not used`, async (context) => {
    await context.run(['secrets', 'init'])
    chmodSync(identity(context), mode)
    const said = await context.run(['secrets', 'list'])
    assert.is(said.code, 64)
    assert.match(said.err, says)
  })
}

test('what is no identity, and no such file, is told without what stands in it', async (context) => {
  const { run, project } = context
  await run(['secrets', 'init'])
  writeFileSync(identity(context), '# mine\nhunter2\n')
  assert.match((await run(['secrets', 'list'])).err, /identity\.txt: line 2 is no identity: AGE-SECRET-KEY-1… is one/)
  assert.not.match((await run(['secrets', 'list', '-v'])).err, 'hunter2')
  const other = await run(['secrets', 'list'], { user: 'bob' })
  assert.match(
    other.err,
    /you have no identity, and nothing can be decrypted: make .* by runbook secrets init, or set RUNBOOK_SECRET_AGE_IDENTITY/,
  )
  await run(['secrets', 'init', '--file', 'other.age'], { user: 'bob' })
  project.write({ 'plain.age': 'hunter2 in plain\n' })
  const plain = await run(['secrets', 'list', '--file', 'plain.age', '-v'], { user: 'bob' })
  assert.is(plain.code, 64)
  assert.match(plain.err, /plain\.age is no file of age, or is damaged/)
  assert.not.match(plain.err, 'hunter2')
  assert.match(
    (await run(['secrets', 'get', 'x', '--file', 'none.age'], { user: 'bob' })).err,
    /none\.age is not there: make it/,
  )
})

test('a letter of an identity that is wrong is told by its line, and the identity is not repeated', async (context) => {
  const { run } = context
  await run(['secrets', 'init'])
  await set(context, 'db', 'hunter2')
  const [, key = ''] = readFileSync(identity(context), 'utf8').split('\n')
  const wrong = key.slice(0, -1) + (key.endsWith('Q') ? 'P' : 'Q')
  writeFileSync(identity(context), `# mine\n${wrong}\n`, { mode: 0o600 })
  for (const args of [['init'], ['list'], ['rekey'], ['get', 'db', '-v']]) {
    const said = await run(['secrets', ...args])
    assert.is(said.code, 64, said.err)
    assert.match(said.err, /identity\.txt: line 2 is no identity/)
    assert.not.match(said.out + said.err, wrong.slice(20, 40))
  }
})

test('a private key in place of a public one is not repeated', async (context) => {
  const { run } = context
  await run(['secrets', 'init'])
  const [, key = ''] = readFileSync(identity(context), 'utf8').split('\n')
  for (const args of [
    ['rekey', '--add', key],
    ['init', '--file', 'other.age', '--recipient', key],
  ]) {
    const said = await run(['secrets', ...args])
    assert.is(said.code, 64)
    assert.match(said.err, /a private key is given where a public one belongs: age1…/)
    assert.not.match(said.err, key)
  }
})

test('of several who change it at once, each that was not refused is in it', async (context) => {
  const { run } = context
  await run(['secrets', 'init'])
  const kept: string[] = []
  for (const round of Array.from({ length: 4 }).keys()) {
    const names = Array.from({ length: 6 }, (_, at) => `s${round}-${at}`)
    const said = await Promise.all(names.map((name) => run(['secrets', 'set', name], { input: name })))
    for (const [at, { code, err }] of said.entries())
      if (code === 0) kept.push(names[at] ?? '')
      else assert.match(err, /was changed by somebody else meanwhile, and is left as it is: try again/)
  }
  assert.equal((await run(['secrets', 'list'])).out.trim().split('\n'), kept.sort())
})

test('a new file that a process has left is no hindrance, one that is being written is', async (context) => {
  const { run, project } = context
  await run(['secrets', 'init'])
  const path = join(project.folder, 'secrets.age.new')
  writeFileSync(path, 'half')
  const refused = await run(['secrets', 'set', 'db'], { input: 'hunter2' })
  assert.is(refused.code, 64)
  assert.is(readFileSync(path, 'utf8'), 'half')
  utimesSync(path, 0, 0)
  await set(context, 'db', 'hunter2')
  assert.not.ok(existsSync(path))
})

test('a link stays one, and leads to what was written', async (context) => {
  const { run, project } = context
  await run(['secrets', 'init', '--file', 'kept.age'])
  symlinkSync('kept.age', join(project.folder, 'secrets.age'))
  await set(context, 'db', 'hunter2')
  assert.is(readlinkSync(join(project.folder, 'secrets.age')), 'kept.age')
  assert.is((await run(['secrets', 'get', 'db', '--file', 'kept.age'])).out, 'hunter2')
})

test('what cannot be read or kept is told, and is no fault of runbook', async (context) => {
  const { run, project } = context
  mkdirSync(join(project.folder, 'ann/.config/runbook'), { recursive: true })
  symlinkSync('none/identity.txt', identity(context))
  const nowhere = await run(['secrets', 'init'])
  assert.is(nowhere.code, 64)
  assert.match(
    nowhere.err,
    /your identity cannot be kept in .*identity\.txt \(.*\): make that possible, or set RUNBOOK_/,
  )
  await run(['secrets', 'init'], { user: 'bob' })
  rmSync(join(project.folder, 'secrets.age'))
  mkdirSync(join(project.folder, 'secrets.age'))
  const folder = await run(['secrets', 'list'], { user: 'bob' })
  assert.is(folder.code, 64)
  assert.match(folder.err, /secrets\.age cannot be read \(EISDIR.*make it a file that you can read/)
})

test('a value that is no text is refused, wherever it comes from', async (context) => {
  const { run, project } = context
  await run(['secrets', 'init'])
  const bytes = Buffer.from([0xff, 0xfe, 0x61])
  const refused = await run(['secrets', 'set', 'db'], { input: bytes })
  assert.is(refused.code, 64)
  assert.match(refused.err, /db: its value is no UTF-8 text: encode it .*; secrets\.age is left as it was/)
  writeFileSync(join(project.folder, 'db'), bytes)
  for (const source of ["{ file: './{name}' }", "{ command: ['cat', '{name}'] }"]) {
    project.write({ 'runbook.config.ts': `export default { secrets: [${source}] }` })
    const said = await run(['apply', 'hosts.ts', './p.ts'])
    assert.is(said.code, 64, source)
    assert.match(said.err, /secret db: its value is no UTF-8 text/)
    assert.not.ok(existsSync(join(project.folder, 'out')))
  }
})

test('an identity in the environment is one, too', async (context) => {
  const { project, run } = context
  await run(['secrets', 'init'])
  await set(context, 'db', 'hunter2')
  const env = {
    HOME: join(project.folder, 'nobody'),
    RUNBOOK_SECRET_AGE_IDENTITY: readFileSync(identity(context), 'utf8'),
  }
  assert.is((await project.run(['secrets', 'get', 'db'], { env })).out, 'hunter2')
})

test('the configuration names the file and the identity', async (context) => {
  const { project, run } = context
  project.write({
    'runbook.config.json': '{ "secrets": [{ "age": "keys/all.age", "identity": "keys/mine.txt" }] }',
    'keys/.keep': '',
  })
  const made = await run(['secrets', 'init'])
  assert.match(
    made.out,
    /keys\/mine\.txt: keep a copy[\s\S]*keys\/all\.age is made, with no secret in it yet: runbook secrets set NAME\n$/,
  )
  await set(context, 'db', 'hunter2')
  assert.is((await run(['apply', 'hosts.ts', './p.ts'])).code, 0)
  assert.not.ok(existsSync(identity(context)))
})

test('one that somebody else may write is not asked where nobody has named it', async (context) => {
  const { project, run } = context
  await run(['secrets', 'init'])
  await set(context, 'db', 'hunter2')
  chmodSync(join(project.folder, 'secrets.age'), 0o666)
  const said = await run(['apply', 'hosts.ts', './p.ts'])
  assert.is(said.code, 64)
  assert.match(said.err, /secrets\.age was found, not named, and is not run: .* has mode 0666/)
})

test('age itself reads it, and writes one that is read', async (context) => {
  needs(['age'])
  const { project, run } = context
  const own = keyOf(await run(['secrets', 'init']))
  await set(context, 'db', 'hunter2')
  const text = execFileSync('age', ['-d', '-i', identity(context), 'secrets.age'], {
    cwd: project.folder,
    encoding: 'utf8',
  })
  assert.match(text, `"recipients": [\n    "${own}"\n  ]`)
  assert.match(text, '"db": "hunter2"')
  const input = text.replace('hunter2', 'other')
  execFileSync('age', ['-r', own, '-o', 'secrets.age'], { cwd: project.folder, input })
  assert.is((await run(['secrets', 'get', 'db'])).out, 'other')
})

test.run()
