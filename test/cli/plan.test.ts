import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import type { Project } from './command.ts'
import { demoSuite } from './demo-suite.ts'

const test = demoSuite('plan, show, apply FILE')

const made = async ({ run }: Project, ...options: readonly string[]) => {
  const said = await run(['plan', 'hosts.ts', 'motd', '--out', 'a.approval', ...options])
  assert.is(said.code, 0, said.out + said.err)
  return said
}
const edited = (project: Project, name: string, from: string | RegExp, to: string) => {
  const file = join(project.folder, name)
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
}

test('a plan changes nothing; unchanged, it is carried out, and then nothing is left to approve', async ({
  project,
  target,
}) => {
  const planned = await project.run(['plan', 'hosts.ts', 'motd', '--detailed-exitcode', '--diff'])
  assert.is(planned.code, 2)
  assert.match(planned.out, 'words | is1 | would change | write the words\n')
  assert.match(planned.out, '    +hello\n')
  const { out } = await project.run(['apply', 'hosts.ts', 'motd', '--dry-run', '--diff'])
  const timeless = (text: string) =>
    text
      .replace(/, \d+\.\d s\n/, '\n')
      .split('\n')
      .sort()
  assert.equal(timeless(out), timeless(planned.out))

  const { err } = await made(project)
  assert.match(err, 'approval written to a.approval')
  assert.not(existsSync(join(target, 'is1')))
  const shown = await project.run(['show', 'a.approval', '--diff'])
  assert.match(shown.out, /^playbook {2}motd, from motd$/m)
  assert.match(
    shown.out,
    /^words \| is2 \| would change \| write the words\n {4}file .*\/is2\/motd.*\n(.*\n){3} {4}\+hello$/m,
  )
  assert.match(shown.out, /^4 changes, 2 hosts$/m)
  assert.not.match((await project.run(['show', 'a.approval'])).out, 'hello')

  const dry = await project.run(['apply', 'a.approval', '--dry-run', '--detailed-exitcode'])
  assert.is(dry.code, 2, dry.out + dry.err)
  assert.not(existsSync(join(target, 'is1')))
  const applied = await project.run(['apply', 'a.approval'])
  assert.is(applied.code, 0, applied.out + applied.err)
  assert.match(applied.out, 'words | is1 | changed | write the words\n')
  assert.is(readFileSync(join(target, 'is2/motd'), 'utf8'), 'hello\n')

  const again = await project.run(['apply', 'a.approval'])
  assert.is(again.code, 4)
  assert.match(again.out, /is1 \| refused \| write the words \| it is already so: write .*\/is1\/motd was approved/)
  assert.is((await project.run(['plan', 'hosts.ts', 'motd', '--detailed-exitcode'])).code, 0)
})

test('what many hosts would have alike, but for their names, is shown once', async ({ project, target }) => {
  const hosts = Array.from({ length: 8 }, (_, nth) => `app${nth}: { connect: local(), groups: ['is'] }`)
  project.write({
    'many.ts': `import { defineInventory, local } from 'runbook'
export default defineInventory({ hosts: { ${hosts.join(', ')} }, vars: {} })
`,
    'playbooks/motds.ts': `import { file, play, playbook } from 'runbook'
import * as v from 'valibot'
export default playbook('motds', {
  vars: v.object({}),
  plays: (inventory) => [
    play('words', inventory.hosts, ({ name }) => [file({ path: \`${target}/\${name}\`, text: \`this is \${name}\\n\` })]),
  ],
})
`,
  })
  const { code, out, err } = await project.run(['plan', 'many.ts', 'motds', '--out', 'a.approval'])
  assert.is(code, 0, out + err)
  const shown = await project.run(['show', 'a.approval', '--diff'])
  assert.equal(shown.out.match(/^words .*|^ {4}\+this.*|^\d.*/gm), [
    `words | all 8 hosts | would change | write ${target}/…`,
    '    +this is …',
    '8 changes, 8 hosts',
  ])
})

