import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { demo } from './demo.ts'
import { demoSuite } from './demo-suite.ts'

const test = demoSuite('apply')

const motd = (target: string, host: string) => join(target, host, 'motd')
const json = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

test('a dry run tells, apply does it, and a second apply has nothing to do', async ({ project, target }) => {
  const dry = await project.run(['apply', 'hosts.ts', 'motd', '--dry-run', '--detailed-exitcode', '--diff'])
  assert.is(dry.code, 2)
  assert.match(dry.out, 'words | is1 | would change | write the words\n')
  assert.match(dry.out, '    +hello\n')
  assert.not(existsSync(join(target, 'is1')))

  const first = await project.run(['apply', 'hosts.ts', 'motd'])
  assert.equal({ code: first.code, err: first.err }, { code: 0, err: '' })
  assert.match(first.out, 'words | is2 | changed | write the words\n')
  assert.is(readFileSync(motd(target, 'is2'), 'utf8'), 'hello\n')

  const second = await project.run([
    'apply',
    'hosts.ts',
    'motd',
    '--dry-run',
    '--detailed-exitcode',
    '--output',
    'json',
  ])
  assert.is(second.code, 0)
  assert.equal(
    json(second.out).map(({ type, status }) => status ?? type),
    ['ok', 'ok', 'ok', 'ok', 'summary'],
  )
})

test('a report whose file takes no more is said to be broken, and the run goes on', async ({ project, target }) => {
  const said = await project.run(['apply', 'hosts.ts', 'motd', '--output', 'json=/dev/full', '--output', 'lines'])
  assert.is(said.code, 1)
  assert.is(said.err, 'runbook: the report /dev/full is not whole (ENOSPC): make room for it, or name another file\n')
  assert.match(said.out, 'words | is2 | changed | write the words\n')
  assert.is(readFileSync(motd(target, 'is2'), 'utf8'), 'hello\n')
})

test('a full disk under what the command says ends no run, and is told', async ({ project, target }) => {
  const full = openSync('/dev/full', 'w')
  try {
    const said = await project.run(['apply', 'hosts.ts', 'motd'], { stdout: full })
    assert.is(said.code, 1)
    assert.is(said.err, 'runbook: what it says is not whole (ENOSPC): make room for it, or send it elsewhere\n')
    assert.is(readFileSync(motd(target, 'is2'), 'utf8'), 'hello\n')
  } finally {
    closeSync(full)
  }
})

test('--set wins over the inventory', async ({ project, target }) => {
  assert.is((await project.run(['apply', 'hosts.ts', 'motd', '--set', 'text=a=b'])).code, 0)
  assert.is(readFileSync(motd(target, 'is1'), 'utf8'), 'a=b\n')
})

test('what is worth a second look in an inventory is said, beside the report', async ({ project }) => {
  project.write({
    'hosts.ts': `import { defineInventory, local } from 'runbook'

export default defineInventory<{ text: string }>({
  hosts: { is1: { connect: local(), groups: ['is', 'loud'] } },
  groups: { is: { vars: { text: 'hello' } }, loud: { vars: { text: 'HELLO' } } },
})
`,
  })
  for (const output of ['lines', 'json']) {
    const { out, err } = await project.run(['apply', 'hosts.ts', 'motd', '--dry-run', '--output', output])
    assert.match(err, /^note: host is1: the groups is and loud give text different values: that of loud holds/)
    assert.not.match(out, 'different values')
  }
})

test('more hosts than ten at once: nothing is said beside the report', async ({ project, target }) => {
  const hosts = Array.from(
    { length: 15 },
    (_, at) => `h${at}: { connect: local(), groups: ['is'], vars: { name: 'h${at}' } },`,
  )
  project.write({
    'hosts.ts': (demo(target)['hosts.ts'] ?? '').replace(/ {4}is1: [\s\S]*?(?=\n {2}\},)/, hosts.join('\n')),
  })
  const { code, out, err } = await project.run(['apply', 'hosts.ts', 'motd', '--forks', '15'])
  assert.equal({ code, err }, { code: 0, err: '' })
  assert.match(out, /h14 \| changed/)
})

test('--limit leaves hosts out', async ({ project, target }) => {
  const { out } = await project.run(['apply', 'hosts.ts', 'motd', '--limit', 'is,!is1', '--output', 'json'])
  assert.equal(Object.keys(json(out).at(-1).hosts), ['is2'])
  assert.not(existsSync(join(target, 'is1')))
})

test('--tags leaves steps out', async ({ project, target }) => {
  const { out, code } = await project.run(['apply', 'hosts.ts', 'motd', '--skip-tags', 'words', '--output', 'json'])
  assert.is(code, 0)
  assert.equal(
    json(out).map(({ status }) => status),
    ['changed', 'skipped', 'changed', 'skipped', undefined],
  )
  assert.not(existsSync(motd(target, 'is1')))
})

for (const options of [
  ['--limit', 'is1', '--tags', 'late'],
  ['--tags', 'words', '--skip-tags', 'file'],
  ['--skip-tags', 'directory,words,late'],
]) {
  test(`${options.join(' ')}, which leaves no step, is no success: said before a host is touched`, async ({
    project,
    target,
  }) => {
    project.write({
      'playbooks/late.ts': `import * as v from 'valibot'
import { play, playbook } from 'runbook'
import { directory, file } from 'runbook/tasks'

export default playbook('late', {
  vars: v.looseObject({}),
  plays: (inventory) => [
    play('p', inventory.group('is'), ({ name }) => [
      directory({ path: '${target}/' + name }),
      file({ path: '${target}/' + name + '/motd', text: '', tags: ['words'] }),
      ...(name === 'is2' ? [file({ path: '${target}/late', text: '', tags: ['late'] })] : []),
    ]),
  ],
})
`,
    })
    const { code, err } = await project.run(['apply', 'hosts.ts', 'late', ...options])
    assert.is(code, 64)
    assert.match(err, `${options.join(' ')} leaves no step of late: see its hosts and steps with runbook list`)
    assert.not(existsSync(join(target, 'is1')))
  })
}

