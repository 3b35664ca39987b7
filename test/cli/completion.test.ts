import { execFileSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { needs } from '../support/debian.ts'
import { onTerminal } from '../support/terminal.ts'
import { main, newProject, type Project } from './command.ts'

const test = suite<{ project: Project }>('completion')
test.before((context) => {
  context.project = newProject({
    'hosts.ts': `import { defineInventory, local } from 'runbook'
export default defineInventory({ hosts: { web1: { connect: local(), groups: ['web'] }, db1: { connect: local() } } })
`,
    'playbooks/site.ts': `import { file, play, playbook } from 'runbook'
import * as v from 'valibot'
export default playbook('site', { vars: v.object({}), plays: (inventory) => [
  play('p', inventory.group('web'), () => [file({ path: '/nowhere/x', text: '', tags: ['slow'] })]),
] })
`,
    runbook: `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`,
  })
  chmodSync(`${context.project.folder}/runbook`, 0o755)
})
test.after(({ project }) => project.remove())

const situations: readonly { readonly words: readonly string[]; readonly gives: readonly string[] }[] = [
  { words: ['ap'], gives: ['apply'] },
  { words: ['secrets', 're'], gives: ['rekey'] },
  { words: ['apply', 'hosts.ts', 'si'], gives: ['site'] },
  { words: ['apply', 'hosts.ts', 'site', '--lim'], gives: ['--limit'] },
  { words: ['apply', 'hosts.ts', 'site', '--limit', ''], gives: ['web1', 'db1', 'web'] },
  { words: ['apply', '-C', 'hosts.ts', 'site', '-t', ''], gives: ['file', 'slow'] },
  { words: ['history', 'hosts.ts', '--output', ''], gives: ['lines', 'json'] },
  { words: ['apply', 'hosts.ts', 'site', '--output', 'j'], gives: ['json', 'junit'] },
  { words: ['unlock', 'hosts.ts', 'w'], gives: ['web1'] },
  { words: ['exec', 'hosts.ts', 'w'], gives: ['web1', 'web'] },
  { words: ['apply', 'hosts.ts', 'site', '--limit', 'db1,w'], gives: ['db1,web1', 'db1,web'] },
  { words: ['apply', 'hosts.ts', 'site', '-l', 'web:!w'], gives: ['web:!web1', 'web:!web'] },
  { words: ['apply', 'hosts.ts', 'site', '--limit=d'], gives: ['--limit=db1'] },
  { words: ['apply', 'hosts.ts', 'site', '--limit', '=', 'd'], gives: ['db1'] },
  { words: ['apply', 'hosts.ts', 'site', '--limit', '='], gives: ['web1', 'db1', 'web'] },
  { words: ['apply', 'hosts.ts', 'site', '-t', 'file,s'], gives: ['file,slow'] },
  { words: ['docs', 'systemdT'], gives: ['systemdTimer'] },
  { words: ['completion', ''], gives: ['bash', 'zsh', 'fish'] },
  { words: ['apply', ''], gives: [] },
  { words: ['apply', 'nothere.ts', 'site', '-l', ''], gives: [] },
]

for (const { words, gives } of situations)
  test(`runbook ${words.join(' ')}…`, async ({ project }) => {
    const { out } = await project.run(['complete', '--', ...words])
    assert.equal(out.split('\n').slice(0, -1), gives)
  })

test('bash completes by what is printed for it', async ({ project }) => {
  const script = (await project.run(['completion', 'bash'])).out
  const ask = `${script}
COMP_WORDS=(runbook apply hosts.ts site --limit w) COMP_CWORD=5
_runbook; printf '%s\\n' "\${COMPREPLY[@]}"`
  const env = { ...process.env, PATH: `${project.folder}:${process.env.PATH}` }
  assert.is(execFileSync('bash', ['-c', ask], { cwd: project.folder, env, encoding: 'utf8' }), 'web1\nweb\n')
})

test('fish completes by what is printed for it', async ({ project }) => {
  needs(['fish'])
  project.write({ 'completion.fish': (await project.run(['completion', 'fish'])).out })
  const env = { ...process.env, HOME: project.folder, PATH: `${project.folder}:${process.env.PATH}` }
  const ask = "source completion.fish; complete -C 'runbook apply hosts.ts site --limit w'"
  assert.is(execFileSync('fish', ['-N', '-c', ask], { cwd: project.folder, env, encoding: 'utf8' }), 'web\nweb1\n')
})

test('zsh completes on a terminal by what is printed for it', async ({ project }) => {
  needs(['zsh'])
  project.write({
    'completion.zsh': (await project.run(['completion', 'zsh'])).out,
    '.zshrc': "PS1='ready> '; autoload -U compinit; compinit -u -D; source completion.zsh\n",
  })
  const home = { ZDOTDIR: project.folder, HOME: project.folder, TERM: 'dumb' }
  const { seen, left } = await onTerminal(['zsh', '-i'], {
    cwd: project.folder,
    env: { ...process.env, ...home, PATH: `${project.folder}:${process.env.PATH}` },
    steps: [
      ['ready> ', 'runbook unlock hosts.ts w\t'],
      ['web1 ', '\u0015exit\r'],
    ],
  })
  assert.is(left, 0, seen)
  assert.match(seen, /runbook unlock hosts\.ts web1 /)
})

test('a shell that is not known', async ({ project }) => {
  const { code, err } = await project.run(['completion', 'tcsh'])
  assert.is(code, 64)
  assert.match(err, /Allowed choices are bash, zsh, fish/)
})

test.run()
