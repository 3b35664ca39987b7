import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newProject, type Project } from './command.ts'
import { demo } from './demo.ts'

interface Context {
  project: Project
  target: string
}

const test = suite<Context>('a run that is ended by a signal')
test.before.each((context) => {
  context.target = mkdtempSync(join(tmpdir(), 'runbook-target-'))
  context.project = newProject(demo(context.target))
})
test.after.each(({ project, target }) => {
  project.remove()
  rmSync(target, { recursive: true, force: true })
})

/** Its last step begins something slow, or waits for an answer that does not come. */
const slowly = (target: string, step: string) => ({
  'playbooks/motd.ts': (demo(target)['playbooks/motd.ts'] ?? '')
    .replace('import { directory', 'import { command, directory')
    .replace('    ]),\n', `      ${step}\n    ]),\n`),
})
const begun = (target: string) => `command({ script: 'touch ${target}/begun; sleep 20', creates: '/nowhere/at/all' }),`
const asking = (target: string) => `command({ script: ':', unless: 'touch ${target}/begun; sleep 20' }),`

const interrupts: readonly {
  name: string
  step(target: string): string
  signals: readonly NodeJS.Signals[]
  leaves: boolean
}[] = [
  { name: 'Ctrl-C twice: what runs on is told', step: begun, signals: ['SIGINT', 'SIGINT'], leaves: true },
  { name: 'TERM twice: what runs on is told', step: begun, signals: ['SIGTERM', 'SIGTERM'], leaves: true },
  { name: 'TERM once: what runs on after ten seconds is told', step: begun, signals: ['SIGTERM'], leaves: true },
  { name: 'TERM once, while a host is asked something', step: asking, signals: ['SIGTERM'], leaves: false },
]

for (const { name, step, signals, leaves } of interrupts) {
  test(name, async ({ project, target }) => {
    project.write(slowly(target, step(target)))
    const said = await project.run(['apply', 'hosts.ts', 'motd'], {
      started(child) {
        const watch = setInterval(() => {
          if (!existsSync(join(target, 'begun'))) return
          clearInterval(watch)
          for (const [at, signal] of signals.entries()) setTimeout(() => child.kill(signal), 300 * at)
        }, 50)
      },
    })
    assert.match(said.err, /^interrupted: [^\n]+ 10 s [^\n]+\n$/)
    if (leaves)
      assert.match(
        said.out,
        /^words \| is[12] \| failed \| run touch .*\n? +left running: .*run again$|^words \| is[12] \| failed \| run touch .* \| left running: .*run again$/m,
      )
    assert.not.match(said.out, leaves ? /\| unreachable/ : /\| failed|\| unreachable/)
    assert.is(said.code, 130)
  })
}

test.run()
