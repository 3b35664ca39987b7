import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Firewall, firewall } from '../../../tasks/index.ts'
import { needs, needsRoot } from '../../support/debian.ts'
import { mountNamespace } from '../../support/mount-namespace.ts'
import { tryRun, tryToTheEnd } from '../../support/trial.ts'

needsRoot('a network of its own')
needs(['ufw', 'firewalld', 'dbus', 'iproute2'])

/** What these programs keep in /etc and /run is kept in memory, for the processes of the namespace alone. */
const own = (...folders: readonly string[]): string =>
  `mount -t tmpfs tmpfs /run && ip link set lo up && ${folders
    .map((folder, at) => `cp -a ${folder} /run/own${at} && mount --bind /run/own${at} ${folder}`)
    .join(' && ')}`

const allow = [{ port: 22, from: ['10.0.0.0/8', 'fd00::/8'] }, { port: 443 }, { port: 53, protocol: 'udp' }] as const
const by = (tool: 'ufw' | 'firewalld', more: Partial<Exclude<Firewall, { state: 'absent' }>> = {}) =>
  firewall({ by: tool, allow, ...more })
const reached = ['env', 'SSH_CONNECTION=10.0.0.1 50000 10.0.0.2 2222', 'sh']
// As sudo does: the variable is gone, and a process above has it still.
const bySudo = [...reached, '-c', 'env -i PATH="$PATH" sh; exit']

const ufw = await mountNamespace(() => `${own('/etc/ufw', '/etc/default')} && { ufw --force reset >&2; }`, {
  network: true,
})
const asked = () => ufw.inside('ufw', 'status', 'verbose')
const test = suite('firewall, by ufw')
test.after(() => void ufw.end())
test('rules are set, what comes in else is closed, and it is on', async () => {
  assert.equal((await tryToTheEnd(by('ufw'), ufw.host as never)).statuses, ['changed'])
  const said = asked()
  assert.match(said, /^Status: active$/m)
  assert.match(said, /^Default: deny \(incoming\)/m)
  assert.match(said, /^22\/tcp +ALLOW IN +10\.0\.0\.0\/8 *$/m)
  assert.match(said, /^22\/tcp +ALLOW IN +fd00::\/8 *$/m)
  assert.match(said, /^443\/tcp +ALLOW IN +Anywhere *$/m)
  assert.match(said, /^53\/udp +ALLOW IN +Anywhere *$/m)
  assert.match(ufw.inside('nft', 'list', 'ruleset'), /chain ufw-user-input/)
})
test('rules of others for what comes in go; of what goes out, and words on a rule, stay', async () => {
  for (const words of [
    'allow 23/tcp',
    "deny from 192.0.2.1 to any port 80 proto tcp comment 'a b'",
    'deny out 25/tcp',
    "allow 443/tcp comment 'the web'",
  ])
    ufw.inside('sh', '-c', `ufw ${words}`)
  ufw.inside('ufw', 'default', 'allow', 'incoming')
  assert.equal((await tryToTheEnd(by('ufw'), ufw.host as never)).statuses, ['changed'])
  const said = asked()
  assert.not.match(said, /^23|192\.0\.2\.1/m)
  assert.match(said, /^25\/tcp +DENY OUT/m)
  assert.match(said, /# the web/)
  assert.match(said, /^Default: deny \(incoming\)/m)
})
test('the port by which the host is reached stays open, also by sudo', async () => {
  for (const words of [reached, bySudo]) {
    const { statuses, said } = await tryRun(by('ufw'), ufw.shell(...words) as never)
    assert.equal(statuses, ['refused'])
    assert.match(said, /this would close the port 2222, by which this host is reached: name it: \{ port: 2222 \}/)
  }
})
test('the inverse: no rule for what comes in, and it is off', async () => {
  assert.equal((await tryToTheEnd(firewall({ by: 'ufw', state: 'absent' }), ufw.host as never)).statuses, ['changed'])
  assert.match(asked(), /^Status: inactive$/m)
  assert.match(ufw.inside('ufw', 'show', 'added'), /\n(ufw \w+ out.*\n)+$/)
})

const daemons = `mkdir -p /run/dbus && { dbus-daemon --system --nofork --nopidfile </dev/null >/run/dbus.log 2>&1 & } &&
echo $! >/run/pids && for rb_turn in $(seq 100); do [ ! -e /run/dbus/system_bus_socket ] || break; sleep 0.1; done &&
{ firewalld --nofork --nopid </dev/null >/run/firewalld.log 2>&1 & } && echo $! >>/run/pids &&
{ for rb_turn in $(seq 100); do firewall-cmd --state >/dev/null 2>&1 && break; sleep 0.2; done; }`
const zone = await mountNamespace(() => `${own('/etc/firewalld')} && ${daemons}`, { network: true })
const listed = (...words: string[]) => zone.inside('firewall-cmd', ...words, '--list-all')
const firewalld = suite('firewall, by firewalld')
firewalld.after(() => {
  zone.inside('sh', '-c', 'kill $(cat /run/pids)')
  zone.end()
})
firewalld('a zone lets that in and nothing else, now and later', async () => {
  assert.equal((await tryToTheEnd(by('firewalld'), zone.host as never)).statuses, ['changed'])
  for (const said of [listed(), listed('--permanent')]) {
    assert.match(said, /^ {2}services: *$/m)
    assert.match(said, /^ {2}ports: (443\/tcp 53\/udp|53\/udp 443\/tcp)$/m)
    assert.match(said, /^\trule family="ipv4" source address="10\.0\.0\.0\/8" port port="22" protocol="tcp" accept$/m)
    assert.match(said, /^\trule family="ipv6" source address="fd00::\/8"/m)
  }
  zone.inside('firewall-cmd', '-q', '--reload')
  assert.equal((await tryRun(by('firewalld'), zone.host as never)).statuses, ['ok'])
})
firewalld('what counts now alone is put right', async () => {
  zone.inside('firewall-cmd', '-q', '--add-port=23/tcp')
  zone.inside('firewall-cmd', '-q', '--remove-port=443/tcp')
  assert.equal((await tryToTheEnd(by('firewalld'), zone.host as never)).statuses, ['changed'])
  assert.not.match(listed(), /23\/tcp/)
})
firewalld('the port by which the host is reached stays open', async () => {
  const { said } = await tryRun(by('firewalld'), zone.shell(...bySudo) as never)
  assert.match(said, /this would close the port 2222, by which this host is reached/)
})
firewalld('a zone that lets all in is no firewall', async () => {
  const { said } = await tryRun(by('firewalld', { zone: 'trusted' }), zone.host as never)
  assert.match(said, /the zone trusted of firewalld lets all in \(its target is ACCEPT\)/)
})
firewalld('the inverse: as the package brings it', async () => {
  const absent = firewall({ by: 'firewalld', state: 'absent' })
  const { said } = await tryRun(absent, zone.shell(...reached) as never)
  assert.match(said, /this would close the port 2222, by which this host is reached: give what the zone public lets in/)
  assert.equal((await tryToTheEnd(absent, zone.host as never)).statuses, ['changed'])
  assert.match(listed(), /^ {2}services: dhcpv6-client ssh$/m)
  assert.match(listed(), /^ {2}ports: *$/m)
})
test.run()
firewalld.run()
