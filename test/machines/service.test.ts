import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { file } from '../../tasks/files/file.ts'
import { service } from '../../tasks/system/service.ts'
import { type Machine, type Machines, startMachines } from '../support/machines/machine.ts'
import { playOn } from '../tasks/one-play.ts'

const test = suite<{ machines: Machines; machine: Machine }>('services on a whole machine')

test.before(async (context) => {
  context.machines = await startMachines(1)
  const [machine] = context.machines.all
  if (machine === undefined) throw new Error('no machine')
  context.machine = machine
})
test.after(({ machines }) => machines.stop())

const unitPath = '/etc/systemd/system/app.service'
const configPath = '/etc/app.conf'

const unit = (lines: string, install = '[Install]\nWantedBy=multi-user.target\n') => `[Unit]\nDescription=app
[Service]\n${lines}\n${install}`
const daemon = unit(
  "ExecStart=/bin/sh -c 'cat /etc/app.conf >/run/app.read; exec sleep infinity'\nExecReload=/bin/sh -c 'cat /etc/app.conf >/run/app.read'",
)

const app = (text: string, more: Partial<Parameters<typeof service>[0]> = {}, unitText = daemon) => [
  file({ path: unitPath, text: unitText }),
  file({ path: configPath, text }),
  service({ name: 'app', inputs: [configPath, unitPath], timeout: 60, ...more }),
]

/** What the machine says of the unit: whether it runs, whether it starts with the host, and what it has read. */
const stateOf = (machine: Machine) =>
  machine
    .sh('systemctl is-active app; systemctl is-enabled app; cat /run/app.read 2>/dev/null; true')
    .trim()
    .split('\n')
    .join(' ')

test('is started, enabled, and at rest', async ({ machine }) => {
  assert.equal((await playOn(machine.spec(), app('one\n'))).statuses, ['changed', 'changed', 'changed'])
  assert.is(stateOf(machine), 'active enabled one')
  assert.equal((await playOn(machine.spec(), app('one\n'))).statuses, ['ok', 'ok', 'ok'])
})

test('is restarted when what it reads has changed, and when its unit has', async ({ machine }) => {
  const pid = () => machine.sh('systemctl show app -p MainPID --value').trim()
  const before = pid()
  assert.equal((await playOn(machine.spec(), app('two\n'))).statuses, ['ok', 'changed', 'changed'])
  assert.is(stateOf(machine), 'active enabled two')
  const changed = daemon.replace('[Service]', '[Service]\nEnvironment=NEW=1')
  const restarted = pid()
  assert.is.not(restarted, before)
  assert.equal((await playOn(machine.spec(), app('two\n', {}, changed))).statuses, ['changed', 'ok', 'changed'])
  assert.is.not(pid(), restarted)
  assert.match(machine.sh('systemctl show app -p Environment -p NeedDaemonReload'), /NEW=1[\s\S]*NeedDaemonReload=no/)
  await playOn(machine.spec(), app('two\n'))
})

test('is reloaded in place of restarted, where that is asked for', async ({ machine }) => {
  const pid = () => machine.sh('systemctl show app -p MainPID --value').trim()
  await playOn(machine.spec(), app('two\n', { reload: true }))
  const before = pid()
  assert.equal((await playOn(machine.spec(), app('three\n', { reload: true }))).statuses, ['ok', 'changed', 'changed'])
  assert.is(pid(), before)
  assert.is(stateOf(machine), 'active enabled three')
})

test('is up again after a reboot', async ({ machine }) => {
  await machine.cut()
  await machine.boot()
  assert.is(stateOf(machine), 'active enabled three')
  assert.equal((await playOn(machine.spec(), app('three\n', { reload: true }))).statuses, ['ok', 'ok', 'ok'])
})

test('a drop-in counts as what it reads, and is taken on', async ({ machine }) => {
  const dropIn = '/etc/systemd/system/app.service.d/env.conf'
  machine.sh('mkdir -p /etc/systemd/system/app.service.d')
  const wanted = [
    file({ path: dropIn, text: '[Service]\nEnvironment=DROPPED=1\n' }),
    service({ name: 'app', inputs: [configPath, dropIn] }),
  ]
  assert.equal((await playOn(machine.spec(), wanted)).statuses, ['changed', 'changed'])
  assert.match(machine.sh('systemctl show app -p Environment'), 'DROPPED=1')
  assert.equal((await playOn(machine.spec(), wanted)).statuses, ['ok', 'ok'])
})

test('is stopped and disabled', async ({ machine }) => {
  const stopped = service({ name: 'app', state: 'stopped', enabled: false })
  assert.equal((await playOn(machine.spec(), stopped)).statuses, ['changed'])
  assert.match(stateOf(machine), /^inactive disabled/)
  assert.equal((await playOn(machine.spec(), stopped)).statuses, ['ok'])
})

test('a masked one is refused, in a dry run as well, and nothing is changed', async ({ machine }) => {
  machine.sh(
    'printf "[Service]\\nExecStart=/bin/sleep infinity\\n" >/usr/lib/systemd/system/other.service; systemctl mask other',
  )
  for (const dryRun of [true, false]) {
    const { statuses, reasons } = await playOn(machine.spec(), service({ name: 'other' }), { dryRun })
    assert.equal(statuses, ['refused'])
    assert.match(reasons, 'masked')
  }
  machine.sh('systemctl unmask other')
})

test('one that fails is told at once, with how it ended and its last words', async ({ machine }) => {
  const failing = unit("ExecStart=/bin/sh -c 'echo last words >&2; exit 7'")
  const { statuses, reasons } = await playOn(machine.spec(), app('four\n', { timeout: 600 }, failing))
  assert.equal(statuses.at(-1), 'failed')
  assert.match(reasons, 'last words')
  assert.match(reasons, /exit-code|status.7|7/)
})

test('a oneshot runs once for what is there, whether or not it remains', async ({ machine }) => {
  for (const remains of ['yes', 'no']) {
    const oneshot = unit(
      `Type=oneshot\nRemainAfterExit=${remains}\nExecStart=/bin/sh -c 'cat /etc/app.conf >>/run/app.runs'`,
    )
    machine.sh('rm -f /run/app.runs')
    const runs = async (text: string) => (await playOn(machine.spec(), app(text, {}, oneshot))).statuses.at(-1)
    assert.equal([await runs(`five ${remains}\n`), await runs(`five ${remains}\n`)], ['changed', 'ok'])
    assert.equal([await runs(`six ${remains}\n`), await runs(`six ${remains}\n`)], ['changed', 'ok'])
    assert.is(machine.sh('cat /run/app.runs'), `five ${remains}\nsix ${remains}\n`)
  }
})

test('a stop that hangs is bounded by the timeout', async ({ machine }) => {
  const stubborn = unit(
    `TimeoutStopSec=300\nKillSignal=SIGCONT\nSendSIGKILL=no\nExecStart=/bin/sleep infinity\nExecStop=/bin/sleep 300`,
  )
  await playOn(machine.spec(), app('seven\n', {}, stubborn))
  const { statuses, reasons } = await playOn(machine.spec(), service({ name: 'app', state: 'stopped', timeout: 5 }))
  assert.equal(statuses, ['failed'])
  assert.match(reasons, /5 s/)
})

test.run()