test('a daemon that a run leaves behind has no secret in its environment', async ({ project, target }) => {
  const seen = join(target, 'seen')
  project.write({
    'hosts.ts': `import { defineInventory, local, secret, shell } from 'runbook'

const words = secret('words', { env: 'WORDS' })
export default defineInventory({
  hosts: { is1: { connect: local() }, is2: { connect: shell(['sh']) } },
  vars: { words, other: secret('other') },
})
`,
    'playbooks/daemon.ts': `import * as v from 'valibot'
import { play, playbook } from 'runbook'
import { command } from 'runbook/tasks'

const run = (path) => 'sleep 9 & until [ -s ' + path + ' ]; do cat /proc/$!/environ >' + path + '; done; kill $!'
export default playbook('daemon', {
  vars: v.any(),
  plays: (inventory) => [
    play('p', inventory.group('all'), ({ name }) => command({ script: run('${seen}' + name), creates: '${seen}' + name })),
  ],
})
`,
  })
  const env = { WORDS: 'hunter2', RUNBOOK_SECRET_OTHER: 'hunter3', PLAIN: 'plain' }
  const said = await project.run(['apply', 'hosts.ts', 'daemon'], { env })
  assert.is(said.code, 0, said.err + said.out)
  for (const host of ['is1', 'is2']) {
    const environment = readFileSync(seen + host, 'utf8').replaceAll('\0', '\n')
    assert.match(environment, /^PLAIN=plain$/m)
    assert.not.match(environment, /hunter|^WORDS|RUNBOOK_SECRET/m)
  }
})

test('a secret reaches the host and nothing that is printed', async ({ project, target }) => {
  const change = (name: string, from: string, to: string) =>
    project.write({ [name]: (demo(target)[name] ?? '').replace(from, to) })
  change('hosts.ts', "'hello'", "secret('words') as never")
  project.write({
    'hosts.ts': readFileSync(join(project.folder, 'hosts.ts'), 'utf8').replace(
      'defineInventory,',
      'defineInventory, secret,',
    ),
  })
  project.write({
    'playbooks/motd.ts': (demo(target)['playbooks/motd.ts'] ?? '')
      .replace('text: v.string()', 'text: v.any()')
      .replace("vars.text + '\\n'", 'vars.text'),
  })
  for (const output of ['lines', 'json', 'tree']) {
    rmSync(join(target, 'is1'), { recursive: true, force: true })
    const said = await project.run(['apply', 'hosts.ts', 'motd', '--diff', '-v', '--output', output], {
      env: { RUNBOOK_SECRET_WORDS: 'hunter2' },
    })
    assert.is(said.code, 0, said.err)
    assert.is(readFileSync(motd(target, 'is1'), 'utf8'), 'hunter2')
    assert.not.match(said.out + said.err, 'hunter2')
    assert.match(said.out, '********')
  }
})

const unreachable = "{ connect: shell(['false']), groups: ['is'] }"
const outcomes: readonly {
  name: string
  code: number
  change(files: Record<string, string>, target: string): Record<string, string>
  says: RegExp
}[] = [
  {
    name: 'a host that cannot be reached',
    code: 3,
    change: ({ 'hosts.ts': hosts = '' }) => ({
      'hosts.ts': hosts
        .replace('{ defineInventory,', '{ defineInventory, shell,')
        .replace(/is1: .*,\n/, `is1: ${unreachable},\n`),
    }),
    says: /words \| is1 \| unreachable \| .*\n/,
  },
  {
    name: 'a refusal',
    code: 4,
    change: (_, target) => {
      writeFileSync(join(target, 'is1'), 'a file where the directory should be')
      return {}
    },
    says: /words \| is1 \| refused \| make the directory .* \| .*is1 is a file/,
  },
  {
    name: 'a failure, together with a refusal',
    code: 1,
    change: ({ 'playbooks/motd.ts': text = '' }, target) => {
      writeFileSync(join(target, 'is1'), 'a file')
      const failing = "command({ script: 'echo no space left; exit 7', creates: '/nowhere/at/all' }),"
      return {
        'playbooks/motd.ts': text
          .replace('import { directory', 'import { command, directory')
          .replace('    ]),\n', `      ${failing}\n    ]),\n`),
      }
    },
    says: /words \| is2 \| failed \| run echo no space left; exit 7 \| .*status 7.*no space left/,
  },
  {
    name: 'a command that does not converge',
    code: 1,
    change: ({ 'playbooks/motd.ts': text = '' }) => ({
      'playbooks/motd.ts': text
        .replace('import { directory', 'import { command, directory')
        .replace('    ]),\n', "      command({ script: 'true', unless: 'false' }),\n    ]),\n"),
    }),
    says: /words \| is1 \| failed \| run true \| not converged: /,
  },
]

for (const { name, code, change, says } of outcomes) {
  test(`the exit status of ${name}`, async ({ project, target }) => {
    project.write(change({ ...demo(target) }, target))
    const said = await project.run(['apply', 'hosts.ts', 'motd'])
    assert.match(said.out, says)
    assert.is(said.code, code, said.out + said.err)
  })
}

test.run()
