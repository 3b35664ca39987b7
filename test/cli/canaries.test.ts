import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { reveal } from '../../lib/core/secret.ts'
import { canaries, leaksIn } from '../support/canaries.ts'
import { onTerminal } from '../support/terminal.ts'
import { watchSecrets } from '../support/watch-secrets.ts'
import { main, newProject, type Project } from './command.ts'

const test = suite('canaries in all that the command does')

/** Twelve secrets, and twelve others that take their place. */
const sets = ['CliOld', 'CliNew'] as const
const values = (set: string): string[] => canaries(set).map(({ secret }) => reveal(secret))
const nameOf = (at: number): string => `c${at + 1}`

/** Who knows which: the environment, files, the encrypted file, a program, and one has a program of its own. */
const known = { environment: [0, 1, 2], files: [3, 4, 5], age: [8, 9, 11], program: [6, 7, 10] }

const playbook = (target: string) => `import * as v from 'valibot'
import { command, directory, file, json, play, playbook, properties, refer, secret, template, xml, yaml } from 'runbook'
const all = Array.from({ length: 12 }, (_, at) =>
  at === 10 ? secret('c11', { command: ['./vault', 'c11'], whole: true }) : secret('c' + (at + 1)))
const steps = all.flatMap((one, index) => {
  const at = (name: string) => '${target}/' + index + '/' + name
  const mode = 0o600
  return [
    file({ path: at('file'), text: one, mode }),
    file({ path: at('referred'), text: \`a \${refer(one)} b\`, mode }),
    template({ path: at('template'), values: { one }, render: ({ one }) => \`a=\${one}\\n\`, mode }),
    json({ path: at('a.json'), edits: [json.set(['a'], one)] }),
    yaml({ path: at('a.yaml'), edits: [yaml.set('a', one)] }),
    xml({ path: at('a.xml'), edits: [xml.text('/a', one)] }),
    properties({ path: at('a.properties'), edits: [properties.set('a', one)] }),
    command({ script: 'umask 077; cat >' + at('read') + '; env >' + at('environment'), stdin: one, unless: 'test -e ' + at('read') }),
  ]
})
const failing = all.map((one, index) =>
  command({ script: 'x=$(cat; echo .); printf %s "$x" >&2; printf %s "$x"; exit 3', stdin: one, creates: '/nowhere', id: 'fails ' + index }))
export default playbook('canaries', {
  vars: v.looseObject({}),
  plays: (inventory) => [
    play('all', inventory.hosts, () => steps, { tags: ['all'] }),
    ...failing.map((one, at) => play('fails ' + at, inventory.hosts, () => one, { tags: ['fails' + at] })),
  ],
  verify: (inventory) => [play('verify', inventory.hosts, () => steps)],
})
`

/** How a program that is asked for secrets is written, and an editor: both note what they are given. */
const vault = '#!/bin/sh\nenv >>noted\nhead -c 100000 "store/$1" && echo\n'
const editor = '#!/bin/sh\nenv >>noted\ncp "$1" edited\n'

function lay(project: Project, target: string): void {
  project.write({
    'hosts.ts': `import { defineInventory, local } from 'runbook'\nexport default defineInventory({ hosts: { a: { connect: local() } } })\n`,
    'p.ts': playbook(target),
    'runbook.config.ts': `export default { secrets: [
      'environment', { file: 'words/{name}', whole: true }, { age: 'secrets.age' }, { command: ['./vault', '{name}'], whole: true },
    ] }`,
    vault,
    editor,
  })
  for (const name of ['vault', 'editor']) chmodSync(join(project.folder, name), 0o755)
  for (const name of ['words', 'store', 'tmp', 'home']) mkdirSync(join(project.folder, name), { mode: 0o700 })
  const before = { 'a.json': '{"a": 1}', 'a.yaml': 'a: 1\n', 'a.xml': '<a>1</a>', 'a.properties': 'a=1\n' }
  for (const at of Array.from({ length: 12 }).keys()) {
    mkdirSync(join(target, `${at}`))
    for (const [name, text] of Object.entries(before)) writeFileSync(join(target, `${at}`, name), text, { mode: 0o600 })
  }
}

