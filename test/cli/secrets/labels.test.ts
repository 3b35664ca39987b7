import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newProject, type Project } from '../command.ts'

const test = suite<{ project: Project }>('secrets inside of texts')

test.before.each((context) => {
  context.project = newProject({
    'hosts.ts': `import { defineInventory, local } from 'runbook'
export default defineInventory({ hosts: { a: { connect: local() } } })
`,
  })
})
test.after.each(({ project }) => project.remove())

const env = { RUNBOOK_SECRET_DB: 'hunter2 & "more"' }
/** `#{x}` is what a template literal of the playbook puts in. */
const playbook = (resources: string) => `import * as v from 'valibot'
import { command, defineTask, file, json, lines, pathFact, play, playbook, properties, refer, secret, symlink, template, xml, yaml } from 'runbook'
const at = (name: string) => process.cwd() + '/' + name
const db = secret('db')
export default playbook('p', { vars: v.object({}), plays: (inventory) => [play('p', inventory.hosts, () => [
  ${resources.replaceAll('#{', '${')},
])] })
`

/** Texts in which a secret would stand as it is shown, each with where it is told. */
const labelled: readonly (readonly [resource: string, says: RegExp])[] = [
  ["file({ path: at('out'), text: `pw=#{db}` })", /file: text: /],
  ["file({ path: at('out'), text: JSON.stringify({ password: db }) })", /file: text: /],
  ["file({ path: at('out'), text: 'pw=' + db })", /file: text: /],
  ["lines({ path: at('out'), edits: [lines.ensure(`pw=#{db}`)] })", /lines: edits\.0\.\w+/],
  ["properties({ path: at('out'), edits: [properties.set('pw', `x#{db}`)] })", /properties: edits\.0\.\w+/],
  ["xml({ path: at('out'), edits: [xml.text('/a', `x#{db}`)] })", /xml: edits\.0\.\w+/],
  ["json({ path: at('out'), edits: [json.set(['a'], { b: [`x#{db}`] })] })", /json: edits\.0\.value\.b\.0: /],
  ["yaml({ path: at('out'), edits: [yaml.set('a', `x#{db}`)] })", /yaml: edits\.0\.\w+/],
  ["command({ script: 'cat >' + at('out'), stdin: `x#{db}`, creates: at('out') })", /command: stdin: /],
  ["template({ path: at('out'), values: { url: `x#{db}` }, render: ({ url }) => url })", /template: /],
  ["template({ path: at('out'), values: {}, render: () => `x#{db}` })", /template: .*"\[secret db\]"/],
]

for (const [resource, says] of labelled) {
  test(`refused with its place: ${resource}`, async ({ project }) => {
    project.write({ 'p.ts': playbook(resource) })
    const said = await project.run(['apply', 'hosts.ts', './p.ts'], { env })
    assert.is(said.code, 64, said.out)
    assert.match(said.err, /p\.ts:6:3: /)
    assert.match(said.err, says)
    assert.match(
      said.err,
      /"\[secret db\]" is how a secret is shown, not its value: give secret\('db'\) itself, or write \$\{refer\(secret\('db'\)\)\} in the text/,
    )
    assert.not.ok(existsSync(join(project.folder, 'out')))
  })
}

test('in a script, the advice is its standard input', async ({ project }) => {
  project.write({ 'p.ts': playbook("command({ script: `echo #{db} >out`, creates: at('out') })") })
  const said = await project.run(['apply', 'hosts.ts', './p.ts'], { env })
  assert.is(said.code, 64)
  assert.match(
    said.err,
    'p.ts:6:3: command: script: "[secret db]" is how a secret is shown, not its value: give it by stdin: secret(\'db\'), and read it there',
  )
})

test('what only a plan makes is refused when it is planned', async ({ project }) => {
  project.write({
    'p.ts': playbook(
      "defineTask('own', { options: v.object({}), title: () => 'own', reads: () => ({ at: pathFact(at('out')) }), plan: () => [{ op: 'write', path: at('out'), content: { text: `x#{db}` } }] })({})",
    ),
  })
  const said = await project.run(['apply', 'hosts.ts', './p.ts'], { env })
  assert.is(said.code, 4, said.err)
  assert.match(
    said.out,
    /refused \| own \| what "own" would give to the host holds the name of a secret: "\[secret db\]" is how/,
  )
  assert.not.ok(existsSync(join(project.folder, 'out')))
})

