import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import { readApproval } from '../../lib/cli/approval-file.ts'
import { approvalSchema } from '../../lib/cli/approval-schema.ts'
import { demo } from './demo.ts'
import { type Demo, demoSuite } from './demo-suite.ts'

interface Context extends Demo {
  /** Whether something is an approval by the schema in the docs. */
  fits(found: unknown): boolean
}

const test = demoSuite<Context>('the file of an approval', (target) => ({
  ...demo(target),
  'playbooks/all.ts': playbook(target),
  'guard.ts': isGuarded,
}))
test.before((context) => {
  context.fits = new Ajv({ strict: true }).compile(JSON.parse(readFileSync('docs/approval.schema.json', 'utf8')))
})

const isGuarded = `export const guard = (by: (list: unknown) => unknown, list: unknown) => by(list)
export const terms = { undo: 'reload old', undoFirst: true, timeout: 60, retry: 2 }
export const waves = { serial: 1, maxFail: 0 }
`

/** All kinds of operations and outcomes. */
const playbook = (target: string) => `import * as v from 'valibot'
import { contentFact, given, guarded, play, playbook } from 'runbook'
import { guard, terms, waves } from '../guard.ts'
import { absent, attributes, command, directory, file, lines, symlink } from 'runbook/tasks'

const at = (name) => '${target}/' + name
export default playbook('all', {
  vars: v.looseObject({}),
  plays: (inventory) => [
    play('all', inventory.hosts.slice(0, 1), () => [
      directory({ path: at('d') }),
      file({ path: at('d/f'), text: 'hello' }),
      symlink({ path: at('l'), target: 'd/f' }),
      attributes({ path: at('there'), mode: 0o600 }),
      absent({ path: at('gone') }),
      file({ path: at('there'), text: 'as it is' }),
      file({ path: at('bytes'), bytes: new Uint8Array([0, 1, 2]) }),
      file({ path: at('folded'), text: 'a' }),
      absent({ path: at('folded'), id: 'again' }),
      file({ path: at('sent'), from: 'sent' }),
      guard((list) => guarded({ within: 60 }, list), file({ path: at('kept'), text: 'x' })),
      command({ script: 'reload', unless: 'false', inputs: [], ...terms }),
      command({ script: 'cat >' + at('made'), stdin: 'x', touches: [at('made')], creates: at('made') }),
      given({ made: contentFact(at('made')) }, () => [], { may: 'commands' }),
      lines({ path: at('made'), edits: [lines.ensure('y')] }),
    ], waves),
  ],
})
`

const planned = async ({ project, target }: Context, name = 'all', out = 'a.approval'): Promise<string> => {
  writeFileSync(join(target, 'there'), 'as it is')
  writeFileSync(join(target, 'gone'), '')
  writeFileSync(join(project.folder, 'sent'), 'x'.repeat(100_000))
  const said = await project.run(['plan', 'hosts.ts', name, '--out', out])
  assert.is(said.code, 0, said.out + said.err)
  return join(project.folder, out)
}
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'))

test('what is written is as the schema in the docs says, and nobody else may read it', async (context) => {
  const file = await planned(context)
  const approval = read(file)
  assert.ok(context.fits(approval))
  assert.is(statSync(file).mode & 0o777, 0o600)
  assert.equal(
    readdirSync(context.project.folder).filter((name) => name.includes('.approval')),
    ['a.approval'],
  )
  const steps = approval.parts.flatMap((part: { steps: Step[] }) => part.steps) as Step[]
  const kinds = new Set(steps.flatMap(({ operations = [] }) => operations.map(({ op }) => op)))
  assert.equal([...kinds].sort(), ['attributes', 'directory', 'remove', 'run', 'symlink', 'write'])
  assert.equal([...new Set(steps.map(({ outcome }) => outcome))].sort(), ['change', 'deferred', 'ok'])
  chmodSync(file, 0o644)
  await planned(context)
  assert.is(statSync(file).mode & 0o777, 0o600)
})

interface Step {
  readonly outcome: string
  readonly operations?: readonly { readonly op: string }[]
}

test('a file that is sent, and is another one since, is named', async (context) => {
  const file = await planned(context)
  writeFileSync(join(context.project.folder, 'sent'), 'y'.repeat(100_000))
  const said = await context.project.run(['apply', file])
  assert.is(said.code, 4)
  assert.match(said.out, /refused \| write .*\/sent \| sent on this machine is not the file that was approved/)
  assert.not(existsSync(join(context.target, 'd')))
})

