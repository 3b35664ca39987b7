import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { service, systemdTimer, systemdUnit } from '../../../tasks/index.ts'
import { textOfUnit } from '../../../tasks/system/systemd/unit-file.ts'
import { needs } from '../../support/debian.ts'
import { tryOnHost } from '../../support/host-situations.ts'
import { startHosts } from '../../support/hosts.ts'
import { scratch } from '../../support/shells.ts'
import { systemctlOfFiles } from '../../support/standin-unit-files.ts'

const { hosts, stop } = await startHosts(1)
const [host] = hosts
if (!host) throw new Error('no host')
await host.run(`mkdir -p /run/systemd/system /etc/systemd/system /var/lib/runbook
cat >/usr/bin/systemctl <<'END'\n${systemctlOfFiles}END
chmod 755 /usr/bin/systemctl`)

const folder = '/etc/systemd/system'
const path = `${folder}/app.service`
const unit = {
  Service: { ExecStart: '/opt/app/run', Environment: ['A=1', 'B=2'] },
  Install: { WantedBy: 'multi-user.target' },
}
const text =
  '[Service]\nExecStart=/opt/app/run\nEnvironment=A=1\nEnvironment=B=2\n\n[Install]\nWantedBy=multi-user.target'
const app = systemdUnit({ name: 'app.service', unit })
const told = 'cat /srv/units/told 2>/dev/null'
const anew = 'rm -rf /srv/units; mkdir -p /srv/units; rm -rf /etc/systemd/system/*'