test('twelve secrets of every source, in every report, and nowhere else than where they belong', async () => {
  const project = newProject()
  const { folder } = project
  const target = mkdtempSync(join(tmpdir(), 'runbook-target-'))
  lay(project, target)
  const own = {
    HOME: join(folder, 'home'),
    XDG_CONFIG_HOME: '',
    XDG_RUNTIME_DIR: '',
    TMPDIR: join(folder, 'tmp'),
    RUNBOOK_JOURNAL: join(folder, 'journal'),
  }
  const said: string[] = []
  let env: Record<string, string> = own
  const run = async (args: readonly string[], codes: readonly number[], input?: string) => {
    const told = await project.run(args, { env, ...(input === undefined ? {} : { input }) })
    said.push(told.out, told.err)
    assert.ok(
      codes.includes(told.code ?? -1),
      `${args.join(' ')} ended with ${told.code}: ${clean(told.out + told.err)}`,
    )
  }
  const give = async (set: string) => {
    const all = values(set)
    const value = (at: number) => all[at] ?? ''
    env = { ...own, ...Object.fromEntries(known.environment.map((at) => [`RUNBOOK_SECRET_C${at + 1}`, value(at)])) }
    for (const at of known.files) writeFileSync(join(folder, 'words', nameOf(at)), `${value(at)}\n`)
    for (const at of known.program) writeFileSync(join(folder, 'store', nameOf(at)), value(at))
    for (const at of known.age) await run(['secrets', 'set', nameOf(at)], [0], `${value(at)}\n`)
  }
  const reports = ['--diff', '-vvv', '--output', 'lines', '--output', 'json=run.json', '--output', 'tree=run.tree']
  const watch = watchSecrets({ sets, folders: [target, own.TMPDIR, '/dev/shm'], given: 'lib/cli/main.js' })
  try {
    await run(['secrets', 'init'], [0])
    for (const set of sets) {
      await give(set)
      await run(['check', 'hosts.ts', './p.ts'], [0])
      await run(['list', 'hosts.ts', './p.ts', '--output', 'json'], [0])
      await run(['verify', 'hosts.ts', './p.ts', '-vvv'], [1, 4])
      await run(['apply', 'hosts.ts', './p.ts', '--tags', 'all', '--dry-run', ...reports], [0])
      await run(['plan', 'hosts.ts', './p.ts', '--tags', 'all', '--out', 'a.approval', '--diff'], [0])
      await run(['show', 'a.approval', '--diff'], [0])
      const typed = values(set)[11] ?? ''
      const apply = ['apply', 'a.approval', ...reports.slice(0, 2), '--output', 'tree', '--ask-secret', 'c12']
      const seen = await onTerminal([process.execPath, main, ...apply], {
        cwd: folder,
        env: { ...process.env, TERM: 'xterm', ...env },
        steps: [['secret c12: ', `${typed}\r`]],
      })
      said.push(seen.seen)
      assert.is(seen.code, 0, clean(seen.seen))
      await run(['apply', 'hosts.ts', './p.ts', '--tags', 'all', ...reports], [0])
      for (const at of [0, 4, 8]) await run(['apply', 'hosts.ts', './p.ts', '--tags', `fails${at}`, ...reports], [1])
      env = { ...env, EDITOR: './editor', VISUAL: '' }
      await run(['secrets', 'edit'], [0])
      assert.is(leaksIn(readFileSync(join(folder, 'edited'), 'utf8'), set).length, known.age.length)
      rmSync(join(folder, 'edited'))
      await run(['secrets', 'list'], [0])
      await run(['secrets', 'rekey'], [0])
      const held = readdirSync(target).filter(
        (at) => leaksIn(readFileSync(join(target, at, 'file'), 'utf8'), set).length > 0,
      )
      assert.is(held.length, 12, 'each is where it belongs')
    }
    const [first = ''] = sets
    await give(first)
    await run(['history', 'hosts.ts', '-v'], [0])
    await run(['history', 'hosts.ts', '--output', 'json'], [0])
    await run(['rollback', 'hosts.ts', '--dry-run', ...reports], [0])
    await run(['apply', 'hosts.ts', './p.ts', '--tags', 'all,fails0', '--rollback-on-failure', ...reports], [1])
    assert.equal(leaksIn(readFileSync(join(target, '0/file'), 'utf8'), first), [], 'it was rolled back')
    await run(['rollback', 'hosts.ts', ...reports], [0, 1, 4])
    const { found, sweeps } = await watch.end()
    assert.equal(found, [], 'no process and no open file shows one')
    const journals = readdirSync(own.RUNBOOK_JOURNAL)
    assert.ok(journals.length > 3)
    for (const name of journals.flatMap((run) => [`${run}/log`, `${run}/run`]))
      assert.equal(leaks(readFileSync(join(own.RUNBOOK_JOURNAL, name), 'utf8')), [], `${name} shows one`)
    assert.ok(sweeps > 100, `it has looked ${sweeps} times`)
    for (const text of said) assert.equal(leaks(text), [], clean(text))
    assert.equal(below(folder, ['words', 'store', 'journal']), [], 'no file of the project holds one')
    assert.match(readFileSync(join(folder, 'noted'), 'utf8'), /^HOME=/m)
    for (const at of readdirSync(target))
      assert.equal(leaks(readFileSync(join(target, at, 'environment'), 'utf8')), [], 'no command is given one')
  } finally {
    await watch.end().catch(() => {})
    project.remove()
    rmSync(target, { recursive: true, force: true })
  }
})