test('a file that is different on one host since is named, and no host is changed', async ({ project, target }) => {
  await made(project)
  mkdirSync(join(target, 'is2'))
  writeFileSync(join(target, 'is2/motd'), 'from somebody else\n')
  const said = await project.run(['apply', 'a.approval'])
  assert.is(said.code, 4)
  assert.match(
    said.out,
    /words \| is2 \| refused \| write the words \| \/.*\/is2\/motd on the host is not what it was when this was approved: type file, and was absent/,
  )
  assert.match(said.out, /^summary \| 2 hosts \| not carried out: nothing was changed, /m)
  assert.not.match(said.out, 'dry run')
  assert.match(said.err, 'a.approval is not carried out: nothing was changed on any host')
  assert.not(existsSync(join(target, 'is1')))
  assert.is(readFileSync(join(target, 'is2/motd'), 'utf8'), 'from somebody else\n')
})

const changes: readonly { name: string; change(project: Project): void; says: RegExp; code?: number }[] = [
  {
    name: 'the playbook',
    change: (project) => edited(project, 'playbooks/motd.ts', 'export default', '// other words\nexport default'),
    says: /nothing was changed.*\n {2}- the playbook motd has changed since/,
  },
  {
    name: 'a variable of the inventory',
    change: (project) => edited(project, 'hosts.ts', "'hello'", "'goodbye'"),
    says: /nothing was changed.*\n {2}- the inventory hosts.ts has changed since/,
  },
  {
    name: 'a variable that the inventory takes from elsewhere',
    change: (project) => project.write({ 'text.json': '"goodbye"' }),
    says: /is1 \| refused \| write the words \| .*\/is1\/motd would become something else than was approved/,
  },
  {
    name: 'the machine that a host is',
    change: (project) => project.write({ 'sh.json': '["sh", "-u"]' }),
    says: /nothing was changed.*\n {2}- host is2 is reached by sh -u, and was by sh/,
  },
]

for (const { name, change, says } of changes) {
  test(`${name} is different since: named, and nothing is changed`, async ({ project, target }) => {
    project.write({ 'text.json': '"hello"', 'sh.json': '["sh"]' })
    edited(
      project,
      'hosts.ts',
      "text: 'hello'",
      "text: JSON.parse(readFileSync('text.json', 'utf8')), version: 'hello'",
    )
    edited(project, 'hosts.ts', /^/, "import { readFileSync } from 'node:fs'\n")
    edited(project, 'hosts.ts', '{ defineInventory,', '{ defineInventory, shell,')
    edited(
      project,
      'hosts.ts',
      'is2: { connect: local()',
      "is2: { connect: shell(JSON.parse(readFileSync('sh.json', 'utf8')))",
    )
    await made(project)
    change(project)
    const said = await project.run(['apply', 'a.approval'])
    assert.is(said.code, 4, said.out + said.err)
    assert.match(said.out + said.err, says)
    assert.not(existsSync(join(target, 'is1')))
  })
}

test('another commit, and changes that are not committed, are named', async ({ project, target }) => {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', project.folder, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args])
  git('init', '-q')
  git('add', 'hosts.ts', 'playbooks')
  git('commit', '-qm', 'one')
  await made(project)
  assert.match(
    (await project.run(['show', 'a.approval'])).out,
    /^playbook {2}motd, from motd, at commit [0-9a-f]{12}$/m,
  )
  git('commit', '-q', '--allow-empty', '-m', 'two')
  const other = await project.run(['apply', 'a.approval'])
  assert.is(other.code, 4)
  assert.match(other.err, /- the commit of the inventory hosts.ts is [0-9a-f]{12} now, and was [0-9a-f]{12}$/m)

  edited(project, 'playbooks/motd.ts', 'export default', '// other words\nexport default')
  const dirty = await made(project)
  assert.match(dirty.err, /note: motd was planned at commit [0-9a-f]{12} with changes not committed/)
  git('commit', '-qam', 'three')
  assert.is((await project.run(['apply', 'a.approval'])).code, 4)
  await made(project)
  assert.is((await project.run(['apply', 'a.approval'])).code, 0)
  assert.ok(existsSync(join(target, 'is1/motd')))
  const head = git('rev-parse', 'HEAD').toString().slice(0, 12)
  const told = (await project.run(['history', 'hosts.ts'])).out
  assert.ok(told.includes(`motd at ${head}`), told)
})

