import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { HostSpec } from '../../lib/core/inventory-spec.ts'
import { bench, told } from '../support/e2e.ts'

/** The exit status of the command itself, in mixtures of hosts that each end in their own way. */
const work = bench()
const test = suite('exit statuses of mixtures')
test.after(() => work.remove())

/** What becomes of a host is told by its name. */
work.write(
  'playbook.ts',
  `import * as v from 'valibot'
import { command, file, lines, play, playbook } from 'runbook'
export default playbook('mixed', { vars: v.object({ at: v.string() }), plays: (inventory) => [
  play('mixed', inventory.group('all'), ({ name, vars }) => {
    const at = (path: string) => vars.at + name + '-' + path
    const made = file({ path: at('f'), text: 'x' })
    switch (name) {
      case 'refused': return [made, lines({ path: at('none'), edits: [lines.ensure('x')] })]
      case 'late': return [
        command({ script: 'echo a >' + at('made'), creates: at('made') }),
        lines({ path: at('made'), edits: [lines.ensure('x', { after: /nowhere/ })] }),
      ]
      case 'failed': return [command({ script: 'exit 7', creates: at('none') })]
      default: return [made]
    }
  }),
] })`,
)

const local: HostSpec<object> = { connect: { kind: 'local', options: {} } }
const gone: HostSpec<object> = { connect: { kind: 'shell', argv: ['sh', '-c', 'echo gone >&2; exit 255'] } }

const mixtures: readonly { readonly of: readonly string[]; readonly apply: number; readonly plan: number }[] = [
  { of: ['changed'], apply: 0, plan: 2 },
  { of: ['changed', 'refused'], apply: 4, plan: 4 },
  { of: ['late'], apply: 1, plan: 2 },
  { of: ['late', 'refused'], apply: 1, plan: 4 },
  { of: ['gone', 'changed', 'refused'], apply: 3, plan: 3 },
  { of: ['gone', 'late', 'refused'], apply: 1, plan: 3 },
  { of: ['gone', 'failed', 'refused', 'changed'], apply: 1, plan: 3 },
]

for (const [at, { of, ...codes }] of mixtures.entries())
  for (const mode of ['plan', 'apply'] as const)
    test(`${mode}: ${of.join(', ')}`, async () => {
      const hosts = Object.fromEntries(of.map((name) => [name, name === 'gone' ? gone : local]))
      const inventory = work.inventory({ hosts, vars: { at: `${work.folder}/${at}-` } }, `${at}.ts`)
      const options = mode === 'plan' ? ['--dry-run', '--detailed-exitcode'] : []
      const ran = await work.run('apply', inventory, './playbook.ts', '--output', 'json', ...options)
      assert.is(ran.status, codes[mode], told(ran))
      const late = ran.steps.filter(({ host, status }) => host === 'late' && status === 'failed')
      if (mode === 'apply' && of.includes('late'))
        assert.match(late[0]?.reason ?? '', /before that, this run has changed the host: run echo a/)
    })

test.run()