test('titles, ids and what only looks like one are texts like any other', async ({ project }) => {
  project.write({
    'p.ts': playbook(
      "file({ path: at('out'), text: '[secret other]', title: `write #{db}`, id: `of #{db}` }), file({ path: at('more'), text: db })",
    ),
  })
  for (const args of [['list'], ['check'], ['apply']]) {
    const said = await project.run([...args, 'hosts.ts', './p.ts'], { env })
    assert.is(said.code, 0, said.err)
    if (args[0] === 'apply') assert.match(said.out, /changed \| write \[secret db\]/)
  }
  assert.is(readFileSync(join(project.folder, 'out'), 'utf8'), '[secret other]')
})

test('refer puts the value in, wherever a text may be given, and nowhere else', async ({ project }) => {
  project.write({
    lines: 'one\n',
    'a.properties': 'a=1\n',
    'a.xml': '<a/>',
    'a.json': '{"a": 1}',
    'a.yaml': 'a: 1\n',
    'p.ts': playbook(
      [
        "file({ path: at('out'), text: `pw=#{refer(db)};` })",
        "lines({ path: at('lines'), edits: [lines.ensure(`pw=#{refer(db)}`)] })",
        "properties({ path: at('a.properties'), edits: [properties.set('a', `x #{refer(db)}`)] })",
        "xml({ path: at('a.xml'), edits: [xml.text('/a', `x #{refer(db)}`)] })",
        "json({ path: at('a.json'), edits: [json.set(['a'], [`x #{refer(db)}`])] })",
        "yaml({ path: at('a.yaml'), edits: [yaml.set('a', `x #{refer(db)}`)] })",
        "command({ script: 'cat >' + at('in'), stdin: `x #{refer(db)}`, creates: at('in') })",
      ].join(',\n  '),
    ),
  })
  const planned = await project.run(['plan', 'hosts.ts', './p.ts', '--diff', '--out', 'a.approval'], { env })
  assert.is(planned.code, 0, planned.err)
  const said = await project.run(['apply', 'a.approval', '--diff', '-v'], { env })
  assert.is(said.code, 0, said.err)
  const read = (name: string) => readFileSync(join(project.folder, name), 'utf8')
  assert.not.match(said.out + said.err + planned.out + read('a.approval'), /hunter2|more/)
  const names = ['out', 'lines', 'a.properties', 'a.xml', 'a.json', 'a.yaml', 'in']
  assert.equal(names.map(read), [
    'pw=hunter2 & "more";',
    'one\npw=hunter2 & "more"\n',
    'a=x hunter2 & "more"\n',
    '<a>x hunter2 &amp; "more"</a>',
    '{"a": ["x hunter2 & \\"more\\""]}',
    'a: "x hunter2 & \\"more\\""\n',
    'x hunter2 & "more"',
  ])
  const again = await project.run(['apply', 'hosts.ts', './p.ts'], { env })
  assert.match(again.out, /nothing had to be changed/)
  const without = await project.run(['apply', 'hosts.ts', './p.ts'], { env: { RUNBOOK_SECRET_DB: '' } })
  assert.match(without.err, /secret db is empty/)
})

for (const [what, resource, says] of [
  ['a path', 'file({ path: at(refer(db)), text: "x" })', /refused .* a path or a name of .* refers to a secret/],
  [
    'what is made',
    'command({ script: "true", creates: at(refer(db)) })',
    /refused .* a path or a name of .* refers to/,
  ],
  ['an owner', 'file({ path: at("out"), text: "x", owner: refer(db) })', /refused .* a path or a name of .* refers to/],
  [
    'what a link leads to',
    'symlink({ path: at("out"), target: refer(db) })',
    /refused .* a path or a name of .* refers/,
  ],
  [
    'a validation',
    'file({ path: at("out"), text: "x", validate: `test #{refer(db)} %s` })',
    /refused .* the script of .* refers/,
  ],
  [
    'an undo',
    'command({ script: "true", creates: at("out"), undo: `echo #{refer(db)}` })',
    /refused .* the script of .* refers/,
  ],
  [
    'an id',
    'file({ path: at("out"), text: "x", id: refer(db) })',
    /p\.ts:6:\d+: file: id: it refers to a secret, and is shown/,
  ],
] as const)
  test(`${what} holds no secret`, async ({ project }) => {
    project.write({ 'p.ts': playbook(resource) })
    const said = await project.run(['apply', 'hosts.ts', './p.ts'], { env })
    assert.ok(said.code === 4 || said.code === 64, `${said.code}: ${said.err}`)
    assert.match(said.out + said.err, says)
    assert.not.ok(existsSync(join(project.folder, 'out')))
  })

test.run()