test('what was chosen and set is chosen and set again', async ({ project, target }) => {
  mkdirSync(join(target, 'is2'))
  await made(project, '--limit', 'is2', '--tags', 'words', '--set', 'text=other')
  const shown = await project.run(['show', 'a.approval'])
  assert.match(shown.out, /^limit {5}is2\ntags {6}words\nset {7}text=other$/m)
  const said = await project.run(['apply', 'a.approval'])
  assert.is(said.code, 0, said.out + said.err)
  assert.is(readFileSync(join(target, 'is2/motd'), 'utf8'), 'other\n')
  assert.not(existsSync(join(target, 'is1')))
  for (const option of [
    ['--limit', 'is1'],
    ['--tags', 'words'],
    ['--set', 'text=x'],
    ['--start-at', 'write'],
  ]) {
    const misuse = await project.run(['apply', 'a.approval', ...option])
    assert.is(misuse.code, 64)
    assert.match(misuse.err, 'leave out --limit')
  }
  const both = await project.run(['apply', 'a.approval', 'motd'])
  assert.is(both.code, 64)
  assert.match(
    both.err,
    'a.approval is an approval, which names its inventory and its playbook: runbook apply a.approval',
  )
  const odd = await project.run(['plan', 'hosts.ts', 'motd', '--out', "-it's a"])
  assert.match(odd.err, "runbook show './-it'\\''s a' --diff\n  to carry it out: runbook apply './-it'\\''s a'")
  const nowhere = await project.run(['plan', 'hosts.ts', 'motd', '--out', ''])
  assert.match(nowhere.err, '--out: name a file, as in --out web.approval')
  assert.is(nowhere.out, '')
})

test('a host that cannot be reached: no approval of it, and none is carried out in part', async ({
  project,
  target,
}) => {
  edited(project, 'hosts.ts', '{ defineInventory,', '{ defineInventory, shell,')
  edited(project, 'hosts.ts', 'is2: { connect: local()', "is2: { connect: shell(['sh', '-c', '. ./gate'])")
  project.write({ gate: 'exit 1\n' })
  const none = await project.run(['plan', 'hosts.ts', 'motd', '--out', 'a.approval'])
  assert.is(none.code, 3)
  assert.match(none.err, 'no approval was written to a.approval')
  assert.not(existsSync(join(project.folder, 'a.approval')))
  project.write({ gate: 'exec sh\n' })
  await made(project)
  project.write({ gate: 'exit 1\n' })
  const said = await project.run(['apply', 'a.approval'])
  assert.is(said.code, 3, said.out + said.err)
  assert.match(said.out, /words \| is2 \| unreachable/)
  assert.not(existsSync(join(target, 'is1')))
})

test('a refusal is not approved', async ({ project, target }) => {
  writeFileSync(join(target, 'is1'), 'a file where the directory should be')
  const said = await project.run(['plan', 'hosts.ts', 'motd', '--out', 'a.approval'])
  assert.is(said.code, 4)
  assert.not(existsSync(join(project.folder, 'a.approval')))
})

/** A play that makes a file, then two that depend on what is in it. */
const deferring = (target: string, may: string, written = '/late') => ({
  'playbooks/motd.ts': `import * as v from 'valibot'
import { commandFact, contentFact, given, play, playbook } from 'runbook'
import { command, file } from 'runbook/tasks'

const mark = '${target}/mark'
export default playbook('motd', {
  vars: v.looseObject({}),
  plays: (inventory) => [
    play('first', inventory.group('is'), ({ name }) => [
      command({ script: 'echo made >' + mark + name, creates: mark + name }),
    ]),
    play('second', inventory.group('is'), ({ name }) => [
      given({ mark: contentFact(mark + name) }, ({ mark }) => file({ path: '${target}${written}' + name, text: mark.type === 'file' ? 'it' : 'none' }), {
        title: 'what the mark says', ${may}
      }),
      file({ path: '${target}/last' + name, text: 'last' }),
    ]),
  ],
})
`,
})

test('what is known only later is bound by what it may touch, and what says nothing is not approved', async ({
  project,
  target,
}) => {
  project.write(deferring(target, ''))
  const open = await project.run(['plan', 'hosts.ts', 'motd', '--out', 'a.approval'])
  assert.is(open.code, 4, open.out + open.err)
  assert.match(open.err, /on is1 it is known only later what "what the mark says" \(.*\) does: say in may/)
  assert.not(existsSync(join(project.folder, 'a.approval')))

  project.write(deferring(target, `may: ['${target}/late' + name]`))
  await made(project)
  assert.match(
    (await project.run(['show', 'a.approval'])).out,
    new RegExp(`second \\| is1 \\| deferred \\| what the mark says \\| .*: it may touch ${target}/lateis1\n`),
  )
  const said = await project.run(['apply', 'a.approval'])
  assert.is(said.code, 0, said.out + said.err)
  assert.is(readFileSync(join(target, 'lateis2'), 'utf8'), 'it')
  assert.is(readFileSync(join(target, 'lastis1'), 'utf8'), 'last')
})

