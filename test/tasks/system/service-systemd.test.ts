import { command, file, type Service, service } from '../../../tasks/index.ts'
import { tryOnHost } from '../../support/host-situations.ts'
import { startHosts } from '../../support/hosts.ts'
import { journalctl, systemctl } from '../../support/standin-systemd.ts'

const { hosts, stop } = await startHosts(1)
const [host] = hosts
if (!host) throw new Error('no host')
const spec = host.spec()

await host.run(`mkdir -p /run/systemd/system /srv/systemd/web /var/lib/runbook; echo one >/etc/web.conf
cat >/usr/bin/systemctl <<'END'\n${systemctl}END
cat >/usr/bin/journalctl <<'END'\n${journalctl}END
chmod 755 /usr/bin/systemctl /usr/bin/journalctl`)

/** The unit anew, in this state. */
const unit = (state: Readonly<Record<string, string>> = {}) =>
  [
    'cd /srv/systemd',
    'rm -rf web told no-bus /var/lib/runbook/services',
    'mkdir web',
    ...Object.entries(state).map(([name, word]) => `echo '${word}' >web/${name}`),
  ].join('\n')
const web = (more: Partial<Service> = {}) => service({ name: 'web', timeout: 60, ...more })
const told = 'cat /srv/systemd/told'
const inputs = ['/etc/web.conf']
const conf = (words: string) => file({ path: '/etc/web.conf', text: words })

