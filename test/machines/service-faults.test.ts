import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { file, type Service, service } from '../../tasks/index.ts'
import { startSystem } from '../support/machines/system.ts'
import { playOn } from '../tasks/one-play.ts'

const { system, stop } = await startSystem()
const spec = system.spec()
const test = suite('services that do not do as they are told, and a real systemd')
test.after(stop)

const unitPath = '/etc/systemd/system/app.service'
const unitOf = (lines: string) =>
  file({ path: unitPath, text: `[Service]\n${lines}\n[Install]\nWantedBy=multi-user.target\n` })
const app = (more: Partial<Service> = {}) => service({ name: 'app', inputs: [unitPath], timeout: 120, ...more })
/** Seconds in which systemd has read its units, and has not ended what hangs. */
const slow = 12
const forget =
  'systemctl kill -s KILL app; systemctl stop app; systemctl reset-failed app; rm -rf /var/lib/runbook; true'

test('it ends at once: told at once, with how it ended and its last words', async () => {
  const words = 'ExecStart=/bin/sh -c "echo the port is taken; exit 7"'
  const { statuses, reasons, summary } = await playOn(spec, [unitOf(words), app()])
  assert.equal(statuses, ['changed', 'failed'])
  assert.match(
    reasons,
    /app was started, and has ended\napp is failed \(failed\): result exit-code, exit status 7/,
    reasons,
  )
  assert.match(reasons, /the port is taken/, reasons)
  assert.is(summary.failed, 1)
  const again = await playOn(spec, app(), { dryRun: true })
  const changes = JSON.stringify(again.changes)
  assert.match(changes, /it has failed \(exit-code, status 7\)/, changes)
})

test('its start fails: the same, for a program that is not there and for one that must tell that it is ready', async () => {
  await system.sh(forget)
  const missing = await playOn(spec, [unitOf('ExecStart=/opt/not-there'), app()])
  assert.match(missing.reasons, /result exit-code, exit status 203/, missing.reasons)
  await system.sh(forget)
  const silent = unitOf('Type=notify\nTimeoutStartSec=3\nExecStart=/bin/sleep infinity')
  const { reasons } = await playOn(spec, [silent, app()])
  assert.match(reasons, /app does not start\n(.*\n)*app is failed \(failed\): result timeout/, reasons)
})

test('a start that hangs takes no longer than it may, and is told', async () => {
  await system.sh(forget)
  const hanging = unitOf('Type=notify\nTimeoutStartSec=600\nExecStart=/bin/sleep infinity')
  const { statuses, reasons } = await playOn(spec, [hanging, app({ timeout: slow })])
  assert.is(statuses.at(-1), 'failed')
  assert.match(
    reasons,
    /it has not ended within 12 seconds, and is not waited for any longer\napp is activating/,
    reasons,
  )
})

test('a stop that hangs takes no longer than it may; systemd is still at it, and a next run says so', async () => {
  await system.sh(forget)
  const stubborn = unitOf('TimeoutStopSec=600\nExecStart=/bin/sleep infinity\nExecStop=/bin/sleep 600')
  await playOn(spec, [stubborn, app()])
  const stopped = service({ name: 'app', state: 'stopped', timeout: slow })
  const { statuses, reasons } = await playOn(spec, stopped)
  assert.equal(statuses, ['failed'])
  assert.match(
    reasons,
    /app does not stop\nit has not ended within 12 seconds, and is not waited for any longer\napp is deactivating/,
  )
  const next = await playOn(spec, stopped, { dryRun: true })
  assert.match(JSON.stringify(next.changes), /it is still stopping/)
})

test('a oneshot runs once for what is there, whether or not it remains', async () => {
  for (const remains of ['yes', 'no']) {
    await system.sh(`${forget}; rm -f /run/app.runs`)
    const oneshot = (word: string) =>
      unitOf(`Type=oneshot\nRemainAfterExit=${remains}\nExecStart=/bin/sh -c "echo ${word} >>/run/app.runs"`)
    for (const word of ['one', 'one', 'two', 'two']) {
      const { statuses, reasons } = await playOn(spec, [oneshot(word), app()])
      assert.not.ok(statuses.includes('failed'), reasons)
    }
    assert.is(await system.sh('cat /run/app.runs'), 'one\ntwo\n', `RemainAfterExit=${remains}`)
  }
})

test('a oneshot that fails is told with its last words, and runs again once it is mended', async () => {
  await system.sh(forget)
  const fails = await playOn(spec, [unitOf('Type=oneshot\nExecStart=/bin/sh -c "echo disk full; exit 3"'), app()])
  assert.match(fails.reasons, /result exit-code, exit status 3\n(.*\n)*disk full/, fails.reasons)
  const mended = await playOn(spec, [unitOf('Type=oneshot\nExecStart=/bin/true'), app()])
  assert.equal(mended.statuses, ['changed', 'changed'], mended.reasons)
})

test('a condition that does not hold is no success', async () => {
  await system.sh(forget)
  const { statuses, reasons } = await playOn(spec, [
    file({
      path: unitPath,
      text: '[Unit]\nConditionPathExists=/not/there\n[Service]\nExecStart=/bin/sleep infinity\n',
    }),
    app(),
  ])
  assert.is(statuses.at(-1), 'failed')
  assert.match(reasons, /a condition of its unit does not hold/, reasons)
})

test('a masked one is refused, in a dry run as well; stopped, it is as it should be', async () => {
  await system.sh(
    `rm ${unitPath}; printf '[Service]\\nExecStart=/bin/sleep infinity\\n' >/usr/lib/systemd/system/app.service`,
  )
  for (const how of ['', '--runtime']) {
    await system.sh(`systemctl mask ${how} app`)
    for (const dryRun of [true, false]) {
      const { statuses, reasons } = await playOn(spec, service({ name: 'app' }), { dryRun })
      assert.equal(statuses, ['refused'])
      assert.match(reasons, /app is masked: systemctl unmask app, then run again/, reasons)
    }
    assert.equal((await playOn(spec, service({ name: 'app', state: 'stopped', enabled: false }))).statuses, ['ok'])
    await system.sh(`systemctl unmask ${how} app`)
  }
})

test.run()