test('what looks at processes and files finds one where it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-watched-'))
  const [word = ''] = values('Control')
  const watch = watchSecrets({ sets: ['Control'], folders: [folder], given: 'nowhere' })
  try {
    const children = [
      spawn('sleep', ['60'], { env: { ...process.env, X: word } }),
      spawn('sh', ['-c', 'read -r x', word]),
    ]
    writeFileSync(join(folder, 'open'), word, { mode: 0o644 })
    mkdirSync(join(folder, 'closed'), { mode: 0o700 })
    writeFileSync(join(folder, 'closed', 'file'), word)
    await Promise.all(children.map((one) => once(one, 'spawn')))
    const found = (await watch.end()).found.map((one) =>
      one
        .replace(/^.* in /, '')
        .split(' ')
        .slice(0, 3)
        .join(' '),
    )
    for (const one of children) one.kill()
    assert.equal(new Set(found), new Set(['the environment of', 'the command line', `${folder}/open, of mode`]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('no level of verbosity prints what is in a file of a host', async () => {
  const project = newProject({
    'hosts.ts': `import { defineInventory, local } from 'runbook'\nexport default defineInventory({ hosts: { a: { connect: local() } } })\n`,
    'p.ts': `import { file, json, lines, play, playbook, xml } from 'runbook'
import * as v from 'valibot'
const at = (name: string) => process.cwd() + '/' + name
export default playbook('p', { vars: v.object({}), plays: (inventory) => [play('p', inventory.hosts, () => [
  lines({ path: at('lines'), edits: [lines.ensure('b')] }),
  file({ path: at('file'), text: 'x' }),
  xml({ path: at('a.xml'), edits: [xml.text('/a/b', 'x')] }),
  json({ path: at('bad.json'), edits: [json.set(['a'], 1)] }),
])] })
`,
    lines: 'KnHost01q\n',
    file: 'KnHost01q\n',
    'a.xml': '<a><b>KnHost01q</b></a>',
    'bad.json': '{ "a": KnHost01q }',
  })
  try {
    for (const args of [['plan'], ['apply']]) {
      const { code, out, err } = await project.run([...args, 'hosts.ts', './p.ts', '-vvv', '--output', 'json'])
      assert.ok(code === 4 || code === 1, out)
      assert.equal(leaksIn(out + err, 'Host'), [])
    }
  } finally {
    project.remove()
  }
})

const leaks = (text: string): string[] => sets.flatMap((set) => leaksIn(text, set))

/** What is said of a fault shows none either. */
const clean = (text: string): string =>
  leaks(text).length === 0 ? text.slice(-3000) : `it shows ${leaks(text).join(', ')}`

/** The files below a folder that hold a canary, but for those in some of its folders. */
const below = (folder: string, but: readonly string[]): string[] =>
  execFileSync('sh', ['-c', `grep -rlaE 'KnCli(Old|New)' ${folder} || :`], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '' && !but.some((one) => line.startsWith(join(folder, one))))
    .filter((line) => existsSync(line))

test.run()