test('what goes beyond what it may touch is refused in its turn, and what comes after it is not done', async ({
  project,
  target,
}) => {
  project.write(deferring(target, `may: ['${target}/late' + name]`, '/elsewhere'))
  await made(project)
  const said = await project.run(['apply', 'a.approval'])
  assert.is(said.code, 1, said.out + said.err)
  assert.match(
    said.out,
    /second \| is1 \| failed \| .* \| it touches .*\/elsewhereis1, and "what the mark says" may touch/,
  )
  assert.not(existsSync(join(target, 'elsewhereis1')))
  assert.not(existsSync(join(target, 'lastis1')))
})

test('what is done only later is what was approved, to the last line that its task is given, and is shown', async ({
  project,
  target,
}) => {
  const late = (word: string) => ({
    'playbooks/late.ts': `export const script = 'echo late\\necho ${word} >${target}/two'`,
    'playbooks/motd.ts': `import * as v from 'valibot'
import { play, playbook } from 'runbook'
import { command } from 'runbook/tasks'
import { script } from './late.ts'
export default playbook('motd', {
  vars: v.looseObject({}),
  plays: (inventory) => [
    play('first', inventory.group('is'), ({ name }) => [
      command({ script: 'echo x >${target}/one' + name, creates: '${target}/one' + name, touches: ['${target}'] }),
      command({ script, unless: 'test -e ${target}/two' }),
    ]),
  ],
})
`,
  })
  project.write(late('right'))
  await made(project)
  const shown = await project.run(['show', 'a.approval', '--diff'])
  assert.match(
    shown.out,
    /deferred \| run echo late \| planned when it is known what it needs \(.*\): it names no path that it touches/,
  )
  assert.match(shown.out, /^ {4}.*"echo right >/m)
  project.write(late('wrong'))
  const refused = await project.run(['apply', 'a.approval'])
  assert.is(refused.code, 4, refused.out + refused.err)
  assert.match(refused.out, /run echo late .* what its task is given is not what was approved/)
  assert.not(existsSync(join(target, 'two')))
  project.write(late('right'))
  const done = await project.run(['apply', 'a.approval'])
  assert.is(done.code, 0, done.out + done.err)
  assert.is(readFileSync(join(target, 'two'), 'utf8'), 'right\n')
})

test('a later play that is not as was foretold stops its host before it changes anything in it', async ({
  project,
  target,
}) => {
  // What the first play runs does more than it says: it makes a file that the second one was to make.
  project.write({
    'playbooks/motd.ts': `import * as v from 'valibot'
import { play, playbook } from 'runbook'
import { command, file } from 'runbook/tasks'

export default playbook('motd', {
  vars: v.looseObject({}),
  plays: (inventory) => [
    play('first', inventory.group('is'), ({ name }) => [
      command({ script: 'echo x >${target}/mark' + name + (name === 'is2' ? '; echo other >${target}/late' + name : ''), creates: '${target}/mark' + name }),
    ]),
    play('second', inventory.group('is'), ({ name }) => [
      file({ path: '${target}/early' + name, text: 'early' }),
      file({ path: '${target}/late' + name, text: 'late' }),
    ]),
  ],
})
`,
  })
  await made(project)
  const said = await project.run(['apply', 'a.approval'])
  assert.is(said.code, 1, said.out + said.err)
  assert.match(
    said.out,
    /second \| is2 \| failed \| write .*\/lateis2 \| .*\/lateis2 on the host is not what it was when this was approved: .*before that, this run has changed the host/,
  )
  assert.not(existsSync(join(target, 'earlyis2')))
  assert.is(readFileSync(join(target, 'lateis2'), 'utf8'), 'other\n')
  assert.is(readFileSync(join(target, 'lateis1'), 'utf8'), 'late')
})

test.run()
