import { setTimeout as pause } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { command, file, guarded, service, sshdConfig } from '../../lib/index.ts'
import { newProject } from '../cli/command.ts'
import { startMachine } from '../support/machines/machines.ts'
import { runOn } from '../support/runs.ts'

const { machine, stop } = await startMachine()
const spec = machine.spec()
const test = suite('what would lock everybody out of a machine')
test.after(stop)

const apply = (resources: Resources) =>
  runOn({ a: spec }, (inventory) => [play('p', inventory.group('all'), () => resources)])

/** Until somebody who comes anew is let in: the machine has no other way back than its own. */
async function answers(): Promise<void> {
  for (let turn = 1; ; turn++) {
    try {
      await machine.sh('true', { seconds: 20 })
      return
    } catch (error) {
      if (turn > 60) throw error
      await pause(500)
    }
  }
}
/** What is the same before and after. */
const state = (script: string) => machine.sh(script)

/** All of it is put back by the machine, and it answers again, as before. */
async function isPutBack(resources: Resources, live: string): Promise<void> {
  const before = await state(live)
  const { steps, unreachable } = await apply(guarded({ within: 20 }, resources))
  await answers()
  assert.is(await state(live), before)
  assert.equal(unreachable, [], 'a new connection hears what became of it')
  for (const one of steps('a')) assert.match(one, /^failed: put back by the host: /, one)
  await isFree()
}

/** Nothing of a watchdog, and nothing of the run that it has ended, is left; `but` a file that the next run takes away. */
async function isFree(but = ''): Promise<void> {
  const left = `systemctl list-units --plain --no-legend 'runbook-guard-*'; ls -A /var/tmp /etc/ssh | grep runbook | grep -vx '${but}' || true`
  // What is put back may restart sshd in the middle of a question.
  const asked = () => machine.sh(left).catch((error: Error) => error.message)
  for (let turn = 1; ; turn++) {
    const found = await asked()
    if (found === '') return
    if (turn > 120) throw new Error(found)
    await pause(500)
  }
}

const sshd = (settings: Parameters<typeof sshdConfig>[0]['settings']) => [
  sshdConfig({ settings }),
  service({ name: 'ssh', inputs: ['/etc/ssh/sshd_config'] }),
]
const sshdLive = 'cat /etc/ssh/sshd_config; systemctl is-active ssh; ss -Hltn | sort'

test('a firewall that drops its port', async () => {
  const path = '/etc/nftables.conf'
  await machine.sh(
    `printf 'flush ruleset\\ntable inet old { chain in { type filter hook input priority 0; }; }\\n' >${path}; nft -f ${path}`,
  )
  const rules =
    'flush ruleset\ntable inet new { chain in { type filter hook input priority 0; tcp dport 22 drop; }; }\n'
  await isPutBack(
    [
      file({ path, text: rules }),
      command({
        script: `nft -f ${path}`,
        unless: 'nft list ruleset | grep -q drop',
        inputs: [path],
        undo: `nft -f ${path}`,
      }),
    ],
    `cat ${path}; nft list ruleset`,
  )
})

test('an sshd that listens elsewhere', () => isPutBack(sshd({ Port: 2222 }), sshdLive))

test('an interface that loses its address', async () => {
  const path = '/etc/systemd/network/controller-1.network'
  await isPutBack(
    [
      file({ path, text: (await machine.sh(`cat ${path}`)).replace('10.0.2.15', '10.0.3.15') }),
      command({
        script: 'networkctl reload',
        unless: 'ip -4 -o addr | grep -q 10.0.3.15',
        inputs: [path],
        undo: 'networkctl reload',
      }),
    ],
    `cat ${path}; ip -4 -o addr | sed 's/ *valid_lft.*//'; ip route`,
  )
})

test('a controller that is killed in the middle; the next run sees that it was put back', async () => {
  const before = await state(sshdLive)
  const project = newProject({
    'hosts.ts': `import { defineInventory } from 'runbook'
export default defineInventory({ hosts: { a: { connect: ${JSON.stringify(spec)} } } })`,
    'site.ts': `import * as v from 'valibot'
import { command, guarded, play, playbook, service, sshdConfig } from 'runbook'
export default playbook('site', { vars: v.object({}), plays: (inventory) => [play('p', inventory.group('all'), () =>
  guarded({ within: 40 }, [
    sshdConfig({ settings: { Port: 2222 } }),
    service({ name: 'ssh', inputs: ['/etc/ssh/sshd_config'] }),
    command({ script: 'sleep 600', unless: 'false', inputs: [], undo: ':' }),
  ]))] })`,
  })
  try {
    const { code } = await project.run(['apply', 'hosts.ts', './site.ts', '--output', 'lines'], {
      started(child) {
        let out = ''
        child.stdout?.on('data', (chunk) => {
          out += chunk
          if (/\| changed \|/.test(out)) child.kill('SIGKILL')
        })
      },
    })
    assert.is(code, null, 'it was killed')
    await answers()
    await isFree('.runbook-lock')
    assert.is(await state(sshdLive), before)
    const { out, err } = await project.run(['history', 'hosts.ts'])
    const said = out + err
    assert.match(
      said,
      /^a \| \S+ \|.*\| died\n {4}.*\(guarded, and put back by the host itself\): \S+sshd_config$/m,
      said,
    )
    const next = await apply(file({ path: '/srv/next', text: 'x\n' }))
    const events = JSON.stringify(next.events)
    assert.match(events, /a run died here.*what was guarded was put back by the host itself/, events)
    assert.equal(next.steps('a'), ['changed'])
    await isFree()
    const journal = await machine.sh("journalctl -o cat -u 'runbook-guard-*'")
    assert.match(journal, /Started/, journal)
  } finally {
    project.remove()
  }
})

test('one that lets everybody in is confirmed by a new connection, and stays', async () => {
  const { steps } = await apply(guarded({ within: 600 }, sshd({ MaxAuthTries: 5 })))
  assert.equal(
    steps('a').filter((one) => !one.startsWith('changed')),
    [],
  )
  assert.is(await machine.sh('sshd -T | grep maxauthtries'), 'maxauthtries 5\n')
  await isFree()
})

test.run()
