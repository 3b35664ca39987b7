import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { emulated } from '../support/emulated.ts'
import { onTerminal } from '../support/terminal.ts'
import { main, newProject, type Project } from './command.ts'
import { demo } from './demo.ts'

/** Bad usage: exit status 64, nothing on standard output, and a message that says what to type. */
const situations: readonly { name: string; args: string; files?: Record<string, string>; says: RegExp }[] = [
  { name: 'no command', args: '', says: /Usage: runbook/ },
  { name: 'an unknown command', args: 'aply hosts.ts motd', says: /unknown command 'aply'\n\(Did you mean apply\?\)/ },
  {
    name: 'an unknown option',
    args: 'apply hosts.ts motd --dryrun',
    says: /unknown option '--dryrun'\n\(Did you mean --dry-run\?\)/,
  },
  {
    name: 'an option of Ansible',
    args: 'apply hosts.ts motd --extra-vars a=b',
    says: /unknown option '--extra-vars': write -e KEY=VALUE, or --set KEY=VALUE$/m,
  },
  {
    name: 'an inventory as Ansible takes it',
    args: 'apply -i hosts.ts motd',
    says: /unknown option '-i': the inventory is the first argument/,
  },
  {
    name: 'an argument short',
    args: 'apply hosts.ts',
    says: /hosts\.ts is no approval: give .*, or an inventory with a playbook/,
  },
  {
    name: 'no number of forks',
    args: 'apply hosts.ts motd --forks many',
    says: /'many' is invalid\. Give a number from 1 up/,
  },
  {
    name: 'no kind of output',
    args: 'apply hosts.ts motd --output xml',
    says: /Give tree, lines, json, junit, github, html, log, with =FILE to write it to a file/,
  },
  {
    name: 'a report without the name of its file',
    args: 'apply hosts.ts motd --output json=',
    says: /Give the name of the file, as in json=run\.json/,
  },
  {
    name: 'two reports into one file',
    args: 'apply hosts.ts motd --output json=run.txt --output lines=./run.txt',
    says: /Two reports would be written to \.\/run\.txt: name another file for one of them/,
  },
  {
    name: 'no inventory',
    args: 'apply host.ts motd',
    says: /^runbook: no inventory host\.ts: did you mean hosts\.ts\?$/m,
  },
  { name: 'no folder', args: 'apply inv/hosts.ts motd', says: /no inventory inv\/hosts\.ts: there is no folder inv$/m },
  {
    name: 'a folder for an inventory',
    args: 'apply playbooks motd',
    says: /playbooks is no file: give the inventory's own file/,
  },
  {
    name: 'no playbook of that name',
    args: 'apply hosts.ts modt',
    says: /no playbook modt: did you mean motd\? there is .*motd/,
  },
  {
    name: 'no playbook of that path',
    args: 'apply hosts.ts playbooks/modt.ts',
    says: /no playbook playbooks\/modt\.ts: did you mean playbooks\/motd\.ts\?/,
  },
  {
    name: 'a playbook for an inventory',
    args: 'apply playbooks/motd.ts motd',
    says: /playbooks\/motd\.ts: its default export is a playbook, not an inventory: write export default defineInventory/,
  },
  {
    name: 'an inventory for a playbook',
    args: 'apply hosts.ts hosts.ts',
    says: /hosts\.ts: its default export is an inventory, not a playbook/,
  },
  {
    name: 'no default export',
    args: 'list x.ts',
    files: { 'x.ts': 'export const hosts = 1\n' },
    says: /^runbook: x\.ts: it has no default export, which is to be an inventory: write export default defineInventory\(\{ … \}\)$/m,
  },
  {
    name: 'no default export, for a playbook',
    args: 'list hosts.ts ./x.ts',
    files: { 'x.ts': 'export const p = 1\n' },
    says: /^runbook: x\.ts: it has no default export, which is to be a playbook: write export default playbook\('name', /m,
  },
  {
    name: 'a number for a playbook',
    args: 'list hosts.ts ./x.ts',
    files: { 'x.ts': 'export default 1\n' },
    says: /^runbook: x\.ts: its default export is a value of type number, not a playbook: write export default playbook\('name', /m,
  },
  {
    name: 'an inventory that throws',
    args: 'list x.ts',
    files: {
      'x.ts': "import { wanted } from './helper'\n\nexport default wanted('db')\n",
      'helper.ts':
        "type A = { b: string }\nexport function wanted(name: string): A {\n  const text: string = name; throw new TypeError('no ' + text)\n}\n",
    },
    says: /^runbook: helper\.ts:3:36: TypeError: no db$/m,
  },
  {
    name: 'an inventory with faults, all at once, at its own line',
    args: 'list x.ts',
    files: {
      'x.ts':
        "import { defineInventory, local } from 'runbook'\nconst at = { connect: local() }\nexport default defineInventory({\n  hosts: [{ name: 'a', ...at }, { name: 'a', ...at }, { name: 'b c', ...at }],\n})\n",
    },
    says: /^runbook: x\.ts:3:\d+: the inventory has faults:\n {2}- host a is there twice.*\n {2}- host name "b c"/m,
  },
  {
    name: 'a thrown text',
    args: 'list x.ts',
    files: { 'x.ts': "throw 'no'\n" },
    says: /x\.ts: it throws "no", which is no Error/,
  },
  {
    name: 'a syntax error',
    args: 'list x.ts',
    files: { 'x.ts': 'const a = {\n  b: 1,,\n}\n' },
    says: /^runbook: x\.ts:2:8: ParseError: Unexpected token$/m,
  },
  {
    name: 'an import of nothing',
    args: 'list x.ts',
    files: { 'x.ts': "import { a } from './nope'\nexport default a\n" },
    says: /^runbook: x\.ts:1:\d+: Cannot find module '\.\/nope'$/m,
  },
  {
    name: 'a name that the library has not',
    args: 'list x.ts',
    files: { 'x.ts': "import { inventory } from 'runbook'\nexport default inventory({})\n" },
    says: /^runbook: x\.ts:2:\d+: TypeError: inventory is not a function$/m,
  },
  {
    name: 'a misspelt key, at the line of the call, wherever that is',
    args: 'apply x.ts motd',
    files: {
      'x.ts': "import { webHosts } from './helper'\n\nexport default webHosts({ group: ['is'] })\n",
      'helper.ts':
        "import { defineInventory, local } from 'runbook'\n\nexport const webHosts = (more: object) =>\n  defineInventory({ hosts: { a: { connect: local(), ...more } }, vars: { text: 'a' } })\n",
    },
    says: /^runbook: helper\.ts:4:\d+: the inventory has faults: hosts\.a\.group is no key of a host: did you mean groups\?$/m,
  },
  {
    name: 'all that is wrong with a JSON inventory',
    args: 'list x.json',
    files: {
      'x.json':
        '{"hosts": {"a": {"connect": {"kind": "ssh", "adress": "a"}, "group": ["is"]}}, "vars": {"db": {"kind": "x"}}, "becom": true}',
    },
    says: /^runbook: x\.json: the inventory has faults:\n {2}- hosts\.a\.connect\.adress is no key of ssh\(\): did you mean address\?\n {2}- hosts\.a\.connect\.address is missing: give the address of the host.*\n {2}- hosts\.a\.group is no key of a host: did you mean groups\?\n {2}- becom is no key of an inventory: did you mean become\?$/m,
  },
  {
    name: 'a JSON inventory that is none',
    args: 'list x.json',
    files: { 'x.json': '{"hosts": ' },
    says: /^runbook: x\.json: it is no JSON: /,
  },
  {
    name: 'a playbook that throws for a host',
    args: 'apply hosts.ts ./p.ts',
    files: {
      'p.ts':
        "import { play, playbook } from 'runbook'\nimport * as v from 'valibot'\nexport default playbook('p', { vars: v.looseObject({}), plays: (inventory) => [\n  play('a', inventory.group('is'), () => [inventory.host('is9') as never]),\n] })\n",
    },
    says: /^runbook: p\.ts:4:53: no host is9 in the inventory: did you mean is1\?$/m,
  },
  {
    name: 'faults that a playbook finds, all at once',
    args: 'apply hosts.ts ./p.ts',
    files: {
      'p.ts':
        "import { playbook } from 'runbook'\nimport * as v from 'valibot'\nexport default playbook('p', { vars: v.looseObject({}), plays: () => [], check: () => ['vars.a: wrong', 'host is1: wrong'] })\n",
    },
    says: /the inventory does not fit the playbook p:\n {2}- vars\.a: wrong\n {2}- host is1: wrong\n/,
  },
  {
    name: 'a host of a system that is not spoken to, which is not even connected to',
    args: 'apply x.ts motd --set text=a',
    files: {
      'x.ts':
        "import { defineInventory, ssh } from 'runbook'\nexport default defineInventory({ hosts: { w1: { connect: ssh('192.0.2.1'), system: 'windows', groups: ['is'] } } })\n",
    },
    says: /hosts\.w1 is a Windows host, by its system, and runbook speaks to POSIX shells alone: leave it out by --limit/,
  },
  {
    name: 'an unknown host pattern',
    args: 'apply hosts.ts motd --limit is3',
    says: /--limit: "is3" is no host and no group: did you mean is[12]\?/,
  },
  {
    name: 'a pattern that leaves nothing',
    args: 'apply hosts.ts motd --limit all,!is',
    says: /--limit all,!is leaves no host: the inventory has is1, is2/,
  },
  {
    name: 'an unknown tag',
    args: 'apply hosts.ts motd --tags wrods',
    says: /--tags: no step has the tag wrods: did you mean words\?/,
  },
  {
    name: 'an unknown tag to skip',
    args: 'apply hosts.ts motd --skip-tags x',
    says: /--skip-tags: no step has the tag x: there is directory, file, words/,
  },
  {
    name: 'an unknown variable',
    args: 'apply hosts.ts motd --set txt=a',
    says: /--set txt: the playbook motd has no variable txt: did you mean text\?/,
  },
  {
    name: 'a variable of the wrong kind',
    args: 'apply hosts.ts motd --set version=5.10',
    says: /--set version: .*string.*write --set 'version="5\.10"'\)/,
  },
  {
    name: 'no key',
    args: 'apply hosts.ts motd --set text',
    says: /--set takes KEY=VALUE: "text" has no key and value/,
  },
  {
    name: 'several faults at once, each with its entry',
    args: 'apply x.ts motd --limit db',
    files: {
      'x.ts':
        "import { defineInventory, local } from 'runbook'\nexport default defineInventory({ hosts: { a: { connect: local(), vars: { name: 1 } } }, vars: { txt: 'a' } } as never)\n",
    },
    says: /- vars\.text is missing: .*\n.*- vars\.txt: the playbook motd has no variable txt: did you mean text\?\n.*- host a: vars\.name: .*string.*\n.*- --limit: "db"/,
  },
  {
    name: 'secrets that are missing, all at once, each with its variable',
    args: 'apply x.ts motd',
    files: {
      'x.ts':
        "import { defineInventory, secret, ssh } from 'runbook'\nexport default defineInventory({ hosts: { a: { connect: ssh('a', { password: secret('login'), passphrase: secret('my key', { env: 'KEY_WORD' }) }), become: { password: secret('root', { file: 'root.secret' }) }, groups: ['is'] } }, vars: { text: 'a' } })\n",
    },
    says: /- secret login is not set: set the environment variable RUNBOOK_SECRET_LOGIN\n.*- secret my key is not set: .* KEY_WORD\n.*- secret root: root\.secret is not there: make it/,
  },
]

const test = suite<{ project: Project }>('bad usage')
test.before((context) => {
  context.project = newProject(demo('/nowhere'))
})
test.after(({ project }) => project.remove())

for (const { name, args, files = {}, says } of situations) {
  test(name, async ({ project }) => {
    project.write(files)
    const { code, out, err } = await project.run(args.split(' ').filter((word) => word !== ''))
    assert.match(err, says)
    assert.not.match(err, /\n +at /, 'no stack of the library')
    assert.is(out, '')
    assert.is(code, 64)
  })
}

test('runbook --help lists each command once, below its group, within 80 columns; each has an example', async ({
  project,
}) => {
  const { seen } = await onTerminal([process.execPath, main, '--help'], {
    cwd: project.folder,
    env: process.env,
    columns: 80,
  })
  const { lines, wrapped } = emulated(seen, 80)
  assert.equal(wrapped, [])
  const text = lines.join('\n')
  assert.ok(text.indexOf('Describe and apply:\n  apply') > 0, text)
  const names = [...text.matchAll(/^ {2}([a-z]+) {3,}\S/gm)].map(([, name = '']) => name)
  assert.is(new Set(names).size, names.length)
  assert.ok(names.length >= 18, String(names))
  const commands = names.map((name) => (name === 'import' ? [name, 'ansible-inventory'] : [name]))
  const helps = commands.filter(([name]) => name !== 'help').map((words) => project.run([...words, '--help']))
  for (const { out } of await Promise.all(helps)) {
    assert.match(out, /\nExamples?:\n {2}\S/)
    assert.equal(tooLong(out), [])
  }
})

test('the help of what people do daily has examples and the exit statuses, and fits a terminal', async ({
  project,
}) => {
  const helps = ['apply', 'plan', 'verify', 'rollback', 'history'].map((word) => project.run([word, '--help']))
  for (const { code, out } of await Promise.all(helps)) {
    assert.is(code, 0)
    assert.match(out, /^Examples:\n {2}runbook /m)
    assert.match(out, /^Exit status: /m)
    assert.not.match(out, /\(default:\s+(false|\[\])\)/, 'that nothing is given is no default')
    assert.equal(tooLong(out), [])
  }
})

const tooLong = (help: string): readonly string[] => help.split('\n').filter((line) => line.length > 80)

test('-v shows the stack', async ({ project }) => {
  project.write({ 'x.ts': "throw new Error('no')\n" })
  assert.match((await project.run(['list', 'x.ts', '-v'])).err, /x\.ts:1:7: no\nError: no\n {4}at /)
})

test.run()
