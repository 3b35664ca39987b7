import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newProject, type Project } from './command.ts'

interface Context {
  project: Project
  target: string
}

const test = suite<Context>('secrets and approvals')

/** What stands on the host before: an old password in each file, which nobody knows any more. */
const before: Readonly<Record<string, string>> = {
  'a.properties': 'user=app\npassword=old-one\nport=1\n',
  'a.xml': '<a>\n  <user>app</user>\n  <password>old-one</password>\n</a>\n',
  'a.json': '{\n  "user": "app",\n  "password": "old-one"\n}\n',
  'a.toml': 'user = "app"\npassword = "old-one"\n',
  'a.yaml': 'user: app\npassword: old-one\n',
  whole: 'old-one',
}

const playbook = (target: string) => `import * as v from 'valibot'
import { play, playbook } from 'runbook'
import { command, file, json, properties, service, template, toml, xml, yaml } from 'runbook/tasks'

const at = (name) => '${target}/' + name
export default playbook('secrets', {
  vars: v.looseObject({}),
  plays: (inventory) => [
    play('files', inventory.group('all'), ({ vars: { pw } }) => [
      properties({ path: at('a.properties'), edits: [properties.set('password', pw), properties.set('port', '2')] }),
      xml({ path: at('a.xml'), edits: [xml.text('/a/password', pw), xml.text('/a/user', 'other')] }),
      json({ path: at('a.json'), edits: [json.set(['password'], pw)] }),
      toml({ path: at('a.toml'), edits: [toml.set('password', pw)] }),
      yaml({ path: at('a.yaml'), edits: [yaml.set('password', pw)] }),
      file({ path: at('whole'), text: pw }),
      file({ path: at('new/alone'), text: pw, mode: 0o600 }),
      template({ path: at('filled'), from: 'words', values: { pw } }),
      command({ script: 'cat >' + at('given'), stdin: pw, creates: at('given') }),
      service({
        name: 'app', inputs: [at('a.properties'), at('whole')], stamp: at('app.started'),
        commands: { start: 'touch ' + at('up'), stop: 'rm -f ' + at('up'), status: 'test -e ' + at('up') },
      }),
    ]),
    play('after', inventory.group('all'), () => [
      properties({ path: at('a.properties'), edits: [properties.set('user', 'other')] }),
      file({ path: at('open'), text: 'nothing to hide' }),
    ]),
  ],
})
`

test.before.each((context) => {
  const target = mkdtempSync(join(tmpdir(), 'runbook-target-'))
  for (const [name, text] of Object.entries(before)) writeFileSync(join(target, name), text)
  mkdirSync(join(target, 'new'))
  context.target = target
  context.project = newProject({
    'hosts.ts': `import { defineInventory, local, secret } from 'runbook'
export default defineInventory({ hosts: { one: { connect: local() } }, vars: { pw: secret('pw') } })
`,
    words: 'the word is {{pw}}, as was said\n',
    'playbooks/secrets.ts': playbook(target),
  })
})
test.after.each(({ project, target }) => {
  project.remove()
  rmSync(target, { recursive: true, force: true })
})

async function approvalWith({ project }: Context, value: string, name = 'a.approval'): Promise<string> {
  const env = { RUNBOOK_SECRET_PW: value }
  const said = await project.run(['plan', 'hosts.ts', 'secrets', '--out', name], { env })
  assert.is(said.code, 0, said.out + said.err)
  return readFileSync(join(project.folder, name), 'utf8')
}

/** Long, short, an ordinary word, a word of the file, with all that formats quote; none is told from another. */
const values = [
  'hunter2-and-a-half',
  'x'.repeat(300),
  'abc',
  'admin',
  'a "quoted" word',
  "it's <b>&amp;</b> \\n \\",
  ' blanks at both ends ',
  '# = : [x] {y}, - *',
  'pässwörd-☃',
  'true',
  '12',
]

test('one approval comes out whatever the secret is, so nothing in it tells one from another', async (context) => {
  const timeless = (text: string) => text.replace(/"at": ".*"/, '')
  const first = timeless(await approvalWith(context, values[0] ?? ''))
  for (const value of values.slice(1)) assert.is(timeless(await approvalWith(context, value)), first, value)
})

