import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local, shell } from '../../lib/core/connection.ts'
import { secret } from '../../lib/core/secret.ts'
import { type Mount, mount } from '../../tasks/index.ts'
import { needsRoot } from '../support/debian.ts'
import { scratch } from '../support/shells.ts'
import { trySituations } from '../support/situations.ts'
import { playOn } from './one-play.ts'

type At = (path: string) => string
const bind = (at: At, more: Partial<Mount> = {}) =>
  mount({ device: at('share'), path: at('mnt'), type: 'bind', fstab: at('fstab'), ...more })

// What needs no mount: real mounts are tried below, in a mount namespace of their own.
trySituations('mount', [
  {
    name: 'files that would be hidden',
    before: { share: { dir: true }, 'mnt/x': '', fstab: '' },
    resources: ({ at }) => bind(at),
    refused: /mnt holds files, which a mount would hide/,
  },
  {
    name: 'a file in its place',
    before: { share: { dir: true }, mnt: '', fstab: '' },
    resources: ({ at }) => bind(at),
    refused: /mnt (is a file|holds files)/,
  },
  {
    name: 'a link in its place',
    before: { share: { dir: true }, d: { dir: true }, mnt: { link: 'd' }, fstab: '' },
    resources: ({ at }) => bind(at),
    refused: /mnt is a symlink/,
  },
  {
    name: 'a line end in a password',
    before: { fstab: '' },
    resources: ({ at }) => bind(at, { type: 'cifs', credentials: { user: 'is', password: 'a\nb', path: at('smb') } }),
    refused: /the password for .* has a line end in it/,
  },
  {
    name: 'a device that is not there: fstab stays',
    before: { fstab: '# mine\n' },
    resources: ({ at }) => bind(at),
    fails: true,
    statuses: ['failed'],
    after: { fstab: '# mine\n' },
  },
])

const test = suite<{ spec: ReturnType<typeof shell>; holder: ChildProcess; run(script: string): string }>(
  'mounts in a namespace of their own',
)

