import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { onTerminal, type Step } from '../../support/terminal.ts'
import { main, newProject, type Project, type Said } from '../command.ts'

interface Context {
  project: Project
  /** With this for an editor; it is given the file as `$1`. */
  edit(editor: string): Promise<Said>
}

const test = suite<Context>('editing the encrypted file')
const outside = { RUNBOOK_SECRET_CANARY: 'sing' }

test.before.each(async (context) => {
  const project = newProject()
  const env = { HOME: project.folder, XDG_CONFIG_HOME: '', ...outside }
  Object.assign(context, {
    project,
    edit: (editor: string) => {
      project.write({ editor: `#!/bin/sh\n${editor}\n` })
      chmodSync(join(project.folder, 'editor'), 0o755)
      return project.run(['secrets', 'edit'], { env: { ...env, VISUAL: '', EDITOR: './editor' } })
    },
  })
  await project.run(['secrets', 'init'], { env })
  await project.run(['secrets', 'set', 'db'], { env, input: 'hunter2' })
})
test.after.each(({ project }) => project.remove())

const read = ({ folder }: Project, name: string) => readFileSync(join(folder, name), 'utf8').trim()
const get = ({ project }: Context, name: string) =>
  project.run(['secrets', 'get', name], { env: { HOME: project.folder, XDG_CONFIG_HOME: '' } }).then(({ out }) => out)

test('the text is there alone, in memory, for its user alone, and then it is gone', async (context) => {
  const { project, edit } = context
  const said = await edit(
    'stat -c "%a %a" "$1" >mode; stat -c %a "$(dirname "$1")" >folder; stat -f -c %T "$1" >kind; echo "$1" >path; env >environment; sed -i "s/hunter2/hunter3/; s/\\"db\\"/\\/\\/ of ann\\n    \\"db\\"/" "$1"; cp "$1" "$1~"',
  )
  assert.is(said.code, 0, said.err)
  assert.is(said.out, 'secrets.age is encrypted anew, with 1 secret\n')
  assert.equal([read(project, 'mode'), read(project, 'folder'), read(project, 'kind')], ['600 600', '700', 'tmpfs'])
  assert.not.match(read(project, 'environment'), /sing|hunter|AGE-SECRET/)
  assert.not.ok(existsSync(join(read(project, 'path'), '..')), 'the copy of the editor is gone, too')
  assert.is(await get(context, 'db'), 'hunter3')
  await edit('cp "$1" text')
  assert.match(read(project, 'text'), /\/\/ of ann\n {4}"db": "hunter3"/)
})

