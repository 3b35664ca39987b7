import { setTimeout as pause } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { play } from '../../lib/core/playbook.ts'
import { command, file, reboot } from '../../tasks/index.ts'
import { startMachine } from '../support/machines/machines.ts'
import { runOn } from '../support/runs.ts'
import { playOn } from '../tasks/one-play.ts'

const { machine, stop } = await startMachine()
const spec = machine.spec()
const test = suite('a machine that starts anew in a play')
test.after(stop)

const boot = () => machine.sh('cat /proc/sys/kernel/random/boot_id')
const path = '/etc/sysctl.d/90-test.conf'
const settings = (value: number) => file({ path, text: `kernel.pid_max = ${value}\n` })
const later = command({
  script: 'cat /proc/sys/kernel/pid_max >/srv/pid_max',
  unless: 'diff -q /proc/sys/kernel/pid_max /srv/pid_max',
  touches: ['/srv/pid_max'],
})
const plays = (value: number) => [settings(value), reboot({ inputs: [path] }), later]

test('for a file that it reads: it is waited for, and what follows finds it up', async () => {
  const before = await boot()
  const dry = await playOn(spec, plays(54321), { dryRun: true })
  assert.equal(dry.statuses, ['changed', 'changed', 'deferred'], dry.reasons)
  assert.is(await boot(), before)
  const first = await playOn(spec, plays(54321))
  assert.equal(first.statuses, ['changed', 'changed', 'changed'], first.reasons)
  assert.is.not(await boot(), before)
  assert.is(await machine.sh('cat /srv/pid_max'), '54321\n')
})

test('once: a second run leaves it up', async () => {
  const before = await boot()
  const second = await playOn(spec, plays(54321))
  assert.equal(second.statuses, ['ok', 'ok', 'ok'], second.reasons)
  assert.is(await boot(), before)
})

test('where the machine asks for it, by a user who becomes root', async () => {
  await machine.sh('echo linux-image >/run/reboot-required.pkgs; touch /run/reboot-required')
  const before = await boot()
  const asked = reboot({ when: 'needed' })
  const deploy = machine.spec({ user: 'deploy' })
  const first = await playOn(deploy, asked, { become: true })
  assert.equal(first.statuses, ['changed'], first.reasons)
  assert.is.not(await boot(), before)
  assert.equal((await playOn(deploy, asked, { become: true })).statuses, ['ok'])
})

test('a lost connection is none: it is told as one, and not waited for', async () => {
  await machine.sh('rm -f /srv/slow /srv/begun')
  const slow = command({ script: 'touch /srv/begun; sleep 60; touch /srv/slow', creates: '/srv/slow' })
  const running = runOn({ a: spec }, (inventory) => [play('slow', inventory.group('all'), () => [slow, later])])
  for (;;) {
    if ((await machine.run('ls /srv/begun')).code === 0) break
    await pause(500)
  }
  await machine.cable('controller', false)
  const { unreachable, steps } = await running
  await machine.cable('controller', true)
  assert.match(unreachable.join(), /^a: .*silent for \d+ s/, unreachable.join())
  assert.equal(steps('a'), [
    'skipped: started; how it ended is not known; run again, which asks for /srv/slow',
    'skipped: the host is unreachable',
  ])
})

test.run()
