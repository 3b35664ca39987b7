import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { directory, file, type Service, service } from '../../tasks/index.ts'
import { startMachine } from '../support/machines/machines.ts'
import { playOn } from '../tasks/one-play.ts'

const { machine, stop } = await startMachine()
const spec = machine.spec()
const test = suite('a service, its unit and a real systemd')
test.after(stop)

const paths = { unit: '/etc/systemd/system/app.service', text: '/etc/app.conf' }
const unitOf = (lines: string) =>
  `[Unit]\nDescription=app\n[Service]\n${lines}\n[Install]\nWantedBy=multi-user.target\n`
/** It keeps what it has read, where a test can see it. */
const daemon = unitOf(
  "ExecStart=/bin/sh -c 'cat /etc/app.conf >/run/app.read; exec sleep infinity'\nExecReload=/bin/sh -c 'cat /etc/app.conf >/run/app.read'",
)
const app = (text: string, { unit = daemon, ...more }: Partial<Service> & { unit?: string } = {}) => [
  file({ path: paths.unit, text: unit }),
  file({ path: paths.text, text: `${text}\n` }),
  service({ name: 'app', inputs: [paths.text, paths.unit], ...more }),
]
const shown = (property: string) => machine.sh(`systemctl show app -p ${property} | cut -d= -f2-`)
/** Whether it runs, whether it starts with the host, and what it has read. */
const state = async () =>
  (await machine.sh('systemctl is-active app; systemctl is-enabled app; cat /run/app.read || true'))
    .split('\n')
    .join(' ')

/** Plays twice: the first time with this outcome, the second time with nothing to do. */
async function settles(resources: Parameters<typeof playOn>[1], statuses: readonly string[]): Promise<void> {
  const first = await playOn(spec, resources)
  assert.equal(first.statuses, statuses, first.reasons)
  const second = await playOn(spec, resources)
  assert.ok(
    second.statuses.every((status) => status === 'ok'),
    `${second.statuses} ${second.reasons}`,
  )
}

test('a unit that this play writes is taken on, started and enabled', async () => {
  const dry = await playOn(spec, app('one'), { dryRun: true })
  assert.equal(dry.statuses, ['changed', 'changed', 'changed'])
  await settles(app('one'), ['changed', 'changed', 'changed'])
  assert.is(await state(), 'active enabled one ')
})

test('other content of a file that it reads restarts it; the same unit goes on with another process', async () => {
  const before = await shown('MainPID')
  await settles(app('two'), ['ok', 'changed', 'changed'])
  assert.is.not(await shown('MainPID'), before)
  assert.is(await state(), 'active enabled two ')
})

test('another unit file: systemd reads it before the restart', async () => {
  await settles(app('two', { unit: daemon.replace('[Service]', '[Service]\nEnvironment=NEW=1') }), [
    'changed',
    'ok',
    'changed',
  ])
  assert.is(await shown('Environment'), 'NEW=1\n')
  assert.is(await shown('NeedDaemonReload'), 'no\n')
})

test('a drop-in', async () => {
  const folder = `${paths.unit}.d`
  const path = `${folder}/limits.conf`
  const dropIn = [
    directory({ path: folder }),
    file({ path, text: '[Service]\nLimitNOFILE=4321\n' }),
    service({ name: 'app', inputs: [paths.text, paths.unit, path] }),
  ]
  await settles(dropIn, ['changed', 'changed', 'changed'])
  assert.is(
    await machine.sh("awk '/open files/ { print $4 }' /proc/$(systemctl show app -p MainPID --value)/limits"),
    '4321\n',
  )
  await machine.sh(`rm -r ${folder}`)
})

test('a reload in place of the restart: the process stays', async () => {
  await settles(app('three', { reload: true }), ['changed', 'changed', 'changed'])
  const before = await shown('MainPID')
  await settles(app('four', { reload: true }), ['ok', 'changed', 'changed'])
  assert.is(await shown('MainPID'), before)
  assert.is(await state(), 'active enabled four ')
})

test('enabled and really up after the machine has booted anew, and then nothing is to be done', async () => {
  await machine.sh('sync')
  await machine.cut()
  await machine.boot()
  assert.is(await state(), 'active enabled four ')
  const after = await playOn(spec, app('four', { reload: true }))
  assert.equal(after.statuses, ['ok', 'ok', 'ok'], after.reasons)
})

test('killed from outside, it is started again', async () => {
  await machine.sh('systemctl kill -s KILL app; while systemctl is-active -q app; do sleep 0.1; done')
  const dry = await playOn(spec, app('four'), { dryRun: true })
  const changes = JSON.stringify(dry.changes)
  assert.match(changes, /it has failed \(signal/, changes)
  await settles(app('four'), ['ok', 'ok', 'changed'])
})

test('stopped, and no longer started with the host', async () => {
  await settles(service({ name: 'app', state: 'stopped', enabled: false }), ['changed'])
  const stopped = await state()
  assert.match(stopped, /^inactive disabled/, stopped)
})

test.run()
