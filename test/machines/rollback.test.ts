import { setTimeout as pause } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { command, file, service } from '../../tasks/index.ts'
import { keptRuns } from '../support/kept-runs.ts'
import { startSystem } from '../support/machines/system.ts'
import { runOn } from '../support/runs.ts'

const { system, stop } = await startSystem()
const test = suite('what a run leaves to a real systemd')
test.after(stop)

const unit = `[Unit]\nDescription=app
[Service]\nExecStart=/bin/sh -c 'cat /etc/app.conf >/run/app.read; exec sleep infinity'
[Install]\nWantedBy=multi-user.target\n`
const app = (text: string, more = '') => [
  file({ path: '/etc/systemd/system/app.service', text: unit.replace('[Service]', `[Service]${more}`) }),
  file({ path: '/etc/app.conf', text }),
  service({ name: 'app', inputs: ['/etc/app.conf', '/etc/systemd/system/app.service'] }),
]
/** What it serves, by the unit that it has. */
const served = () =>
  system.sh('cat /run/app.read; for p in Environment ActiveState UnitFileState; do systemctl show app -p $p; done')

test('a service has its old configuration, and its old unit, after a rollback', async () => {
  const kept = keptRuns('', system.spec())
  await kept.apply(() => app('old\n'))
  const before = await served()
  assert.match(before, /^old\nEnvironment=\nActiveState=active\nUnitFileState=enabled\n$/, before)
  await kept.apply(() => app('new\n', '\nEnvironment=NEW=1'))
  const changed = await served()
  assert.match(changed, /^new\nEnvironment=NEW=1\n/, changed)
  const { steps } = await kept.rollBack()
  assert.ok(
    Object.values(steps).every((status) => /^(changed|ok)/.test(status)),
    JSON.stringify(steps),
  )
  assert.is(await served(), before)
})

test('a detached command outlives the session of who started it, where nothing else of that does', async () => {
  await system.sh(`pam-auth-update --enable systemd
mkdir -p /etc/systemd/logind.conf.d
printf '[Login]\\nKillUserProcesses=yes\\n' >/etc/systemd/logind.conf.d/kill.conf
systemctl restart systemd-logind`)
  const deploy = system.spec({ user: 'deploy' })
  const run = (resources: Resources, options: Parameters<typeof runOn>[2] = {}) =>
    runOn({ a: deploy }, (inventory) => [play('p', inventory.group('all'), () => resources)], options)
  const slow = command({
    script: 'echo started >>/srv/starts; until [ -e /srv/go ]; do sleep 1; done; touch /srv/made',
    creates: '/srv/made',
    detached: { within: '10m' },
    become: true,
  })
  const sleeper = command({
    script: 'setsid sleep 98765 >/dev/null 2>&1 </dev/null &',
    unless: 'pgrep -f "[s]leep 98765"',
    inputs: [],
  })
  const [away, leave] = [new AbortController(), new AbortController()]
  const left = run([sleeper, slow], { signal: away.signal, leave: leave.signal })
  while ((await system.run('ls /srv/starts && pgrep -f "[s]leep 98765"')).code !== 0) await pause(500)
  away.abort()
  leave.abort()
  const told = (await left).steps('a').join()
  assert.match(told, /it runs on by itself, for 600 s at most/, told)
  while ((await system.run('pgrep -f "[s]leep 98765"')).code === 0) await pause(500)
  const group = await system.sh('cat /proc/$(systemctl show "runbook-*" -p MainPID --value | head -n 1)/cgroup')
  assert.match(group, /system\.slice\/runbook-/, group)
  await system.sh('touch /srv/go')
  // It has ended by then, or its end is waited for.
  const ended = (await run(slow)).steps('a').join()
  assert.match(ended, /^(changed|ok)$/, ended)
  assert.is(await system.sh('cat /srv/starts'), 'started\n')
})

test.run()
