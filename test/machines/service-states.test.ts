import { type Service, service } from '../../tasks/index.ts'
import { type HostSituation, tryOnHost } from '../support/host-situations.ts'
import { startSystem } from '../support/machines/system.ts'

const { system, stop } = await startSystem()
// The first run that changes anything makes the place of its journal, which is no step of it.
await system.sh('mkdir -p /var/lib/runbook')

/** A unit of Debian's place, and one that stands for it anew in each situation. */
const unit = (lines: string, install = 'WantedBy=multi-user.target') => `systemctl stop app 2>/dev/null || true
find /etc/systemd/system /run/systemd/system /usr/lib/systemd/system -name 'app.*' -exec rm -rf {} +
printf '%s\\n' '[Service]' ${lines} '[Install]' '${install}' >/usr/lib/systemd/system/app.service
systemctl daemon-reload; systemctl reset-failed app 2>/dev/null || true`
const sleeps = "'ExecStart=/bin/sleep infinity'"
const app = (more: Partial<Service> = {}) => service({ name: 'app', timeout: 180, ...more })
const enabled = 'systemctl is-enabled app'
const active = 'systemctl is-active app'
const up = { [active]: 'active', [enabled]: 'enabled' }

/** Every word of `systemctl is-enabled`, as systemd itself comes to say it. */
const starts: HostSituation[] = [
  { name: 'disabled', before: unit(sleeps), resources: app(), statuses: ['changed'], after: up },
  { name: 'enabled', resources: app(), operations: [], statuses: ['ok'] },
  {
    name: 'enabled-runtime: forgotten at the next start, so it is enabled',
    before: `${unit(sleeps)}; systemctl --runtime enable app; systemctl start app`,
    resources: app(),
    statuses: ['changed'],
    after: up,
  },
  {
    name: 'enabled-runtime, and not to be',
    before: `${unit(sleeps)}; systemctl --runtime enable app`,
    resources: app({ state: 'stopped', enabled: false }),
    statuses: ['changed'],
    after: { [enabled]: 'disabled' },
  },
  ...['', '--runtime'].map(
    (how): HostSituation => ({
      name: `linked${how}`,
      before: `${unit(sleeps)}; mkdir -p /srv/units; mv /usr/lib/systemd/system/app.service /srv/units/; systemctl link ${how} /srv/units/app.service`,
      resources: app(),
      statuses: ['changed'],
      after: up,
    }),
  ),
  {
    name: 'alias: the unit that it is of is asked, and enabled',
    before: `${unit(sleeps)}; ln -sf app.service /usr/lib/systemd/system/nick.service; systemctl daemon-reload; systemctl is-enabled nick | grep -x alias`,
    resources: service({ name: 'nick' }),
    statuses: ['changed'],
    after: up,
  },
  {
    name: 'alias, and not to be',
    resources: service({ name: 'nick', state: 'stopped', enabled: false }),
    statuses: ['changed'],
    after: { [enabled]: 'disabled' },
  },
  ...['', '--runtime'].map(
    (how): HostSituation => ({
      name: `masked${how}`,
      before: `${unit(sleeps)}; systemctl mask ${how} app`,
      resources: app(),
      refused: /app is masked: systemctl unmask app, then run again/,
    }),
  ),
  {
    name: 'static: running is all that is asked',
    before: `${unit(sleeps, '')}; systemctl is-enabled app | grep -x static`,
    resources: app(),
    statuses: ['changed'],
    after: { [active]: 'active' },
  },
  {
    name: 'static, and asked to start with the host',
    resources: app({ enabled: true }),
    fails: /app cannot be made to start with the host, for its unit is static: leave enabled out/,
  },
  {
    name: 'indirect',
    before: `${unit(sleeps, 'Also=ssh.socket')}; systemctl is-enabled app | grep -x indirect`,
    resources: app({ enabled: true }),
    fails: /app cannot be made to start with the host, for its unit is indirect/,
  },
  {
    name: 'generated, from an init script',
    before: `${unit(sleeps)}; rm /usr/lib/systemd/system/app.service
printf '%s\\n' '#!/bin/sh' '### BEGIN INIT INFO' '# Provides: app' '# Default-Start: 2 3 4 5' '# Default-Stop: 0 1 6' '# Required-Start:' '# Required-Stop:' '# Short-Description: app' '### END INIT INFO' 'case $1 in start) touch /run/app.up ;; stop) rm -f /run/app.up ;; esac' >/etc/init.d/app
chmod 755 /etc/init.d/app; systemctl daemon-reload`,
    resources: app(),
    statuses: ['changed'],
    after: { [active]: 'active', 'ls /etc/rc3.d | grep app': 'S01app' },
  },
  {
    name: 'transient: it runs, and nothing could start it with the host',
    before: `systemctl stop app; rm -f /etc/init.d/app /etc/rc?.d/*app; systemctl daemon-reload; systemd-run -q --unit app sleep infinity`,
    resources: app(),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'not found',
    before: 'systemctl stop app',
    resources: app(),
    fails: /app does not start\n(.*\n)*.*app\.service not found/,
  },
  { name: 'not found, and not to run', resources: app({ state: 'stopped' }), operations: [], statuses: ['ok'] },
]

/** Words of `systemctl is-active` that pass: systemd is in the middle of something. */
const passing: HostSituation[] = [
  {
    name: 'activating: it is waited for',
    before: `${unit("'ExecStartPre=/bin/sleep 20'  'ExecStart=/bin/sleep infinity'")}; systemctl enable app; systemctl start --no-block app`,
    resources: app(),
    operations: ['run'],
    statuses: ['changed'],
    after: up,
  },
  {
    name: 'reloading: it runs',
    before: `${unit("'ExecStart=/bin/sleep infinity' 'ExecReload=/bin/sleep 20'")}; systemctl enable --now app; systemctl reload --no-block app; systemctl is-active app | grep -x reloading`,
    resources: app(),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'deactivating: it is started when it has stopped',
    before: `${unit("'ExecStart=/bin/sleep infinity' 'ExecStop=/bin/sleep 20'")}; systemctl enable --now app; systemctl stop --no-block app; systemctl is-active app | grep -x deactivating`,
    resources: app(),
    operations: ['run'],
    statuses: ['changed'],
    after: up,
  },
  {
    name: 'it ends again and again: told when its time is over',
    before: unit('\'ExecStart=/bin/sh -c "echo no key; exit 4"\' Restart=always RestartSec=2 StartLimitIntervalSec=0'),
    resources: app({ timeout: 8 }),
    fails:
      /app was started but does not run\n(.*\n)*app is activating \(auto-restart\): result exit-code, exit status 4\n(.*\n)*no key/,
  },
]

tryOnHost('every state that systemd can say', system, system.spec(), [...starts, ...passing], stop)
