import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { demo } from './demo.ts'
import { demoSuite } from './demo-suite.ts'

const test = demoSuite('a run that is ended by a signal')

/** What a run leaves running has the lock of this machine: that is nothing to the next test. */
const locks = (target: string) => ({ RUNBOOK_LOCKS: target })

/** Its last step begins something slow, or waits for an answer that does not come. */
const slowly = (target: string, step: string) => ({
  'playbooks/motd.ts': (demo(target)['playbooks/motd.ts'] ?? '')
    .replace('import { directory', 'import { command, directory')
    .replace('    ]),\n', `      ${step}\n    ]),\n`),
})
const begun = (target: string) => `command({ script: 'touch ${target}/begun; sleep 60', creates: '/nowhere/at/all' }),`
const asking = (target: string) => `command({ script: ':', unless: 'touch ${target}/begun; sleep 60' }),`

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
      env: locks(target),
      started(child) {
        const watch = setInterval(() => {
          if (!existsSync(join(target, 'begun'))) return
          clearInterval(watch)
          child.kill(signals[0])
        }, 50)
        // The first one has been heard when it is said: two that come at once may be one.
        child.stderr?.once('data', () => {
          if (signals[1] !== undefined) child.kill(signals[1])
        })
      },
    })
    assert.match(said.err, /^interrupted: [^\n]+ 10 s [^\n]+\n\d of 2 hosts did not get through:\n/)
    assert.match(said.err, /^ {2}to go on there: runbook apply hosts\.ts motd/m)
    if (leaves)
      assert.match(
        said.out,
        /^words \| is[12] \| failed \| run touch .*\n? +left running: .*run again, which asks for \/nowhere\/at\/all$|^words \| is[12] \| failed \| run touch .* \| left running: .*run again, which asks for \/nowhere\/at\/all$/m,
      )
    assert.not.match(said.out, leaves ? /\| unreachable/ : /\| failed|\| unreachable/)
    assert.is(said.code, 130)
  })
}

test('the time that a run has is over: nothing more is begun, what runs on is told, and it has failed', async ({
  project,
  target,
}) => {
  project.write(slowly(target, begun(target)))
  const { err, out, code } = await project.run(['apply', 'hosts.ts', 'motd', '--timeout', '15s', '--forks', '1'], {
    env: locks(target),
  })
  const [first, ...more] = err.split('\n')
  assert.is(
    first,
    'the 15 s that the run has are over (--timeout): what is running on the hosts has 10 s to end, nothing more is begun',
  )
  assert.match(more.join('\n'), /^2 of 2 hosts did not get through:\n {2}is1: failed at .*\n {2}is2: interrupted at /)
  assert.match(
    out,
    /^words \| is1 \| failed \| run touch .*left running: .*run again, which asks for \/nowhere\/at\/all$/m,
  )
  assert.match(out, /^words \| is2 \| skipped \| .* \| the 15 s that the run has are over \(--timeout\)/m)
  assert.is(code, 1)
})

test('a run that ends in time has nothing to do with its limit', async ({ project, target }) => {
  const { err, code } = await project.run(['apply', 'hosts.ts', 'motd', '--timeout', '1h'], { env: locks(target) })
  assert.equal([err, code], ['', 0])
  const wrong = await project.run(['apply', 'hosts.ts', 'motd', '--timeout', '0'])
  assert.match(wrong.err, /'--timeout <TIME>' argument '0' is invalid\. Give a time above 0, as in 90s, 10m or 2h\./)
  assert.is(wrong.code, 64)
})

test.run()