tryOnHost(
  'a service of systemd',
  host,
  spec,
  [
    {
      name: 'disabled and not running',
      covers: { service: 'absent' },
      before: unit(),
      resources: web({ inputs }),
      operations: ['directory /var/lib/runbook/services', 'run'],
      statuses: ['changed'],
      after: { [told]: 'enable web\nstart web' },
    },
    { name: 'it runs with what is there', resources: web({ inputs }), operations: [], statuses: ['ok'] },
    {
      name: 'reloaded for its input, with a record of its own',
      covers: { service: 'wrong content' },
      before: `${unit({ enabled: 'enabled', state: 'active' })}\necho old >/etc/web.conf`,
      resources: [conf('two'), web({ inputs, reload: true })],
      statuses: ['changed', 'changed'],
      after: { [told]: 'reload web' },
    },
    {
      name: 'only the start with the host differs: it is not started anew',
      covers: { service: 'attributes' },
      before: unit({ state: 'active' }),
      resources: web(),
      operations: ['run'],
      after: { [told]: 'enable web' },
    },
    {
      name: 'stopped: that it starts with the host stays',
      before: unit({ state: 'active', enabled: 'enabled' }),
      resources: web({ state: 'stopped' }),
      operations: ['run'],
      after: { [told]: 'stop web' },
    },
    {
      name: 'stopped, and no longer started with the host',
      covers: { service: 'inverse' },
      before: unit({ state: 'active', enabled: 'enabled' }),
      resources: web({ state: 'stopped', enabled: false }),
      after: { [told]: 'disable web\nstop web' },
    },
    {
      name: 'masked',
      covers: { service: 'wrong kind' },
      before: unit({ enabled: 'masked' }),
      resources: web(),
      refused: /web is masked: systemctl unmask web, then run again/,
    },
    {
      name: 'enabled until the next start only',
      before: unit({ state: 'active', enabled: 'enabled-runtime' }),
      resources: web(),
      after: { [told]: 'enable web' },
    },
    {
      name: 'static: nothing is asked',
      before: unit({ state: 'active', enabled: 'static' }),
      resources: web(),
      operations: [],
    },
    {
      name: 'static, and asked to start with the host',
      before: unit({ state: 'active', enabled: 'static' }),
      resources: web({ enabled: true }),
      operations: ['run'],
      fails:
        /web cannot be made to start with the host, for its unit is static: leave enabled out, or name the unit that/,
    },
    {
      name: 'a unit that is not there has not to stop',
      covers: { service: 'already right' },
      before: 'rm -rf /srv/systemd/web /srv/systemd/told',
      resources: web({ state: 'stopped' }),
      operations: [],
      statuses: ['ok'],
    },
    {
      name: 'a unit that is not there',
      covers: { service: 'parent missing' },
      before: 'rm -rf /srv/systemd/web',
      resources: web(),
      fails: /web does not start\nUnit web\.service not found/,
    },
    {
      name: 'systemd that does not answer is not a service that does not run',
      before: `${unit({ state: 'active' })}\ntouch no-bus`,
      resources: web({ state: 'stopped' }),
      refused: /systemctl cannot say how web is \(.*Failed to connect to bus.*\): see what systemctl status web says/,
    },
    {
      name: 'a state that nobody knows',
      before: unit({ state: 'maintenance' }),
      resources: web(),
      refused: /systemd says that web is maintenance: bring it to rest \(systemctl status web\), then run again/,
    },
    {
      name: 'an alias, which says nothing of the unit that it is of',
      before: unit({ state: 'active', enabled: 'alias', file: 'disabled' }),
      resources: web({ state: 'stopped', enabled: false }),
      operations: ['run'],
      statuses: ['changed'],
      after: { [told]: 'disable web\nstop web' },
    },
    {
      name: 'a unit file that is bad, and one of which nobody knows the word',
      before: unit({ state: 'active', enabled: 'bad' }),
      resources: web(),
      refused:
        /systemd cannot say whether web starts with the host: its unit file is bad: mend it \(systemctl status web\)/,
    },
    {
      name: 'it ends at once: result, status and last words, without waiting',
      before: unit({ does: 'ends', journal: 'cannot bind' }),
      resources: web({ timeout: 600 }),
      fails: /web was started, and has ended\nweb is failed \(failed\): result exit-code, exit status 3\ncannot bind/,
    },
    {
      name: 'its start fails',
      before: unit({ does: 'fails', journal: 'no key' }),
      resources: web({ timeout: 600 }),
      fails:
        /web does not start\nJob for web\.service failed\.\nweb is failed \(failed\): result exit-code, exit status 3\nno key/,
    },
    {
      name: 'it has failed before',
      before: unit({ state: 'failed', result: 'exit-code', status: '7', enabled: 'enabled' }),
      resources: web(),
      operations: ['run'],
      statuses: ['changed'],
      after: { [told]: 'start web' },
    },
    {
      name: 'it ends before it is ready',
      before: `${unit()}\necho '(sleep 1; cd /srv/systemd/web; echo failed >state; echo oom >result) >/dev/null 2>&1 &' >web/then`,
      resources: web({
        ready: { script: 'cd /srv/systemd/web; test -e begun || { touch begun; sh then; }; false' },
        timeout: 600,
      }),
      fails:
        /it has ended before .* succeeds; last seen: status 1\nweb does not get ready\nweb is failed \(failed\): result oom/,
    },
    {
      name: 'its start hangs: the time that is given is what it takes',
      before: unit({ does: 'hangs' }),
      resources: web({ timeout: 5 }),
      fails:
        /web does not start\nit has not ended within 5 seconds, and is not waited for any longer\nweb is activating/,
    },
    {
      name: 'its stop hangs',
      before: unit({ state: 'active', stops: 'no' }),
      resources: web({ state: 'stopped', timeout: 5 }),
      fails:
        /web does not stop\nit has not ended within 5 seconds, and is not waited for any longer\nweb is deactivating/,
    },
    {
      name: 'still stopping is not yet stopped',
      before: unit({ state: 'deactivating' }),
      resources: web({ state: 'stopped' }),
      operations: ['run'],
      after: { [told]: 'stop web' },
    },
    {
      name: 'a oneshot: run once, and that it has run is recorded',
      before: unit({ type: 'oneshot', does: 'once' }),
      resources: web(),
      operations: ['directory /var/lib/runbook/services', 'run'],
      statuses: ['changed'],
      after: { [told]: 'enable web\nstart web' },
    },
    { name: 'a oneshot that has run', resources: web(), operations: [], statuses: ['ok'] },
    {
      name: 'a oneshot, for what it reads',
      before: `${unit({ type: 'oneshot', does: 'once', enabled: 'enabled' })}\necho old >/etc/web.conf`,
      resources: [conf('three'), web({ inputs })],
      statuses: ['changed', 'changed'],
      after: { [told]: 'start web' },
    },
    {
      name: 'a oneshot that failed when it ran last is run again',
      before: 'cd /srv/systemd; rm told; echo failed >web/state',
      resources: web({ inputs }),
      operations: ['run'],
      after: { [told]: 'start web' },
    },
    {
      name: 'a oneshot that fails',
      before: unit({ type: 'oneshot', does: 'fails', journal: 'disk full' }),
      resources: web({ timeout: 600 }),
      fails: /web does not start\n(.*\n)*disk full/,
    },
    {
      name: 'a oneshot whose condition does not hold has not run',
      before: unit({ type: 'oneshot', does: 'once', condition: 'no' }),
      resources: web(),
      fails:
        /web was started, and has ended\n(.*\n)*it ended by itself, or a condition of its unit does not hold: see systemctl cat/,
    },
    {
      name: 'a oneshot that stays active is a service as others',
      before: unit({ type: 'oneshot', remain: 'yes' }),
      resources: web(),
      statuses: ['changed'],
      after: { 'cat /srv/systemd/web/state; ls /var/lib/runbook | grep -v journal': 'active' },
    },
    {
      name: 'a oneshot that an earlier step brings',
      before: 'rm -rf /srv/systemd/web /srv/systemd/told /var/lib/runbook/services',
      resources: [
        command({
          script: 'cd /srv/systemd; mkdir web; echo oneshot >web/type; echo once >web/does',
          creates: '/srv/systemd/web',
        }),
        web(),
      ],
      statuses: ['changed', 'changed'],
      after: { [told]: 'enable web\nstart web', 'ls /var/lib/runbook/services': 'web.started' },
    },
  ],
  stop,
)
