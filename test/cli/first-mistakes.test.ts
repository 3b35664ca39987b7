import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newProject, type Project } from './command.ts'

/** What somebody gets wrong in the first minutes, in a project that `runbook init` has begun, and what is said then. */
interface Mistake {
  readonly name: string
  /** What is typed after `runbook`. Default: a plan of the project. */
  readonly args?: string
  /** A file of the project, and what becomes of its text. */
  readonly file?: 'hosts.ts' | 'playbooks/web.ts'
  readonly edit?: readonly [from: string, to: string]
  readonly says: RegExp
}

const mistakes: readonly Mistake[] = [
  {
    name: 'a command without its arguments',
    args: 'apply',
    says: /missing required argument 'inventory'\n\(runbook apply --help says what it takes\)/,
  },
  {
    name: 'a command of a group without its arguments',
    args: 'secrets set',
    says: /missing required argument 'name'\n\(runbook secrets set --help says what it takes\)/,
  },
  {
    name: 'an inventory without a playbook',
    args: 'apply hosts.ts',
    says: /or an inventory with a playbook, as in runbook apply hosts\.ts web/,
  },
  {
    name: 'the playbook before the inventory',
    args: 'apply web hosts.ts',
    says: /no inventory web: give the path of the inventory, which comes before the playbook: runbook apply hosts\.ts web/,
  },
  {
    name: 'a playbook that is not there',
    args: 'plan hosts.ts wbe',
    says: /no playbook wbe: did you mean web\?/,
  },
  {
    name: 'a group that the inventory does not have',
    file: 'playbooks/web.ts',
    edit: ["group('web')", "group('webs')"],
    says: /playbooks\/web\.ts:12:\d+: the inventory has no group webs: did you mean web\?/,
  },
  {
    name: 'an address for a connection',
    file: 'hosts.ts',
    edit: ['connect: local()', "connect: '10.0.0.11'"],
    says: /hosts\.web1\.connect .*(ssh\('10\.0\.0\.11'|local\(\))/,
  },
  {
    name: 'an option that is misspelt',
    file: 'playbooks/web.ts',
    edit: ['text: `<h1>', 'txt: `<h1>'],
    says: /playbooks\/web\.ts:14:\d+: file: .*it has no option txt: did you mean text\?/,
  },
  {
    name: 'a variable without a value',
    file: 'hosts.ts',
    edit: ["title: 'It works', ", ''],
    says: /vars\.title is missing: .*: give it in the inventory, or by --set title=…/,
  },
  {
    name: 'a secret that nobody has set',
    file: 'playbooks/web.ts',
    edit: ['text: `<h1>', "text: secret('motd') ?? `<h1>"],
    says: /RUNBOOK_SECRET_MOTD/,
  },
  {
    name: 'a bracket that is not closed',
    file: 'playbooks/web.ts',
    edit: ["target: 'site-1' }),", "target: 'site-1' ),"],
    says: /playbooks\/web\.ts:15:\d+/,
  },
  {
    name: 'an inventory that exports nothing',
    file: 'hosts.ts',
    edit: ['export default defineInventory', 'const inventory = defineInventory'],
    says: /hosts\.ts: it has no default export.*export default defineInventory/,
  },
]

const test = suite<{ project: Project; was: Readonly<Record<string, string>> }>('the first mistakes')
test.before(async (context) => {
  context.project = newProject()
  assert.is((await context.project.run(['init'])).code, 0)
  const read = (name: string) => readFileSync(join(context.project.folder, name), 'utf8')
  context.was = Object.fromEntries(['hosts.ts', 'playbooks/web.ts'].map((name) => [name, read(name)]))
})
test.after(({ project }) => project.remove())

for (const { name, args = 'plan hosts.ts web', file, edit, says } of mistakes)
  test(name, async ({ project, was }) => {
    project.write(was)
    if (file && edit) {
      const text = was[file] ?? ''
      assert.match(text, edit[0])
      const imports = edit[1].includes('secret(')
        ? text.replace('playbook, symlink', 'playbook, secret, symlink')
        : text
      project.write({ [file]: imports.replace(edit[0], edit[1]) })
    }
    const { code, out, err } = await project.run(args.split(' '))
    assert.match(err, says)
    assert.is(out, '')
    assert.not.match(err, /\n +at /, 'no stack of the library')
    assert.is(code, 64)
  })

test.run()
