import { chmodSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../../lib/core/connection.ts'
import { UsageError } from '../../../lib/core/failure.ts'
import { play } from '../../../lib/core/playbook.ts'
import type { Resource } from '../../../lib/core/resource.ts'
import {
  authorizedKeys,
  cron,
  directory,
  file,
  hostsEntry,
  ini,
  json,
  lines,
  properties,
  sshdConfig,
  symlink,
  template,
  toml,
  xml,
  yaml,
} from '../../../tasks/index.ts'
import { runOn } from '../../support/runs.ts'
import { scratch } from '../../support/shells.ts'
import { trySituations } from '../../support/situations.ts'

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH8r3m4u6Gm6b3cJ0p4D7c2bTn0cX1m9ZrQ1oYkQm2aB deploy@ci'

trySituations('validate', [
  {
    name: 'a new file passes; it has its mode and its ending by then, and no input',
    resources: ({ at }) =>
      file({
        path: at('x.conf'),
        text: 'new\n',
        mode: 0o640,
        validate:
          'test "$(stat -c %a %s)" = 640 && grep -qx new %s && case %s in *.conf) ! read -r x ;; *) false ;; esac'.replace(
            '%%',
            '%',
          ),
      }),
    statuses: ['changed'],
    reason: /x\.conf has to pass test .* first/,
    after: { 'x.conf': 'new\n' },
  },
  {
    name: 'it fails: nothing of what is carried out together is changed, and its words name the path, not where it was tried',
    before: { a: 'old\n', 'b.json': '{"a":1}\n', d: { file: 'old\n', mode: 0o600 } },
    resources: ({ at }) => [
      file({ path: at('a'), text: 'new\n' }),
      json({ path: at('b.json'), edits: [json.set(['a'], 2)], validate: 'echo %s:1: no; echo second >&2; exit 75' }),
      symlink({ path: at('c'), target: 'a' }),
      file({ path: at('d'), text: 'old\n', mode: 0o644 }),
    ],
    fails: true,
    statuses: ['skipped', 'failed', 'skipped', 'skipped'],
    reason:
      /write failed: \S*\/host\/b\.json:1: no\nsecond\necho %s:1: no; echo second >&2; exit 75 ended with status 75/,
    after: { a: 'old\n', 'b.json': '{"a":1}\n', c: 'absent', d: { mode: 0o600 } },
  },
  {
    name: 'a program that it leaves running is not waited for',
    resources: ({ at }) => file({ path: at('f'), text: 'x', validate: 'test -e %s; sleep 300 & echo $! >%s.pid' }),
    statuses: ['changed'],
    after: { f: 'x' },
  },
  {
    name: 'it takes the file away: that has failed, and nothing is changed',
    before: { f: 'old\n', g: 'old\n' },
    resources: ({ at }) => [
      file({ path: at('g'), text: 'new\n' }),
      file({ path: at('f'), text: 'new\n', validate: 'rm %s' }),
    ],
    fails: true,
    statuses: ['skipped', 'failed'],
    reason: /write failed: \S*\/f is gone from where it was to pass rm %s: leave it there/,
    after: { f: 'old\n', g: 'old\n' },
  },
  {
    name: 'what several steps make of a file has to pass for all of them',
    before: { f: 'a\n' },
    resources: ({ at }) => [
      lines({ path: at('f'), edits: [lines.ensure('b')], validate: 'grep -q b %s' }),
      lines({ path: at('f'), edits: [lines.ensure('c')], validate: '! grep -q c %s' }),
    ],
    fails: true,
    statuses: ['failed', 'failed'],
    after: { f: 'a\n' },
  },
  {
    name: 'a file in a folder that is made with it, whose name has a blank',
    resources: ({ at }) => [
      directory({ path: at('new one') }),
      file({ path: at('new one/f x'), text: 'x', validate: 'test -s %s' }),
    ],
    statuses: ['changed', 'changed'],
    after: { 'new one/f x': 'x' },
  },
  {
    name: 'it fails in a folder that is made with it: neither is made',
    resources: ({ at }) => [
      directory({ path: at('new') }),
      template({ path: at('new/f'), values: {}, render: () => 'x', validate: 'false %s' }),
    ],
    fails: true,
    statuses: ['skipped', 'failed'],
    after: { new: 'absent' },
  },
  {
    name: 'lines of hosts, keys and jobs have to pass as well',
    before: { hosts: '127.0.0.1 localhost\n', keys: '# none\n', 'cron/other': '' },
    resources: ({ at }) => [
      hostsEntry({ path: at('hosts'), address: '10.0.0.10', names: ['is.example.com'], validate: 'grep -q ^10 %s' }),
      authorizedKeys({ user: userInfo().username, path: at('keys'), keys: [key], validate: 'grep -q ^ssh- %s' }),
      cron({ name: 'job', folder: at('cron'), schedule: '@daily', script: 'x', validate: '! grep -q @daily %s' }),
    ],
    fails: true,
    statuses: ['skipped', 'skipped', 'failed'],
    reason: /! grep -q @daily %s ended with status 1/,
    after: { hosts: '127.0.0.1 localhost\n', keys: '# none\n', 'cron/job': 'absent' },
  },
  {
    name: 'what is right already is not looked at',
    before: { f: 'x' },
    resources: ({ at }) => file({ path: at('f'), text: 'x', validate: 'false %s' }),
    statuses: ['ok'],
  },
  {
    name: 'what goes is not looked at',
    before: { f: 'x' },
    resources: ({ at }) => file({ path: at('f'), text: 'x', state: 'absent', validate: 'false %s' }),
    statuses: ['changed'],
    after: { f: 'absent' },
  },
])

const test = suite('validate')

test('every edit is refused by what it has to pass, and leaves the file', async () => {
  const folder = scratch('validate')
  const at = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const validate = 'false %s'
  const tasks: Resource[] = [
    file({ path: at('file', 'old'), text: 'x', validate }),
    template({ path: at('template', 'old'), values: {}, render: () => 'x', validate }),
    lines({ path: at('lines', 'old\n'), edits: [lines.ensure('x')], validate }),
    lines({ path: join(folder, 'made'), edits: [lines.ensure('x')], create: true, validate }),
    ini({ path: at('ini', '[a]\n'), edits: [ini.set('a', 'b', 'c')], validate }),
    json({ path: at('json', '{}\n'), edits: [json.set(['a'], 1)], validate }),
    yaml({ path: at('yaml', 'a: 1\n'), edits: [yaml.set('a', 2)], validate }),
    toml({ path: at('toml', 'a = 1\n'), edits: [toml.set('a', 2)], validate }),
    xml({ path: at('xml', '<a/>\n'), edits: [xml.text('/a', 'b')], validate }),
    properties({ path: at('properties', 'a=1\n'), edits: [properties.set('a', '2')], validate }),
    sshdConfig({ path: at('sshd', 'Port 1\n'), settings: { Port: 2 }, validate }),
  ]
  for (const task of tasks) {
    const { steps } = await runOn({ a: local() }, (inventory) => [play('p', inventory.group('all'), () => [task])])
    assert.match(steps('a')[0] ?? '', /^failed: write failed: false %s ended with status 1$/, task.task)
  }
})

test('a command that looks at no file, or has it in quotes, is refused at the call', () => {
  for (const [validate, says] of [
    ['visudo -c', /validate: "visudo -c" looks at no file: write %s where the path of the new file is to stand/],
    ['visudo -cf "%s"', /validate: it has %s in quotes: write it without/],
    [true, /validate: it is true: give a command in which %s/],
  ] as const)
    assert.throws(
      () => file({ path: '/x', text: '', validate: validate as string }),
      (error: unknown) => error instanceof UsageError && says.test(error.message),
    )
  assert.throws(() => sshdConfig({ settings: { Port: 1 }, validate: 'true' }), /looks at no file/)
})

test('sshd itself refuses a configuration with which it would not start', async () => {
  const folder = scratch('sshd')
  const path = join(folder, 'sshd_config')
  const set = async (settings: Record<string, string>, more = {}) => {
    const { steps } = await runOn({ a: local() }, (inventory) => [
      play('p', inventory.group('all'), () => [sshdConfig({ path, settings, ...more })]),
    ])
    return steps('a')[0] ?? ''
  }
  writeFileSync(path, 'Port 22\n')
  chmodSync(path, 0o600)
  assert.match(
    await set({ PermitRootLogin: 'perhaps' }),
    /^failed: write failed: \S*sshd_config(:| line) .*[\s\S]*sshd -t -f %s ended with status 255$/,
  )
  assert.match(await set({ PermitRootLogin: 'no' }), /^changed: \S* has to pass sshd -t -f %s first$/)
  assert.match(await set({ PermitRootLogin: 'perhaps' }, { validate: false }), /^changed$/)
  // The server would not start with the present file either: nobody can tell what is to blame.
  assert.match(await set({ PermitRootLogin: 'maybe' }), /^changed: /)
})

test.run()
