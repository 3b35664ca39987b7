import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { secret } from '../../lib/core/secret.ts'
import { file, mount, sharedFolders } from '../../tasks/index.ts'
import { startTwoMachines } from '../support/machines/machines.ts'
import { playOn } from '../tasks/one-play.ts'

const { machines, stop } = await startTwoMachines()
const [client, server] = machines
const spec = client.spec()
const test = suite('a folder of another machine, by SMB')
test.after(stop)

const password = `a $strange "password", 'quoted'`
await server.sh(
  `mkdir -p /srv/is && chmod 777 /srv/is && echo first >/srv/is/there
printf '[global]\\nserver role = standalone server\\n[is]\\npath = /srv/is\\nread only = no\\nvalid users = deploy\\n' >/etc/samba/smb.conf
read -r password; printf '%s\\n%s\\n' "$password" "$password" | smbpasswd -s -a deploy >/dev/null
systemctl enable --now smbd`,
  { input: `${password}\n` },
)

const credentials = '/etc/runbook-smb-mnt-is'
const mounted = (value = password) =>
  mount({
    device: `//${server.address}/is`,
    path: '/mnt/is',
    type: 'cifs',
    credentials: { user: 'deploy', password: secret('smb', { value }) },
  })
const written = file({ path: '/mnt/is/second', text: 'second\n' })

test('a wrong password is told without it, and nothing is mounted or written to fstab', async () => {
  const { statuses, reasons } = await playOn(spec, mounted('not this one'))
  assert.equal(statuses, ['failed'])
  assert.match(reasons, /Permission denied/, reasons)
  assert.not.match(reasons, 'not this one')
  assert.is(await client.sh('grep -c /mnt/is /etc/fstab /proc/mounts || true'), '/etc/fstab:0\n/proc/mounts:0\n')
})

test('the right one: mounted, written to, and at rest; for root alone to read', async () => {
  const first = await playOn(spec, [mounted(), written])
  assert.equal(first.statuses, ['changed', 'changed'], first.reasons)
  assert.is(await server.sh('cat /srv/is/second'), 'second\n')
  assert.is(await client.sh(`stat -c '%U %a' ${credentials}`), 'root 600\n')
  assert.not.match(await client.sh('cat /etc/fstab /proc/mounts'), password)
  const second = await playOn(spec, [mounted(), written])
  assert.equal(second.statuses, ['ok', 'ok'], second.reasons)
})

const shared = sharedFolders({ share: '/mnt/is', folders: [{ path: '/opt/app/data', target: 'app/data' }] })

test('folders on it: filled with what the machine has, once, and links to them', async () => {
  await client.sh('mkdir -p /opt/app/data/deep && echo one >/opt/app/data/a && echo two >/opt/app/data/deep/b')
  const first = await playOn(spec, [mounted(), shared])
  assert.equal(first.statuses, ['ok', 'changed', 'changed'], first.reasons)
  assert.is(await server.sh('cd /srv/is/app && ls -A && cat data/a data/deep/b'), 'data\none\ntwo\n')
  assert.is(await client.sh('readlink /opt/app/data && cat /opt/app/data/deep/b'), '/mnt/is/app/data\ntwo\n')
  const second = await playOn(spec, [mounted(), shared])
  assert.equal(second.statuses, ['ok', 'ok', 'ok'], second.reasons)
})

test('mounted again after the machine has booted anew', async () => {
  await client.sh('sync')
  await client.cut()
  await client.boot()
  const after = await playOn(spec, [mounted(), written, shared])
  assert.equal(after.statuses, ['ok', 'ok', 'ok', 'ok'], after.reasons)
})

test('a server that is gone is told, in a dry run as well, and holds nothing up', async () => {
  await server.cable('machines', false)
  for (const dryRun of [true, false]) {
    const { statuses, reasons } = await playOn(spec, [mounted(), written], { dryRun })
    assert.not.ok(statuses.includes('changed'), reasons)
    assert.match(reasons, /\/mnt\/is.*does not answer/, reasons)
  }
  await server.cable('machines', true)
  await client.sh('until timeout 10 ls /mnt/is >/dev/null; do sleep 1; done')
  const back = await playOn(spec, [mounted(), written])
  assert.equal(back.statuses, ['ok', 'ok'], back.reasons)
})

test('the inverse: the file with the password goes, too', async () => {
  const gone = mount({
    ...{ path: '/mnt/is', state: 'absent', type: 'cifs', device: `//${server.address}/is` },
    credentials: { user: 'deploy', password: 'x' },
  })
  assert.equal((await playOn(spec, gone)).statuses, ['changed'])
  assert.is(
    await client.sh(`ls ${credentials} 2>/dev/null; grep -c /mnt/is /etc/fstab /proc/mounts || true`),
    '/etc/fstab:0\n/proc/mounts:0\n',
  )
})

test.run()
