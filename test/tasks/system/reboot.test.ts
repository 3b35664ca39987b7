import { setTimeout as pause } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../../lib/core/connection.ts'
import { play } from '../../../lib/core/playbook.ts'
import { command, file, reboot } from '../../../tasks/index.ts'
import { tryOnHost } from '../../support/host-situations.ts'
import { startHosts } from '../../support/hosts.ts'
import { runOn } from '../../support/runs.ts'
import { playOn } from '../one-play.ts'

const { hosts, stop } = await startHosts(1)
const [host] = hosts
if (!host) throw new Error('no host')
const spec = host.spec()

/**
 * Stands in for a restart of the host, which has no kernel of its own: sshd is gone for a moment, /run is emptied, and the
 * kernel's words for this start of it are others afterwards. Real ones are restarted in test/machines.
 */
await host.run(`cat >/usr/sbin/reboot <<'END'
#!/bin/sh
[ ! -e /srv/deaf ] || { touch /srv/heard; exit 0; }
mv /usr/sbin/sshd /usr/sbin/sshd.off
pkill -x sshd
echo reboot >>/srv/told
rm -f /run/reboot-required*
cp /proc/sys/kernel/random/uuid /srv/boot_id
sleep 2
sed -i "s/^btime .*/btime $(date +%s)/" /srv/stat
cat /srv/stat >/srv/stat.seen
[ -e /srv/lost ] || mv /usr/sbin/sshd.off /usr/sbin/sshd
END
chmod 755 /usr/sbin/reboot
cat /proc/sys/kernel/random/boot_id >/srv/boot_id
cp /proc/stat /srv/stat
cp /proc/stat /srv/stat.seen
mount --bind /srv/boot_id /proc/sys/kernel/random/boot_id
mount --bind /srv/stat.seen /proc/stat`)

const told = 'cat /srv/told'
const fresh = 'rm -f /srv/told'
const conf = (words: string) => file({ path: '/etc/boot.conf', text: words })
const later = command({ script: 'cat /srv/boot_id >/srv/later', creates: '/srv/later' })