test.before.each(async (context) => {
  needsRoot('mounting')
  const holder = spawn('unshare', ['-m', '--propagation', 'private', 'sh', '-c', 'echo ready; exec sleep 600'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => holder.stdout?.once('data', resolve))
  const enter = ['nsenter', '-t', String(holder.pid), '-m']
  context.holder = holder
  context.spec = shell([...enter, 'sh'])
  context.run = (script) => execFileSync('nsenter', [...enter.slice(1), 'sh', '-c', script], { encoding: 'utf8' })
})
test.after.each(({ holder }) => void holder.kill())

function folder() {
  const root = scratch('mount')
  const at = (path: string) => join(root, path)
  mkdirSync(at('share'))
  writeFileSync(at('share/hello'), 'hello')
  writeFileSync(at('fstab'), '# the host’s own\nUUID=1 / ext4 errors=remount-ro 0 1')
  return at
}

test('a bind mount: now, in fstab, and not twice', async ({ spec, run }) => {
  const at = folder()
  assert.equal((await playOn(spec, bind(at), { dryRun: true })).statuses, ['changed'])
  assert.not.ok(existsSync(at('mnt')))
  assert.equal((await playOn(spec, bind(at))).statuses, ['changed'])
  assert.is(run(`cat ${at('mnt/hello')}`), 'hello')
  assert.is(
    readFileSync(at('fstab'), 'utf8'),
    `# the host’s own\nUUID=1 / ext4 errors=remount-ro 0 1\n${at('share')} ${at('mnt')} none bind 0 0\n`,
  )
  assert.equal((await playOn(spec, bind(at))).statuses, ['ok'])
  run(`umount ${at('mnt')}`)
  assert.equal((await playOn(spec, bind(at))).statuses, ['changed'])
  assert.is(run(`cat ${at('mnt/hello')}`), 'hello')
  run(`umount ${at('mnt')} && mount -T ${at('fstab')} ${at('mnt')} && cat ${at('mnt/hello')}`)
  assert.not.ok(existsSync(at('mnt/hello')), 'this test’s own namespace')
})

test('a path with a space, and a line in another layout that says the same', async ({ spec, run }) => {
  const at = folder()
  const spaced = bind(at, { path: at('my mnt') })
  writeFileSync(at('fstab'), `${at('share')}\t${at('my')}\\040mnt\tnone\tbind\t0\t2 # mine\n`)
  assert.equal((await playOn(spec, spaced)).statuses, ['changed'])
  assert.is(readFileSync(at('fstab'), 'utf8'), `${at('share')}\t${at('my')}\\040mnt\tnone\tbind\t0\t2 # mine\n`)
  assert.is(run(`cat '${at('my mnt/hello')}'`), 'hello')
  assert.equal((await playOn(spec, spaced)).statuses, ['ok'])
})

test('other options: the line is replaced, the others stay', async ({ spec }) => {
  const at = folder()
  const small = (size: string) =>
    mount({
      device: 'none',
      path: at('mnt'),
      type: 'tmpfs',
      options: [`size=${size}`, 'mode=0750'],
      fstab: at('fstab'),
    })
  assert.equal((await playOn(spec, small('1m'))).statuses, ['changed'])
  assert.equal((await playOn(spec, small('1m'))).statuses, ['ok'])
  assert.equal((await playOn(spec, small('2m'))).statuses, ['changed'])
  assert.match(readFileSync(at('fstab'), 'utf8'), /ext4 errors=remount-ro 0 1\nnone \S+ tmpfs size=2m,mode=0750 0 0\n$/)
})

test('something else that is mounted there is left alone', async ({ spec, run }) => {
  const at = folder()
  mkdirSync(at('mnt'))
  run(`mount -t tmpfs other ${at('mnt')}`)
  const { statuses, reasons } = await playOn(spec, bind(at))
  assert.equal(statuses, ['refused'])
  assert.match(reasons, /other \(tmpfs\) is mounted on .*mnt, not .*share: umount/)
})

test('a share that does not answer', async ({ run, holder }) => {
  const at = folder()
  mkdirSync(at('mnt'))
  mkdirSync(at('bin'))
  run(`mount -t tmpfs none ${at('mnt')}`)
  // The kernel here knows no NFS, so what a stale handle says is said by a program in the place of stat.
  writeFileSync(
    at('bin/stat'),
    `#!/bin/sh\n[ "$*" != "-- ${at('mnt')}" ] || { echo "stat: cannot stat '${at('mnt')}': Stale file handle"; exit 1; }\nexec /usr/bin/stat "$@"\n`,
    { mode: 0o755 },
  )
  const spec = shell(['nsenter', '-t', String(holder.pid), '-m', 'env', `PATH=${at('bin')}:${process.env.PATH}`, 'sh'])
  const { reasons } = await playOn(spec, mount({ device: 'none', path: at('mnt'), type: 'tmpfs', fstab: at('fstab') }))
  assert.match(
    reasons,
    /mnt is mounted from none \(.*Stale file handle\), which does not answer: bring the server back, or umount -f -l/,
  )
})

for (const [type, device, line, missing] of [
  ['nfs', '10.0.0.30:/srv/is', 'nfs _netdev,hard,vers=4', 'mount.nfs'],
  [
    'efs',
    'fs-1.efs.eu-west-1.amazonaws.com:/',
    'nfs4 _netdev,nfsvers=4.1,rsize=1048576,wsize=1048576,hard,timeo=600,retrans=2,noresvport,vers=4',
    'mount.nfs4',
  ],
] as const) {
  test(`${type}: what is typed, and what to install; fstab stays when it fails`, async ({ spec }) => {
    const at = folder()
    const bin = at('bin')
    mkdirSync(bin)
    const steps = mount({ device, path: at('mnt'), type, options: ['vers=4'], fstab: at('fstab') })
    const { statuses, changes, reasons } = await playOn(spec, steps, { dryRun: true })
    assert.equal(statuses, ['changed'], reasons)
    const said = JSON.stringify(changes)
    assert.ok(said.includes(`${device} ${at('mnt')} ${line} 0 0`), said)
    const before = readFileSync(at('fstab'), 'utf8')
    writeFileSync(join(bin, 'mount'), '#!/bin/sh\necho "mount: unknown filesystem"; exit 32\n', { mode: 0o755 })
    const failed = await playOn(local({ shell: 'dash', env: { PATH: `${bin}:${process.env.PATH}` } }), steps)
    assert.equal(failed.statuses, ['failed'])
    assert.match(failed.reasons, /status 32: mount: unknown filesystem/)
    if (!existsSync(`/usr/sbin/${missing}`) && !existsSync(`/sbin/${missing}`))
      assert.match(failed.reasons, new RegExp(`there is no ${missing} \\(Debian: nfs-common\\)`))
    assert.is(readFileSync(at('fstab'), 'utf8'), before)
  })
}

test('SMB: name and password in a file for root alone, in no command line', async () => {
  const at = folder()
  mkdirSync(at('bin'))
  writeFileSync(at('bin/mount'), `#!/bin/sh\nprintf '%s\\n' "$*" >>${at('typed')}\n`, { mode: 0o755 })
  const password = secret('smb', { value: 'geheim, 1' })
  const steps = mount({
    device: '//files/is',
    path: at('mnt'),
    type: 'cifs',
    credentials: { user: 'is', password, domain: 'CORP', path: at('smb') },
    fstab: at('fstab'),
  })
  const { reasons } = await playOn(local({ shell: 'dash', env: { PATH: `${at('bin')}:${process.env.PATH}` } }), steps)
  assert.match(reasons, /not converged/, 'nothing was really mounted')
  assert.is(readFileSync(at('smb'), 'utf8'), 'username=is\npassword=geheim, 1\ndomain=CORP\n')
  assert.is(statSync(at('smb')).mode & 0o777, 0o600)
  assert.is(
    readFileSync(at('typed'), 'utf8'),
    `-t cifs -o _netdev,iocharset=utf8,credentials=${at('smb')} //files/is ${at('mnt')}\n`,
  )
  assert.ok(
    readFileSync(at('fstab'), 'utf8').endsWith(
      `//files/is ${at('mnt')} cifs _netdev,iocharset=utf8,credentials=${at('smb')} 0 0\n`,
    ),
  )
})

test.run()