test('a step that is no longer guarded, by a module that a playbook reads, is named, and nothing is changed', async (context) => {
  const file = await planned(context)
  const shown = await context.project.run(['show', file])
  assert.match(shown.out, /would change \| write .*\/kept \| guarded: put back within 60 s unless it is confirmed\n/)
  context.project.write({ 'guard.ts': isGuarded.replace('by(list)', 'list') })
  const said = await context.project.run(['apply', file])
  assert.is(said.code, 4)
  assert.match(
    said.out,
    /refused \| write .*\/kept \| it is not guarded, and was approved guarded with "file .*\/kept", to be put back/,
  )
  assert.not(existsSync(join(context.target, 'd')))
})

test('a script that would be undone or ended otherwise, by a module that a playbook reads, is named', async (context) => {
  const file = await planned(context)
  const shown = await context.project.run(['show', file, '--diff'])
  assert.match(shown.out, /\n {4}run reload\n {4}undone first by reload old\n {4}ended after 60 s\n/)
  for (const [from, to, says] of [
    [
      'reload old',
      'rm -r /',
      'is undone by "rm -r /", before the files are as they were, and was approved to be undone',
    ],
    [
      'timeout: 60',
      "detached: { within: '1h' }",
      'runs on by itself for 3600 s, and was approved as what is ended after 60',
    ],
  ] as const) {
    context.project.write({ 'guard.ts': isGuarded.replace(from, to) })
    const said = await context.project.run(['apply', file])
    assert.is(said.code, 4, said.out + said.err)
    assert.match(said.out, `refused | run reload | "reload" ${says}`)
    assert.not(existsSync(join(context.target, 'd')))
  }
})

test('what a failure means, and when no further host is begun, by a module that a playbook reads, is named', async (context) => {
  const file = await planned(context)
  const shown = await context.project.run(['show', file])
  assert.match(shown.out, /^play +all: 1 at a time; no further host when more than 0 have failed$/m)
  assert.match(shown.out, /\| run reload \| tried 2 times more where it fails, 5 s apart\n/)
  for (const [from, to, says] of [
    [
      'retry: 2',
      'ignoreFailure: true',
      /refused \| run reload \| it is carried out with these: the host goes on where it fails, and was approved with these: tried 2 times more/,
    ],
    [
      'maxFail: 0',
      "maxFail: '100%'",
      /- the play all is carried out with these: 1 at a time; no further host when more than 100% have failed, and was approved with these: 1 at a time; .*more than 0 /,
    ],
    ['serial: 1, maxFail: 0', '', /- the play all is carried out without terms, and was approved with these: /],
  ] as const) {
    context.project.write({ 'guard.ts': isGuarded.replace(from, to) })
    const said = await context.project.run(['apply', file])
    assert.is(said.code, 4, said.out + said.err)
    assert.match(said.out + said.err, says, said.out + said.err)
    assert.not(existsSync(join(context.target, 'd')))
  }
})

test('the schema and what is read agree on what is damaged', async (context) => {
  const approval = read(await planned(context))
  const places = placesIn(approval)
  assert.ok(places.length > 100)
  for (const place of places) {
    for (const put of [undefined, null, 7, 'x', [], {}, true]) {
      const damaged = structuredClone(approval)
      set(damaged, place, put)
      // What a JSON file cannot hold is no damage of one.
      const found = JSON.parse(JSON.stringify(damaged))
      assert.is(v.is(approvalSchema, found), context.fits(found), `${place.join('.')}: ${JSON.stringify(put)}`)
    }
  }
})

/** Where things stand in a document: of lists, the first and the last. */
function placesIn(value: unknown, above: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return []
  const keys = Object.keys(value)
  return keys.flatMap((key) => [[...above, key], ...placesIn(Reflect.get(value, key), [...above, key])])
}

function set(into: object, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length > 0) set(Reflect.get(into, key), rest, value)
  else Reflect.set(into, key, value)
}

const damages: readonly { name: string; change(text: string): string; says: RegExp }[] = [
  {
    name: 'of another form',
    change: (text) => text.replace('"version": 1', '"version": 2'),
    says: /has the form 2 .* reads form 1: plan anew/,
  },
  {
    name: 'cut off',
    change: (text) => text.slice(0, -100),
    says: /a\.approval is damaged: it is not whole: plan anew/,
  },
  {
    name: 'with an outcome that there is none of',
    change: (text) => text.replace('"change"', '"gone"'),
    says: /damaged at parts\.0\.steps\.0\.outcome/,
  },
  {
    name: 'with a key that there is none of',
    change: (text) => text.replace('"at":', '"script": "rm -r /",\n  "at":'),
    says: /a\.approval is damaged at script: this runbook knows no key "script" there; another version has written it, or somebody by hand: plan anew/,
  },
  { name: 'of something else', change: () => '{}', says: /is no approval: give a file that runbook plan/ },
  { name: 'of no JSON', change: () => '\0\xff', says: /is no approval/ },
  { name: 'empty', change: () => '', says: /is no approval/ },
]

