import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { file, mount } from '../../tasks/index.ts'
import { startTwoMachines } from '../support/machines/machines.ts'
import { playOn } from '../tasks/one-play.ts'

const { machines, stop } = await startTwoMachines()
const [client, server] = machines
const spec = client.spec()
const test = suite('a folder of another machine, by NFS')
test.after(stop)

await server.sh(`mkdir -p /srv/is /srv/small && echo first >/srv/is/there
dd if=/dev/zero of=/srv/small.img bs=1M count=8 status=none && mkfs.ext4 -q -m 0 /srv/small.img
echo '/srv/small.img /srv/small ext4 loop 0 0' >>/etc/fstab && mount /srv/small
for folder in /srv/is /srv/small; do echo "$folder 10.79.0.0/24(rw,sync,no_root_squash,no_subtree_check)"; done >/etc/exports
systemctl enable --now nfs-server`)

const mounted = mount({ device: `${server.address}:/srv/is`, path: '/mnt/is', type: 'nfs' })
const written = file({ path: '/mnt/is/second', text: 'second\n' })

test('mounted, written to, and at rest', async () => {
  const dry = await playOn(spec, [mounted, written], { dryRun: true })
  assert.equal(dry.statuses, ['changed', 'deferred'], dry.reasons)
  const first = await playOn(spec, [mounted, written])
  assert.equal(first.statuses, ['changed', 'changed'], first.reasons)
  assert.is(await server.sh('cat /srv/is/second'), 'second\n')
  const second = await playOn(spec, [mounted, written])
  assert.equal(second.statuses, ['ok', 'ok'], second.reasons)
})

test('a full share: told, the file is as it was, and nothing else is left', async () => {
  const small = mount({ device: `${server.address}:/srv/small`, path: '/mnt/small', type: 'nfs' })
  const full = (text: string) => file({ path: '/mnt/small/data', text })
  await playOn(spec, [small, full('old\n')])
  const { statuses, reasons } = await playOn(spec, [small, full('x'.repeat(12 << 20))])
  assert.equal(statuses, ['ok', 'failed'])
  assert.match(reasons, /No space left on device/, reasons)
  assert.is(await server.sh('cat /srv/small/data; ls -A /srv/small'), 'old\ndata\nlost+found\n')
  const gone = await playOn(spec, mount({ path: '/mnt/small', state: 'absent' }))
  assert.equal(gone.statuses, ['changed'], gone.reasons)
})

test('mounted again after the machine has booted anew', async () => {
  await client.sh('sync')
  await client.cut()
  await client.boot()
  const after = await playOn(spec, [mounted, written])
  assert.equal(after.statuses, ['ok', 'ok'], after.reasons)
  assert.is(await client.sh('cat /mnt/is/there'), 'first\n')
})

test('a server that is gone is told, in a dry run as well, and holds nothing up', async () => {
  await server.cable('machines', false)
  for (const dryRun of [true, false]) {
    const both = await playOn(spec, [mounted, written], { dryRun })
    assert.match(both.reasons, /\/mnt\/is is mounted from .*:\/srv\/is, which does not answer/, both.reasons)
    const only = await playOn(spec, [written, file({ path: '/etc/other', text: 'x' })], { dryRun })
    assert.equal(only.statuses, ['refused', dryRun ? 'changed' : 'skipped'])
    assert.match(
      only.reasons,
      /the mount \/mnt\/is does not answer: bring its server back, or umount -f -l \/mnt\/is, then run again/,
      only.reasons,
    )
  }
  assert.is(
    await client.sh('ls /etc/other 2>&1 || true'),
    "ls: cannot access '/etc/other': No such file or directory\n",
  )
})

test('what has nothing to do with it is planned and done', async () => {
  const other = await playOn(spec, file({ path: '/etc/other', text: 'x' }))
  assert.equal(other.statuses, ['changed'], other.reasons)
})

test('it comes back, and all is at rest', async () => {
  await server.cable('machines', true)
  await client.sh('until timeout 5 ls /mnt/is >/dev/null; do sleep 1; done')
  const back = await playOn(spec, [mounted, written])
  assert.equal(back.statuses, ['ok', 'ok'], back.reasons)
})

test('a server that is not there to be mounted from: told within its time, and nothing is written to fstab', async () => {
  const nobody = mount({ device: '10.79.0.99:/srv/is', path: '/mnt/nobody', type: 'nfs', options: ['retry=0'] })
  const { statuses, reasons } = await playOn(spec, nobody)
  assert.equal(statuses, ['failed'])
  assert.match(reasons, /mount\.nfs: (No route to host|Connection timed out)/, reasons)
  assert.is(await client.sh('grep -c nobody /etc/fstab || true'), '0\n')
})

test('a handle that the server no longer knows', async () => {
  await server.sh('exportfs -ua; mv /srv/is /srv/former; mkdir /srv/is; echo new >/srv/is/there; exportfs -ra')
  for (const dryRun of [true, false]) {
    const { statuses, reasons } = await playOn(spec, [mounted, written], { dryRun })
    assert.equal(statuses[0], 'refused', reasons)
    assert.match(
      reasons,
      /which does not answer: bring the server back, or umount -f -l \/mnt\/is, then run again/,
      reasons,
    )
  }
  await client.sh('umount -f -l /mnt/is')
  const again = await playOn(spec, [mounted, written])
  assert.equal(again.statuses, ['changed', 'changed'], again.reasons)
})

test('the inverse: not mounted, and not after the next start', async () => {
  const gone = await playOn(spec, mount({ path: '/mnt/is', state: 'absent' }))
  assert.equal(gone.statuses, ['changed'], gone.reasons)
  assert.is(await client.sh('grep -c /mnt/is /etc/fstab /proc/mounts || true'), '/etc/fstab:0\n/proc/mounts:0\n')
})

test.run()