const ends: readonly (readonly [what: string, editor: string, code: number, says: RegExp])[] = [
  ['nothing is changed', ':', 0, /^nothing was changed in secrets\.age\n$/],
  [
    'the editor fails',
    'sed -i s/hunter2/x/ "$1"; exit 3',
    64,
    /\.\/editor ended with status 3, and nothing was changed/,
  ],
  [
    'what it leaves is no JSON',
    'sed -i "s/\\"hunter2\\"/hunter3/" "$1"',
    64,
    /what was written cannot be read: this is not JSON: .*\(line 7, column \d+\).*; nothing was changed/,
  ],
  [
    'a value is no text',
    'sed -i "s/\\"hunter2\\"/12/" "$1"',
    64,
    /a secret has no name, or its value is no text \(line 7/,
  ],
  [
    'a name is there twice',
    'sed -i "s/\\"db\\":/\\"db\\": \\"a\\", \\"db\\":/" "$1"',
    64,
    /a secret is there twice \(line 7, column \d+\): leave one of them/,
  ],
  ['the file is gone', 'rm "$1"', 64, /\.\/editor has left no file that can be read, and nothing was changed/],
  ['nobody is left who can read it', 'sed -i "s/.age1[a-z0-9]*.//" "$1"', 64, /it has no recipient/],
  [
    'the file is another meanwhile',
    'sed -i s/hunter2/x/ "$1"; cp secrets.age s; echo >>secrets.age',
    64,
    /was changed by somebody else meanwhile/,
  ],
]

for (const [what, editor, code, says] of ends) {
  test(`${what}: it is as it was`, async (context) => {
    const { project, edit } = context
    const said = await edit(`echo "$1" >path; ${editor}`)
    if (existsSync(join(project.folder, 's'))) project.write({ 'secrets.age': read(project, 's') })
    assert.is(said.code, code, said.err)
    assert.match(said.out + said.err, says)
    assert.not.match(said.err, /hunter/)
    assert.is(await get(context, 'db'), 'hunter2')
    assert.not.ok(existsSync(join(read(project, 'path'), '..')))
  })
}

for (const [signal, code] of [
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  test(`${signal} ends it, and nothing is left`, async (context) => {
    const { project } = context
    project.write({ editor: '#!/bin/sh\necho "$1" >path\necho ready\nexec sleep 60\n' })
    chmodSync(join(project.folder, 'editor'), 0o755)
    const steps: Step[] = [['ready', '', signal]]
    const env = { ...process.env, HOME: project.folder, XDG_CONFIG_HOME: '', VISUAL: '', EDITOR: './editor' }
    const said = await onTerminal([process.execPath, main, 'secrets', 'edit'], { cwd: project.folder, env, steps })
    assert.is(said.left, 0)
    assert.is(said.code, code, said.seen)
    assert.not.ok(existsSync(join(read(project, 'path'), '..')))
    assert.is(await get(context, 'db'), 'hunter2')
  })
}

test('a signal that comes when the editor has ended leaves nothing either', async (context) => {
  const { project, edit } = context
  const said = await edit('echo "$1" >path; sed -i s/hunter2/hunter3/ "$1"; kill -TERM $PPID')
  assert.is(said.code, 143, said.err)
  assert.not.ok(existsSync(join(read(project, 'path'), '..')))
  assert.is(await get(context, 'db'), 'hunter2')
})

test("Ctrl-C is the editor's alone", async (context) => {
  const { project } = context
  project.write({
    editor: '#!/bin/sh\ntrap "sed -i s/hunter2/interrupted/ $1; exit 0" INT\necho ready\nwhile :; do sleep 0.1; done\n',
  })
  chmodSync(join(project.folder, 'editor'), 0o755)
  const env = { ...process.env, HOME: project.folder, XDG_CONFIG_HOME: '', VISUAL: '', EDITOR: './editor' }
  const steps: Step[] = [['ready', '\x03']]
  const said = await onTerminal([process.execPath, main, 'secrets', 'edit'], { cwd: project.folder, env, steps })
  assert.is(said.code, 0, said.seen)
  assert.is(await get(context, 'db'), 'interrupted')
})

test('on a terminal: typed twice, revealed only where it is wanted, edited again where it cannot be read', async (context) => {
  const { project } = context
  const env = { ...process.env, HOME: project.folder, XDG_CONFIG_HOME: '', VISUAL: '', EDITOR: './editor' }
  const run = (args: readonly string[], steps: readonly Step[] = []) =>
    onTerminal([process.execPath, main, 'secrets', ...args], { cwd: project.folder, env, steps })
  const twice = (second: string): Step[] => [
    ['value of db: ', 'typed-one\r'],
    ['once more: ', `${second}\r`],
  ]
  const slip = await run(['set', 'db'], twice('typed-noe'))
  assert.is(slip.code, 64)
  assert.match(slip.seen, /the two are not the same, and nothing was changed/)
  const set = await run(['set', 'db'], twice('typed-one'))
  assert.is(set.code, 0, set.seen)
  assert.not.match(slip.seen + set.seen, /typed/)
  const hidden = await run(['get', 'db'])
  assert.is(hidden.code, 64)
  assert.match(hidden.seen, /whoever looks at this terminal would see db: add --reveal, or send it to a program/)
  assert.match((await run(['get', 'db', '--reveal'])).seen, /^typed-one\r\n$/)
  project.write({
    editor:
      '#!/bin/sh\nif [ -e once ]; then sed -i "s/,,/,/" "$1"; else : >once; sed -i "s/],/],,/; s/typed-one/at-last/" "$1"; fi\n',
  })
  chmodSync(join(project.folder, 'editor'), 0o755)
  const again = 'Enter opens the editor again, Ctrl-C leaves all as it was: '
  const left = await run(['edit'], [[again, '\x03']])
  assert.is(left.code, 130, left.seen)
  assert.ok(left.echoes)
  assert.is(await get(context, 'db'), 'typed-one')
  rmSync(join(project.folder, 'once'))
  const edited = await run(['edit'], [[again, '\r']])
  assert.is(edited.code, 0, edited.seen)
  assert.is(edited.left, 0)
  assert.match(edited.seen, /what was written cannot be read: this is not JSON/)
  assert.is(await get(context, 'db'), 'at-last')
})

test.run()