test('a file that is damaged is refused, by show as well, and nothing is changed', async (context) => {
  const file = await planned(context, 'motd')
  const whole = readFileSync(file, 'utf8')
  for (const { name, change, says } of damages) {
    writeFileSync(file, change(whole))
    assert.throws(() => readApproval(file), says, name)
  }
  for (const command of ['apply', 'show']) {
    const said = await context.project.run([command, 'a.approval'])
    assert.is(said.code, 64, said.out + said.err)
    assert.match(said.err, /a\.approval is no approval/)
  }
  assert.not(existsSync(join(context.target, 'is1')))
})

test('no other file than an approval is replaced, nor a link, nor what has no folder', async (context) => {
  const { project } = context
  writeFileSync(join(project.folder, 'notes.json'), '{"notes": true}')
  symlinkSync('notes.json', join(project.folder, 'link'))
  mkdirSync(join(project.folder, 'folder'))
  for (const [out, says] of [
    ['notes.json', 'is there, and no approval: it is left alone'],
    ['hosts.ts', 'is there, and no approval'],
    ['link', 'is there, and no approval'],
    ['folder', 'is there, and no approval'],
    ['none/a.approval', 'there is no folder none'],
  ] as const) {
    const said = await project.run(['plan', 'hosts.ts', 'motd', '--out', out])
    assert.is(said.code, 64)
    assert.match(said.err, says)
    assert.is(said.out, '')
  }
  assert.is(readFileSync(join(project.folder, 'notes.json'), 'utf8'), '{"notes": true}')
})

test('what somebody has made of an approval makes nothing happen but what the playbook says', async (context) => {
  const { project, target } = context
  const file = await planned(context, 'motd')
  const good = read(file)
  const [part] = good.parts
  const mark = join(target, 'evil')
  const run = { op: 'run', as: 'login', script: `touch ${mark}`, touches: ['/'] }
  const steps = part.steps.map((step: object) => ({ ...step }))
  const tampered: readonly object[] = [
    {
      ...good,
      parts: [
        { ...part, steps: [...steps, { id: 'x', task: 'command', title: 'x', outcome: 'change', operations: [run] }] },
      ],
    },
    {
      ...good,
      parts: [
        { ...part, steps: steps.map((step: object) => ({ ...step, operations: [run] })) },
        ...good.parts.slice(1),
      ],
    },
    {
      ...good,
      parts: [
        {
          ...part,
          steps: steps.map(({ id, task, title }: Named) => ({
            id,
            task,
            title,
            outcome: 'deferred',
            waitsFor: 'x',
            options: '',
            may: ['/'],
          })),
        },
        ...good.parts.slice(1),
      ],
    },
    { ...good, parts: [] },
    { ...good, hosts: { ...good.hosts, is2: `touch ${mark}` } },
    { ...good, selection: { set: [`text=$(touch ${mark})`] } },
    { ...good, selection: { set: [], limit: 'is2' } },
  ]
  for (const found of tampered) {
    writeFileSync(file, JSON.stringify(found))
    const said = await project.run(['apply', 'a.approval'])
    assert.is(said.code, 4, JSON.stringify(found) + said.out + said.err)
    assert.not(existsSync(mark))
    assert.not(existsSync(join(target, 'is1')))
    assert.not(existsSync(join(target, 'is2')))
  }
})

interface Named {
  readonly id: string
  readonly task: string
  readonly title: string
}

test('code that an approval names, and its user does not, is run only where nobody else may write', async (context) => {
  const { project, target } = context
  const file = await planned(context, 'motd')
  const open = join(project.folder, 'open')
  mkdirSync(open)
  chmodSync(open, 0o777)
  const mark = join(target, 'evil')
  project.write({ 'open/evil.ts': `import { writeFileSync } from 'node:fs'\nwriteFileSync('${mark}', '')\n` })
  const good = read(file)
  for (const found of [
    { ...good, playbook: { ...good.playbook, given: 'open/evil.ts' } },
    { ...good, inventory: { ...good.inventory, given: 'open/evil.ts' } },
  ]) {
    writeFileSync(file, JSON.stringify(found))
    const said = await project.run(['apply', 'a.approval'])
    assert.is(said.code, 64)
    assert.match(said.err, /open\/evil\.ts was found, not named, and is not run: .*mode 0777/)
    assert.not(existsSync(mark))
  }
})

test('an inventory alone is no approval, and says what to give', async ({ project }) => {
  const said = await project.run(['apply', 'hosts.ts'])
  assert.is(said.code, 64)
  assert.match(said.err, /hosts\.ts is no approval: give a file .*, or an inventory with a playbook/)
})

test.run()
