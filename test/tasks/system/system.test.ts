import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { command, file, group, service, user } from '../../../tasks/index.ts'
import { startHosts } from '../../support/hosts.ts'
import { playOn } from '../one-play.ts'

const { hosts, stop } = await startHosts(1)
const [host] = hosts
if (!host) throw new Error('no host')
const spec = host.spec()
const said = async (line: string) => (await host.run(line)).stdout.trim()

const test = suite('accounts, jobs and services of a Debian host')
test.after(stop)

const accounts = (home: string) => [
  group({ name: 'wso2', gid: 4802 }),
  group({ name: 'logs' }),
  user({ name: 'wso2', uid: 4802, group: 'wso2', groups: ['logs'], home, shell: '/bin/sh' }),
  user({ name: 'daemon2', system: true }),
]

test('accounts: made, then left alone; only what differs is changed', async () => {
  const steps = accounts('/srv/homes/wso2')
  assert.equal(
    (await playOn(spec, steps, { dryRun: true })).statuses,
    steps.map(() => 'changed'),
    'a dry run defers none',
  )
  const made = await playOn(spec, steps)
  assert.equal(
    made.statuses,
    steps.map(() => 'changed'),
    made.reasons,
  )
  assert.is(
    await said('getent passwd wso2; id -Gn wso2; stat -c %U /srv/homes/wso2'),
    'wso2:x:4802:4802::/srv/homes/wso2:/bin/sh\nwso2 logs\nwso2',
  )
  assert.is(await said('ls /home'), 'deploy')
  const again = await playOn(spec, steps)
  assert.equal([again.statuses, again.summary.roundTrips], [steps.map(() => 'ok'), 2])
  const other = await playOn(spec, user({ name: 'wso2', shell: '/bin/bash', groups: ['daemon2'] }))
  assert.equal(other.statuses, ['changed'], other.reasons)
  assert.is(
    await said('getent passwd wso2; id -Gn wso2'),
    'wso2:x:4802:4802::/srv/homes/wso2:/bin/bash\nwso2 logs daemon2',
  )
})

test('accounts: what cannot be is refused', async () => {
  const cases = [
    [
      user({ name: 'wso2', uid: 1 }),
      /the user wso2 has the number 4802, not 1: files keep the old number: usermod -u 1 wso2/,
    ],
    [group({ name: 'wso2', gid: 1 }), /the group wso2 has the number 4802, not 1/],
    [user({ name: 'new', group: 'nobodies' }), /there is no group nobodies for new: make it before, with group\(\)/],
  ] as const
  for (const [step, words] of cases) {
    const { statuses, reasons } = await playOn(spec, step)
    assert.equal(statuses, ['refused'])
    assert.match(reasons, words)
  }
})

test('accounts: where an account is used, the plan knows that it changed', async () => {
  const asks = command({ script: 'true', unless: 'id -u later', inputs: ['/etc/passwd'] })
  const { statuses } = await playOn(spec, [user({ name: 'later', system: true }), asks], { dryRun: true })
  assert.equal(statuses, ['changed', 'deferred'])
})

const init = `#!/bin/sh
### BEGIN INIT INFO
# Provides: web
# Required-Start:
# Required-Stop:
# Default-Start: 2 3 4 5
# Default-Stop: 0 1 6
### END INIT INFO
pid=/run/web.pid
case $1 in
  start) echo start >>/srv/did; start-stop-daemon -S -b -m -p $pid -x /bin/busybox -- httpd -f -p 127.0.0.1:8099 -h /srv ;;
  stop) echo stop >>/srv/did; start-stop-daemon -K -R 5 -p $pid ;;
  status) start-stop-daemon -T -p $pid ;;
esac
`

test('a service with an init script: started, enabled, restarted by its input, stopped', async () => {
  const step = (more = {}) =>
    service({ name: 'web', inputs: ['/etc/web.conf'], ready: { port: 8099 }, timeout: 60, ...more })
  const before = [
    file({ path: '/etc/init.d/web', text: init, mode: 0o755 }),
    file({ path: '/etc/web.conf', text: 'one' }),
  ]
  const first = await playOn(spec, [...before, step()])
  assert.equal(first.statuses, ['changed', 'changed', 'changed'], first.reasons)
  assert.is(
    await said('cat /srv/did; ls /etc/rc2.d | grep -c web; stat -c %a /var/lib/runbook/services/web.started'),
    'start\n1\n600',
  )
  assert.equal((await playOn(spec, [...before, step()])).statuses, ['ok', 'ok', 'ok'])
  await playOn(spec, [file({ path: '/etc/web.conf', text: 'two' }), step()])
  assert.is(await said('cat /srv/did'), 'start\nstop\nstart')
  assert.equal((await playOn(spec, step({ state: 'stopped', enabled: false }))).statuses, ['changed'])
  assert.is(await said('ls /etc/rc2.d | grep web'), 'K01web')
  assert.equal((await playOn(spec, step({ state: 'stopped', enabled: false }))).statuses, ['ok'])
  await host.run("printf '#!/bin/sh\\nexit 4\\n' >/etc/init.d/odd; chmod 755 /etc/init.d/odd")
  assert.match(
    (await playOn(spec, service({ name: 'odd', state: 'stopped' }))).reasons,
    /the init script of odd cannot say how it is \(status 4\): see what \/etc\/init.d\/odd status says/,
  )
  const none = await playOn(spec, service({ name: 'nobody', timeout: 1 }))
  assert.match(none.reasons, /nobody does not start\nthis host has neither systemd nor \/etc\/init.d\/nobody/)
})

test.run()
