import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { file, lines } from '../../tasks/index.ts'
import { startMachine } from '../support/machines/machines.ts'
import { playOn } from '../tasks/one-play.ts'

const { machine, stop } = await startMachine({ kernel: ['security=selinux', 'selinux=1'] })
const spec = machine.spec()
const test = suite('what a file has beside its content, with SELinux')
test.after(stop)

const path = '/srv/site/index.html'
const about = (file: string) =>
  machine.sh(`stat -c '%C %U:%G %a' ${file}; getfacl -cp ${file}; getfattr -d --absolute-names ${file}`)

await machine.sh(`mkdir -p /srv/site && chcon -t httpd_sys_content_t /srv/site
echo one >${path}; chcon -u system_u -t httpd_sys_rw_content_t ${path}
chown deploy:adm ${path}; chmod 640 ${path}; setfacl -m u:www-data:rw ${path}; setfattr -n user.note -v kept ${path}`)

test('the machine has SELinux', async () => {
  const status = await machine.sh('sestatus')
  assert.match(status, /SELinux status: +enabled/, status)
})

test('an edit keeps label, ACL, extended attributes, owner and mode', async () => {
  const before = await about(path)
  assert.match(before, /^system_u:object_r:httpd_sys_rw_content_t:s0 deploy:adm 660\n/, before)
  assert.match(before, /user:www-data:rw-\n(.*\n)*user\.note="kept"/, before)
  const edited = await playOn(spec, lines({ path, edits: [lines.ensure('two')] }))
  assert.equal(edited.statuses, ['changed'], edited.reasons)
  assert.is(await about(path), before)
  assert.is(await machine.sh(`cat ${path}`), 'one\ntwo\n')
})

test('so does a whole new content', async () => {
  const before = await about(path)
  const replaced = await playOn(spec, file({ path, text: 'three\n' }))
  assert.equal(replaced.statuses, ['changed'], replaced.reasons)
  assert.is(await about(path), before)
})

test('a new file has the label that its folder gives', async () => {
  await playOn(spec, file({ path: '/srv/site/new.html', text: 'new\n' }))
  await machine.sh('echo new >/srv/site/plain.html')
  assert.is(await about('/srv/site/new.html'), await about('/srv/site/plain.html'))
})

test('a quota that is full: told, the file is as it was, and nothing else is left', async () => {
  await machine.sh(`dd if=/dev/zero of=/srv/quota.img bs=1M count=32 status=none
mkfs.ext4 -q -O quota -E quotatype=usrquota /srv/quota.img
mkdir /srv/quota && mount -o loop,usrquota /srv/quota.img /srv/quota
setquota -u deploy 512 512 0 0 /srv/quota && chown deploy /srv/quota`)
  const deploy = machine.spec({ user: 'deploy' })
  const data = (text: string) => file({ path: '/srv/quota/data', text })
  assert.equal((await playOn(deploy, data('old\n'))).statuses, ['changed'])
  const { statuses, reasons } = await playOn(deploy, data('x'.repeat(1 << 20)))
  assert.equal(statuses, ['failed'])
  assert.match(reasons, /Disk quota exceeded/, reasons)
  assert.is(
    await machine.sh('cat /srv/quota/data; ls -A /srv/quota; ls -A /var/tmp | grep -v ^systemd- || true'),
    'old\ndata\nlost+found\n',
  )
})

test.run()