tryOnHost('systemdUnit', host, host.spec(), [
  {
    name: 'absent: written, and read by systemd',
    covers: { systemdUnit: 'absent' },
    before: anew,
    resources: app,
    operations: [`write ${path}`, 'run'],
    statuses: ['changed'],
    after: { [`cat ${path}`]: text, [told]: 'daemon-reload' },
  },
  { name: 'right', covers: { systemdUnit: 'already right' }, resources: app, operations: [], statuses: ['ok'] },
  {
    name: 'another content',
    covers: { systemdUnit: 'wrong content' },
    before: `rm -f /srv/units/told; echo '[Service]' >${path}`,
    resources: systemdUnit({ name: 'app.service', unit, enabled: true }),
    operations: [`write ${path}`, 'run', 'run'],
    after: { [told]: 'daemon-reload\nenable app.service', [`cat ${path}`]: text },
  },
  {
    name: 'right, but written since systemd read it',
    before: `rm -f /srv/units/told; echo '# other' >/srv/units/app.service.read`,
    resources: app,
    operations: ['run'],
    after: { [told]: 'daemon-reload' },
  },
  {
    name: 'right, with a mode by which others may write',
    covers: { systemdUnit: 'attributes' },
    before: `chmod 666 ${path}`,
    resources: app,
    operations: [`attributes ${path}`],
    after: { [`stat -c %a ${path}`]: '644' },
  },
  {
    name: 'no longer with the host',
    before: 'rm -f /srv/units/told',
    resources: systemdUnit({ name: 'app.service', unit, enabled: false }),
    operations: ['run'],
    after: { [told]: 'disable app.service' },
  },
  {
    name: 'a drop-in, with its folder',
    before: 'rm -f /srv/units/told',
    resources: systemdUnit({ name: 'app.service', dropIn: 'limits', unit: { Service: { LimitNOFILE: 65536 } } }),
    operations: [`directory ${path}.d`, `write ${path}.d/limits.conf`, 'run'],
    after: { [`cat ${path}.d/limits.conf`]: '[Service]\nLimitNOFILE=65536', [told]: 'daemon-reload' },
  },
  {
    name: 'a drop-in of a unit that is not there yet',
    resources: systemdUnit({ name: 'later.service', dropIn: 'x', unit: '[Service]\nNice=5' }),
    statuses: ['changed'],
  },
  {
    name: 'a drop-in goes',
    resources: systemdUnit({ name: 'app.service', dropIn: 'limits', state: 'absent' }),
    operations: [`remove ${path}.d/limits.conf`, 'run'],
    statuses: ['changed'],
  },
  {
    name: 'masked',
    before: 'echo masked >/srv/units/app.service.boot',
    resources: app,
    refused: /app\.service is masked: systemctl unmask app\.service/,
  },
  {
    name: 'a folder in its place',
    covers: { systemdUnit: 'wrong kind' },
    before: `rm -f /srv/units/app.service.boot ${path}; mkdir ${path}`,
    resources: app,
    refused: /app\.service is a directory/,
  },
  {
    name: 'the inverse while it runs',
    before: `rmdir ${path}; echo '[Service]' >${path}; echo active >/srv/units/app.service.state`,
    resources: systemdUnit({ name: 'app.service', state: 'absent' }),
    refused: /app\.service is running: stop it before, with service\(\{ name: 'app\.service', state: 'stopped' \}\)/,
  },
  {
    name: 'the inverse, stopped in the same plan',
    covers: { systemdUnit: 'inverse' },
    before: 'rm -f /srv/units/told; echo enabled >/srv/units/app.service.boot; rm /srv/units/app.service.state',
    resources: systemdUnit({ name: 'app.service', state: 'absent' }),
    operations: ['run', `remove ${path}`, 'run'],
    after: { [told]: 'disable app.service\ndaemon-reload', [`ls ${path} 2>&1`]: /No such file/ },
  },
  {
    name: 'the inverse where nothing is',
    resources: systemdUnit({ name: 'app.service', state: 'absent' }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'stopped, then gone, in one plan',
    before: `echo '[Service]' >${path}; cp ${path} /srv/units/app.service.read; echo active >/srv/units/app.service.state`,
    resources: [
      service({ name: 'app.service', state: 'stopped' }),
      systemdUnit({ name: 'app.service', state: 'absent' }),
    ],
    statuses: ['changed', 'changed'],
    after: { [`ls ${path} 2>&1`]: /No such file/ },
  },
])

const backup = systemdTimer({ name: 'backup', schedule: '03:15', script: 'echo "$HOME" 100%', user: 'backup' })
tryOnHost(
  'systemdTimer',
  host,
  host.spec(),
  [
    {
      name: 'absent: both units, and the timer runs',
      covers: { systemdTimer: 'absent' },
      before: anew,
      resources: backup,
      statuses: ['changed', 'changed', 'changed'],
      after: {
        [`grep -h -e ^Exec -e ^On ${folder}/backup.*`]:
          'ExecStart=/bin/sh -c "echo \\"$$HOME\\" 100%%"\nOnCalendar=03:15',
        'cat /srv/units/backup.timer.state /srv/units/backup.timer.boot': 'active\nenabled',
      },
    },
    { name: 'right', covers: { systemdTimer: 'already right' }, resources: backup, statuses: ['ok', 'ok', 'ok'] },
    {
      name: 'another time: the timer is started anew',
      covers: { systemdTimer: 'wrong content' },
      before: 'rm -f /srv/units/told',
      resources: systemdTimer({ name: 'backup', schedule: '04:00', script: 'echo "$HOME" 100%', user: 'backup' }),
      statuses: ['ok', 'changed', 'changed'],
      after: { 'grep restart /srv/units/told': 'restart backup.timer' },
    },
    {
      name: 'units that others may write',
      covers: { systemdTimer: 'attributes' },
      before: `chmod 666 ${folder}/backup.service`,
      resources: systemdTimer({ name: 'backup', schedule: '04:00', script: 'echo "$HOME" 100%', user: 'backup' }),
      statuses: ['changed', 'ok', 'ok'],
    },
    {
      name: 'the inverse',
      covers: { systemdTimer: 'inverse' },
      resources: systemdTimer({ name: 'backup', state: 'absent' }),
      statuses: ['changed', 'changed', 'changed'],
      after: { [`ls ${folder}`]: '', 'cat /srv/units/backup.timer.state': 'inactive' },
    },
    {
      name: 'a folder in the place of a unit',
      covers: { systemdTimer: 'wrong kind' },
      before: `mkdir ${folder}/backup.service`,
      resources: backup,
      refused: /backup\.service is a directory/,
    },
  ],
  stop,
)

const test = suite('units, as systemd reads them')
test.before(() => needs(['systemd']))
test('what is written is verified by systemd', () => {
  const at = scratch('units')
  const made = textOfUnit({ ...unit, Service: { ...unit.Service, ExecStart: '/bin/true', RemainAfterExit: true } })
  writeFileSync(join(at, 'made.service'), made)
  assert.is(
    execFileSync('systemd-analyze', ['verify', join(at, 'made.service')], { encoding: 'utf8', stdio: 'pipe' }),
    '',
  )
  assert.match(made, /RemainAfterExit=yes/)
})
for (const [given, words] of [
  [{ name: 'app', unit }, /"app" is no name of a unit: write it with its kind/],
  [{ name: 'app.service', unit: 'ExecStart=x' }, /it does not begin with a section, as in \[Unit\]/],
  [{ name: 'app.service', unit: { Service: { ExecStart: 'a\nb' } } }, /it has more than one line: give a list/],
  [{ name: 'app.service', unit: { 'a b': {} } }, /"a b" is no name of a section/],
  [{ name: 'app.service', unit, dropIn: 'x', enabled: true }, /a drop-in does not say whether/],
  [{ name: 'app.service' }, /unit/],
] as const)
  test(`refused: ${words}`, () => assert.throws(() => systemdUnit(given as never), words))
test.run()
