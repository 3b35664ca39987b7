import { setTimeout as pause } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { absent, command, directory, file, given, guarded, osFact } from '../../lib/index.ts'
import { startHosts } from '../support/hosts.ts'
import { runOn } from '../support/runs.ts'

const { hosts, stop } = await startHosts(1)
const [host] = hosts
if (!host) throw new Error('no host')
const test = suite('what several users change is guarded')
test.after(stop)

const spec = host.spec({ user: 'deploy' })
const apply = (resources: () => Resources, options: Parameters<typeof runOn>[2] = {}) =>
  runOn({ a: spec }, (inventory) => [play('p', inventory.group('all'), resources)], options)
const said = async (script: string) => (await host.run(script)).stdout

/** Root makes live what deploy has written. */
const list = (text: string) =>
  given({ os: osFact() }, () => [
    file({ path: '/home/deploy/own', text }),
    directory({ path: '/etc/made', become: true }),
    file({ path: '/etc/made/theirs', text, become: true }),
    command({
      script: 'cat /home/deploy/own >/etc/live',
      unless: 'cmp -s /home/deploy/own /etc/live',
      inputs: ['/home/deploy/own'],
      touches: ['/etc/live'],
      undo: 'cat /home/deploy/own >/etc/live; echo loaded >>/etc/loads',
      become: true,
    }),
  ])
const state = () =>
  said(
    'ls -Ad /etc/made /var/tmp/.runbook*; cat /home/deploy/own /etc/live; stat -c %U:%a /home/deploy/own; ls /home/deploy/.ssh',
  )
const isOver = async () => {
  while ((await said('ls -A /var/tmp | grep runbook-')) !== '') await pause(200)
}

test('all of it is put back, as each of them, where a new login is refused', async () => {
  await host.run('echo old >/home/deploy/own; chown deploy: /home/deploy/own; echo old >/etc/live')
  const before = await state()
  const { steps } = await apply(() =>
    guarded({ within: 10 }, [list('new\n'), absent({ path: '/home/deploy/.ssh/authorized_keys' })]),
  )
  const all = steps('a')
  assert.is(all.length, 6)
  for (const one of all.slice(1))
    assert.match(one, /^failed: put back by the host: a new connection did not confirm it within 10 s/)
  await isOver()
  assert.is(await state(), before)
  assert.is(await said('cat /etc/loads'), 'loaded\n')
})

test('it stays where a new login confirms it', async () => {
  const { steps } = await apply(() => given({ os: osFact() }, () => guarded({ within: 600 }, list('new\n'))))
  assert.equal(steps('a').slice(-4), ['changed', 'changed', 'changed', 'changed'])
  assert.is(await said('cat /home/deploy/own /etc/made/theirs /etc/live'), 'new\nnew\nnew\n')
  assert.is(await said('ls -A /var/tmp | grep runbook-'), '')
})

test('nobody else acts there until it is put back, and who comes next is told of the run that died', async () => {
  const leave = new AbortController()
  const sleeper = command({
    script: 'touch /etc/begun; sleep 600',
    unless: 'false',
    inputs: [],
    undo: 'rm -f /etc/begun',
    become: true,
  })
  const dead = apply(() => guarded({ within: 12 }, [list('newer\n'), sleeper]), {
    signal: leave.signal,
    leave: leave.signal,
  })
  while ((await host.run('ls /etc/begun')).code !== 0) await pause(100)
  leave.abort()
  await dead
  const held = await apply(() => file({ path: '/etc/next', text: 'x\n', become: true }), { lockTimeout: 0 })
  assert.match(held.steps('a').join(), /acts here since .*: run again when it has ended/)
  const next = await apply(() => file({ path: '/etc/next', text: 'x\n', become: true }))
  assert.equal(next.steps('a'), ['changed'])
  assert.match(JSON.stringify(next.events), /a run died here.*what was guarded was put back by the host itself/)
  assert.is(await said('cat /home/deploy/own /etc/made/theirs /etc/live; ls /etc/begun'), 'new\nnew\nnew\n')
})

test.run()