tryOnHost('reboot', host, spec, [
  {
    name: 'nobody asks for it',
    covers: { reboot: 'already right' },
    before: fresh,
    resources: reboot({ when: 'needed' }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'the host asks for it: what comes later is done after it has come back',
    before: 'echo libc6 >/run/reboot-required.pkgs; touch /run/reboot-required',
    resources: [reboot({ when: 'needed', timeout: 60 }), later],
    operations: ['run'],
    statuses: ['changed', 'changed'],
    after: { [told]: 'reboot', 'diff /srv/later /srv/boot_id && echo same': 'same' },
  },
  {
    name: 'for a file that this play changes',
    covers: { reboot: 'wrong content' },
    before: fresh,
    resources: [conf('one'), reboot({ inputs: ['/etc/boot.conf'], timeout: 60 })],
    operations: ['write /etc/boot.conf', 'run'],
    statuses: ['changed', 'changed'],
    after: { [told]: 'reboot' },
  },
  {
    name: 'for a file that was changed after its start, by a run that did not get to it',
    before: `${fresh}; sleep 1.1; echo two >/etc/boot.conf`,
    resources: reboot({ inputs: ['/etc/boot.conf'], timeout: 60 }),
    statuses: ['changed'],
    after: { [told]: 'reboot' },
  },
  {
    name: 'a file that is older than its start',
    before: fresh,
    resources: reboot({ inputs: ['/etc/hostname', '/etc/boot.conf'] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a file that is not there',
    resources: reboot({ inputs: ['/etc/none.conf'] }),
    refused: /\/etc\/none\.conf, which the host shall read, is not there: make it before this step/,
  },
  {
    name: 'a folder',
    covers: { reboot: 'wrong kind' },
    resources: reboot({ inputs: ['/etc'] }),
    refused: /\/etc is a directory/,
  },
  {
    name: 'for a condition that holds after it',
    covers: { reboot: 'absent' },
    before: 'echo old >/srv/id; cat /srv/boot_id >/srv/id',
    resources: reboot({ unless: '! diff -q /srv/id /srv/boot_id', timeout: 60 }),
    statuses: ['changed'],
    after: { [told]: 'reboot' },
  },
  {
    name: 'the host goes down before it has said that the script is over',
    before: `${fresh}; cat >/usr/local/bin/late-end <<'END'
#!/bin/sh
case $* in *sftp*) exec sh "$@" ;; esac
sh "$@" | sed -u '/^[0-9a-f]* end$/e if pgrep -f "[s]leep 1; exec" >/dev/null; then touch /srv/late; sleep 5; fi'
END
chmod 755 /usr/local/bin/late-end; usermod -s /usr/local/bin/late-end root`,
    resources: reboot({ unless: 'test -e /srv/told', timeout: 60 }),
    statuses: ['changed'],
    after: { [told]: 'reboot', 'ls /srv/late && usermod -s /bin/bash root': '/srv/late' },
  },
  {
    name: 'a condition that does not hold after it either',
    before: fresh,
    resources: reboot({ unless: 'false', timeout: 60 }),
    fails: /not converged: it has run, and would run again/,
  },
  {
    name: 'it was told to, and runs on',
    before: 'touch /srv/deaf; touch /run/reboot-required',
    resources: [reboot({ when: 'needed', timeout: 3 }), later],
    statuses: ['failed', 'skipped'],
    fails: /it runs on as it was, 3 seconds after it was told to start anew/,
  },
  {
    name: 'a host that cannot tell',
    before: 'rm /run/reboot-required /srv/deaf; mv /usr/bin/dpkg /srv/dpkg',
    resources: reboot({ when: 'needed' }),
    refused: /this host cannot say whether it has to be restarted: install what tells it/,
  },
])

const test = suite('reboot, and who does it')
test.after(stop)

test('only root may, and a dry run says so', async () => {
  const asDeploy = host.spec({ user: 'deploy' })
  const plain = await playOn(asDeploy, reboot({ unless: 'false' }), { dryRun: true })
  assert.equal(plain.statuses, ['refused'])
  assert.match(plain.reasons, /only root can restart a host, and this is deploy: give become: true/)
})

test('the machine that the run comes from is not restarted', async () => {
  const own = await playOn(local(), reboot({ unless: 'false' }), { dryRun: true })
  assert.equal(own.statuses, ['refused'])
  assert.match(own.reasons, /this host is the machine that the run comes from/)
})

test('a dry run says what is restarted, and what nobody knows before; it restarts nothing', async () => {
  await host.run('rm -f /srv/told; echo new >/etc/boot.conf')
  const dry = await playOn(spec, [reboot({ inputs: ['/etc/boot.conf'] }), conf('three')], { dryRun: true })
  assert.equal(dry.statuses, ['changed', 'deferred'])
  assert.match(JSON.stringify(dry.changes), /it has not read \/etc\/boot\.conf as it is now/)
  assert.is((await host.run('cat /srv/told')).stdout, '')
})

test('a run that is ended while it is waited for ends, and says so', async () => {
  await host.run('rm -f /srv/heard; touch /srv/deaf')
  const ending = new AbortController()
  const running = runOn(
    { a: spec },
    (inventory) => [play('restart', inventory.group('all'), () => [reboot({ unless: 'false' }), later])],
    { signal: ending.signal },
  )
  while ((await host.run('ls /srv/heard')).code !== 0) await pause(200)
  ending.abort()
  const { unreachable, steps } = await running
  await host.run('rm /srv/deaf')
  assert.equal(unreachable, [])
  assert.equal(steps('a'), [
    'failed: left running: the run was ended before it had, and how it ends is not known; run again, which asks for the answer of "false"',
    'skipped: interrupted: run again',
  ])
})

test('one that does not come back is unreachable, and it is said what it was told', async () => {
  await host.run('touch /srv/lost')
  const { unreachable, steps } = await runOn({ a: spec }, (inventory) => [
    play('restart', inventory.group('all'), () => [reboot({ unless: 'false', timeout: 5 }), later]),
  ])
  assert.match(unreachable.join(), /it does not answer 5 seconds after it was told to start anew/)
  assert.equal(steps('a'), ['skipped: the host is unreachable', 'skipped: the host is unreachable'])
})

test.run()