test('of 1,000 passwords with the right one among them, none is told apart', async (context) => {
  const right = 'correct-horse-battery-7'
  const candidates = Array.from({ length: 1000 }, (_, at) => (at === 617 ? right : `pass-${(at * 7919) % 104729}-word`))
  const text = await approvalWith(context, right)
  assert.ok(candidates.includes(right))
  const contents = (word: string) => [
    word,
    `${word}\n`,
    (before['a.properties'] ?? '').replace('old-one', word),
    (before['a.properties'] ?? '').replace('old-one', word).replace('port=1', 'port=2'),
    (before['a.properties'] ?? '').replace('old-one', word).replace('port=1', 'port=2').replace('app', 'other'),
    (before['a.xml'] ?? '').replace('old-one', word).replace('app', 'other'),
    ...['a.json', 'a.toml', 'a.yaml'].map((name) => (before[name] ?? '').replace('old-one', word)),
    `the word is ${word}, as was said\n`,
  ]
  const digests = (word: string) =>
    contents(word).flatMap((content) =>
      ['sha256', 'sha1', 'md5'].flatMap((kind) =>
        (['hex', 'base64'] as const).map((form) => createHash(kind).update(content).digest(form)),
      ),
    )
  const told = candidates.filter((word) => [...contents(word), ...digests(word)].some((one) => text.includes(one)))
  assert.equal(told, [])
  const paths = JSON.parse(text).parts.flatMap((part: { steps: { operations?: { paths?: Path[] }[] }[] }) =>
    part.steps.flatMap(({ operations = [] }) => operations.flatMap(({ paths = [] }) => paths)),
  ) as Path[]
  const secretive = paths.filter(({ path }) => !path.endsWith('/open'))
  assert.ok(secretive.length >= 9)
  for (const { path, sensitive, before, after } of secretive) {
    assert.ok(sensitive, path)
    assert.equal([before.size, before.sha256, after.size], [undefined, undefined, undefined], path)
  }
  assert.not.match(text, 'old-one')
})

type Path = {
  readonly path: string
  readonly sensitive?: true
  readonly before: { readonly size?: number; readonly sha256?: string }
  readonly after: { readonly size?: number }
}

test('that only the value of a secret has changed is not seen, and show says so; all else of that file is', async (context) => {
  const { project, target } = context
  await approvalWith(context, 'the first word')
  assert.match((await project.run(['show', 'a.approval'])).out, /^note: .*that only the value of a secret has changed/m)
  const env = { RUNBOOK_SECRET_PW: 'the second word' }
  writeFileSync(join(target, 'a.properties'), (before['a.properties'] ?? '').replace('app', 'somebody'))
  const other = await project.run(['apply', 'a.approval'], { env })
  assert.is(other.code, 4, other.out + other.err)
  assert.match(
    other.out,
    /files \| one \| refused \| edit .*a\.properties \| .*a\.properties would become something else/,
  )
  writeFileSync(join(target, 'a.properties'), before['a.properties'] ?? '')
  const said = await project.run(['apply', 'a.approval', '--diff'], { env })
  assert.is(said.code, 0, said.out + said.err)
  assert.match(readFileSync(join(target, 'a.properties'), 'utf8'), 'password=the second word')
})

test('what stands on a line with a secret is as it was approved, or the step is refused', async ({
  project,
  target,
}) => {
  writeFileSync(
    join(project.folder, 'playbooks/beside.ts'),
    `import * as v from 'valibot'
import { play, playbook, refer } from 'runbook'
import { command, file, lines } from 'runbook/tasks'

export default playbook('beside', {
  vars: v.looseObject({}),
  plays: (inventory) => [
    play('p', inventory.group('all'), ({ vars: { pw } }) => [
      file({ path: '${target}/one', text: \`user=\${process.env.WHO} pass=\${refer(pw)}\\n\` }),
      lines({ path: '${target}/a.properties', edits: [lines.ensure([\`password=\${process.env.WHOM}:\`, pw], { match: /^password=/ })] }),
      command({ script: 'touch ${target}/c', creates: '${target}/c' }),
      command({ script: 'cat >${target}/given', stdin: \`as \${process.env.AS} \${refer(pw)}\`, unless: 'grep -q as ${target}/given' }),
    ]),
  ],
})
`,
  )
  const env = { RUNBOOK_SECRET_PW: 'the first word', WHO: 'bob', WHOM: 'bob', AS: 'bob' }
  const planned = await project.run(['plan', 'hosts.ts', 'beside', '--out', 'a.approval'], { env })
  assert.is(planned.code, 0, planned.out + planned.err)
  for (const name of ['WHO', 'WHOM', 'AS']) {
    const said = await project.run(['apply', 'a.approval'], { env: { ...env, [name]: 'root' } })
    assert.is(said.code, 4, `${name}: ${said.out}${said.err}`)
    assert.match(said.out, /refused \|.* what its task is given is not what was approved/)
    assert.is(readFileSync(join(target, 'a.properties'), 'utf8'), before['a.properties'])
  }
  const said = await project.run(['apply', 'a.approval'], { env: { ...env, RUNBOOK_SECRET_PW: 'the second: word' } })
  assert.is(said.code, 0, said.out + said.err)
})

test('a secret that --set gives is not written down', async ({ project }) => {
  const env = { RUNBOOK_SECRET_PW: 'hunter2-and' }
  const said = await project.run(['plan', 'hosts.ts', 'secrets', '--out', 'a.approval', '--set', 'x.y=hunter2-and'], {
    env,
  })
  assert.is(said.code, 64, said.out + said.err)
  assert.match(said.err, /--set x\.y: an approval would hold the secret/)
  assert.not.match(said.err, 'hunter2-and')
})

test.run()
