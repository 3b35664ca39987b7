import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type ConnectionSpec, local, shell } from '../../../lib/core/connection.ts'
import { secret } from '../../../lib/core/secret.ts'
import { command, directory, lines, type Mount, mount } from '../../../tasks/index.ts'
import { covers } from '../../support/covers.ts'
import { needsRoot } from '../../support/debian.ts'
import { scratch, testShells } from '../../support/shells.ts'
import { trySituations } from '../../support/situations.ts'
import { playOn } from '../one-play.ts'

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
    covers: { mount: 'wrong kind' },
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
    name: 'a folder to bind that is not there',
    before: { fstab: '# mine\n' },
    resources: ({ at }) => bind(at),
    refused: /share, which is to be seen at .*mnt, is not there: make it before, with directory\(\)/,
  },
  {
    name: 'a file to bind',
    before: { share: '', fstab: '' },
    resources: ({ at }) => bind(at),
    refused: /share is a file: name a folder to bind/,
  },
  {
    name: 'in the table alone: the folder and the line are made, and nothing is mounted',
    before: { 'share/x': '', fstab: '# mine\n' },
    resources: ({ at }) => bind(at, { mounted: false, options: ['noauto'] }),
    operations: ['directory mnt', 'write fstab'],
    after: { 'mnt/x': 'absent' },
  },
  {
    name: 'in the table alone: files that would be hidden at the next start',
    before: { share: { dir: true }, 'mnt/x': '', fstab: '' },
    resources: ({ at }) => bind(at, { mounted: false }),
    refused: /mnt holds files, which a mount would hide/,
  },
  {
    name: 'gone: it is not mounted and in no table',
    before: { 'mnt/kept': 'x', fstab: '# mine\n' },
    resources: ({ at }) => mount({ path: at('mnt'), state: 'absent', fstab: at('fstab') }),
    operations: [],
    statuses: ['ok'],
    after: { 'mnt/kept': 'x' },
  },
  {
    name: 'gone: there is no table, and no folder',
    resources: ({ at }) => mount({ path: at('mnt'), state: 'absent', fstab: at('fstab') }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'gone: only its lines are taken away, however they are written',
    covers: { mount: 'inverse' },
    before: { 'mnt/kept': 'x', fstab: '# $/mnt\nUUID=1 / ext4 defaults 0 1\n' },
    resources: ({ at }) => [
      command({
        script: `printf 'a %s/ none bind 0 0\\nb //%s\\tnone bind\\nc %sx none bind 0 0' ${at('mnt')} ${at('mnt')} ${at('mnt')} >>${at('fstab')}; touch ${at('done')}`,
        creates: at('done'),
        touches: [at('fstab')],
      }),
      mount({ path: at('mnt'), state: 'absent', fstab: at('fstab') }),
      lines({ path: at('fstab'), edits: [lines.replace(at('mntx'), 'MNTX')] }),
    ],
    after: { fstab: '# $/mnt\nUUID=1 / ext4 defaults 0 1\nc MNTX none bind 0 0', 'mnt/kept': 'x' },
  },
  {
    name: 'gone: the file with the password goes with it',
    before: { smb: 'username=is\n', fstab: '' },
    resources: ({ at }) =>
      mount({
        path: at('mnt'),
        state: 'absent',
        device: '//files/is',
        type: 'cifs',
        credentials: { user: 'is', password: 'x', path: at('smb') },
        fstab: at('fstab'),
      }),
    operations: ['remove smb'],
    after: { smb: 'absent' },
  },
])

/** A shell in a mount namespace of its own, whose mounts go with it. */
interface Space {
  spec: ConnectionSpec
  holder: ChildProcess
  run(script: string): string
}

function spaces(name: string, env: readonly string[]) {
  const test = suite<Space>(name)
  test.before.each(async (context) => {
    needsRoot('mounting')
    const holder = spawn('unshare', ['-m', '--propagation', 'private', 'sh', '-c', 'echo ready; exec sleep 600'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => holder.stdout?.once('data', resolve))
    const enter = ['nsenter', '-t', String(holder.pid), '-m']
    context.holder = holder
    context.spec = shell([...enter, ...env, 'sh'])
    context.run = (script) => execFileSync('nsenter', [...enter.slice(1), 'sh', '-c', script], { encoding: 'utf8' })
  })
  test.after.each(({ holder }) => void holder.kill())
  return test
}

function folder() {
  const root = scratch('mount')
  const at = (path: string) => join(root, path)
  mkdirSync(at('share'))
  writeFileSync(at('share/hello'), 'hello')
  writeFileSync(at('fstab'), '# the host’s own\nUUID=1 / ext4 errors=remount-ro 0 1')
  return at
}

const times = (run: Space['run'], path: string) => Number(run(`grep -cF ' ${path} ' /proc/self/mountinfo || :`))

function tryMounts(test: ReturnType<typeof spaces>) {
  test('a bind mount: now, in fstab, and not twice', async ({ spec, run }) => {
    const at = folder()
    assert.equal((await playOn(spec, bind(at), { dryRun: true })).statuses, ['changed'])
    assert.not.ok(existsSync(at('mnt')))
    const made = await playOn(spec, bind(at))
    assert.equal(made.statuses, ['changed'])
    covers({ mount: ['absent', 'parent missing'] }, made.statuses)
    assert.is(run(`cat ${at('mnt/hello')}`), 'hello')
    assert.is(
      readFileSync(at('fstab'), 'utf8'),
      `# the host’s own\nUUID=1 / ext4 errors=remount-ro 0 1\n${at('share')} ${at('mnt')} none bind 0 0\n`,
    )
    const again = await playOn(spec, bind(at))
    assert.equal(again.statuses, ['ok'])
    covers({ mount: 'already right' }, again.statuses)
    run(`umount ${at('mnt')}`)
    assert.equal((await playOn(spec, bind(at))).statuses, ['changed'])
    assert.is(run(`cat ${at('mnt/hello')}`), 'hello')
    run(`umount ${at('mnt')} && mount -T ${at('fstab')} ${at('mnt')} && cat ${at('mnt/hello')}`)
    assert.not.ok(existsSync(at('mnt/hello')), 'this test’s own namespace')
  })

  test('in the table alone: what is mounted stays; gone takes both', async ({ spec, run }) => {
    const at = folder()
    const tabled = bind(at, { mounted: false })
    assert.equal((await playOn(spec, tabled)).statuses, ['changed'])
    assert.ok(readFileSync(at('fstab'), 'utf8').endsWith(`\n${at('share')} ${at('mnt')} none bind 0 0\n`))
    assert.is(times(run, at('mnt')), 0)
    assert.equal((await playOn(spec, tabled)).statuses, ['ok'])
    assert.equal((await playOn(spec, bind(at))).statuses, ['changed'])
    assert.equal((await playOn(spec, tabled)).statuses, ['ok'])
    assert.is(times(run, at('mnt')), 1)
    assert.equal((await playOn(spec, bind(at, { state: 'absent' }))).statuses, ['changed'])
    assert.is(times(run, at('mnt')), 0)
    assert.not.match(readFileSync(at('fstab'), 'utf8'), /bind/)
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
    const other = await playOn(spec, small('2m'))
    assert.equal(other.statuses, ['changed'])
    covers({ mount: 'wrong content' }, other.statuses)
    assert.match(
      readFileSync(at('fstab'), 'utf8'),
      /ext4 errors=remount-ro 0 1\nnone \S+ tmpfs size=2m,mode=0750 0 0\n$/,
    )
  })

  test('something else that is mounted there is left alone', async ({ spec, run }) => {
    const at = folder()
    mkdirSync(at('mnt'))
    run(`mount -t tmpfs other ${at('mnt')}`)
    const { statuses, reasons } = await playOn(spec, bind(at))
    assert.equal(statuses, ['refused'])
    assert.match(reasons, /other \(tmpfs\) is mounted on .*mnt, not .*share: umount/)
  })

  for (const written of ['/', '//', '/.']) {
    test(`a path that ends in ${written} is the same path`, async ({ spec, run }) => {
      const at = folder()
      const step = bind(at, { path: at('mnt') + written })
      assert.equal((await playOn(spec, step)).statuses, ['changed'])
      assert.equal((await playOn(spec, step)).statuses, ['ok'])
      assert.equal((await playOn(spec, bind(at))).statuses, ['ok'])
      assert.is(times(run, at('mnt')), 1)
      assert.ok(readFileSync(at('fstab'), 'utf8').endsWith(`${at('share')} ${at('mnt')} none bind 0 0\n`))
    })
  }

  test('a line of the table that ends in a slash is of the same path', async ({ spec }) => {
    const at = folder()
    const table = `${at('share')} ${at('mnt')}/ none bind 0 0\n`
    writeFileSync(at('fstab'), table)
    assert.equal((await playOn(spec, bind(at))).statuses, ['changed'])
    assert.is(readFileSync(at('fstab'), 'utf8'), table)
    assert.equal((await playOn(spec, bind(at, { options: ['ro'] }))).statuses, ['changed'])
    assert.is(readFileSync(at('fstab'), 'utf8'), `${at('share')} ${at('mnt')} none bind,ro 0 0\n`)
  })

  test('a path by way of a link: the kernel knows the real one', async ({ spec, run }) => {
    const at = folder()
    mkdirSync(at('real'))
    symlinkSync('real', at('link'))
    const step = bind(at, { path: at('link/mnt') })
    assert.equal((await playOn(spec, step)).statuses, ['changed'])
    assert.equal((await playOn(spec, step)).statuses, ['ok'])
    assert.is(times(run, at('real/mnt')), 1)
  })

  for (const odd of ['a\tb', 'a\\b', 'a\\040b', 'a#b', 'é\u00a0ü', 'a\nb']) {
    test(`an odd name: ${JSON.stringify(odd)}`, async ({ spec }) => {
      const at = folder()
      const step = mount({ device: odd.replace(/[\n#]/, ' '), path: at(odd), type: 'tmpfs', fstab: at('fstab') })
      const made = await playOn(spec, step)
      assert.equal(made.statuses, ['changed'], made.reasons)
      const { statuses, reasons } = await playOn(spec, step)
      assert.equal(statuses, ['ok'], reasons)
      const gone = await playOn(spec, mount({ path: at(odd), state: 'absent', fstab: at('fstab') }))
      assert.equal(gone.statuses, ['changed'], gone.reasons)
      assert.is(readFileSync(at('fstab'), 'utf8'), '# the host’s own\nUUID=1 / ext4 errors=remount-ro 0 1\n')
    })
  }

  test('a folder to bind that the same plan makes', async ({ spec }) => {
    const at = folder()
    const steps = [directory({ path: at('new') }), bind(at, { device: at('new') })]
    assert.equal((await playOn(spec, steps, { dryRun: true })).statuses, ['changed', 'changed'])
    assert.equal((await playOn(spec, steps)).statuses, ['changed', 'changed'])
  })

  test('gone: unmounted however often, out of the table, and what is in the share stays', async ({ spec, run }) => {
    const at = folder()
    await playOn(spec, bind(at))
    run(`mount --bind ${at('share')} ${at('mnt')}`)
    assert.is(times(run, at('mnt')), 2)
    const gone = bind(at, { state: 'absent' })
    assert.equal((await playOn(spec, gone, { dryRun: true })).statuses, ['changed'])
    assert.is(times(run, at('mnt')), 2)
    const { statuses, reasons } = await playOn(spec, gone)
    assert.equal(statuses, ['changed'], reasons)
    assert.is(times(run, at('mnt')), 0)
    assert.is(readFileSync(at('fstab'), 'utf8'), '# the host’s own\nUUID=1 / ext4 errors=remount-ro 0 1\n')
    assert.is(readFileSync(at('share/hello'), 'utf8'), 'hello')
    assert.ok(existsSync(at('mnt')))
    assert.equal((await playOn(spec, gone)).statuses, ['ok'])
  })

  test('gone and made anew in one play', async ({ spec, run }) => {
    const at = folder()
    await playOn(spec, bind(at))
    const { statuses, reasons } = await playOn(spec, [
      mount({ path: at('mnt'), state: 'absent', fstab: at('fstab') }),
      mount({ device: 'none', path: at('mnt'), type: 'tmpfs', fstab: at('fstab') }),
    ])
    assert.match(reasons, /not converged/, 'the two are at odds')
    assert.equal(statuses.length, 2)
    assert.match(run(`stat -f -c %T ${at('mnt')}`), /tmpfs/)
  })

  test('gone: something else that is mounted there stays; without a device it goes, too', async ({ spec, run }) => {
    const at = folder()
    mkdirSync(at('mnt'))
    run(`mount -t tmpfs other ${at('mnt')}`)
    const { reasons } = await playOn(spec, bind(at, { state: 'absent' }))
    assert.match(reasons, /other \(tmpfs\) is mounted on .*mnt, not .*share: umount/)
    const any = mount({ path: at('mnt'), state: 'absent', fstab: at('fstab') })
    assert.equal((await playOn(spec, any)).statuses, ['changed'])
    assert.is(times(run, at('mnt')), 0)
  })

  test('gone: in use', async ({ spec, run }) => {
    const at = folder()
    await playOn(spec, bind(at))
    const table = readFileSync(at('fstab'), 'utf8')
    const user = `until [ -e ${at('end')} ]; do sleep 0.1; done`
    run(`(cd ${at('mnt')} && setsid sh -c '${user}' >/dev/null 2>&1 </dev/null &)`)
    const { statuses, reasons } = await playOn(spec, bind(at, { state: 'absent' })).finally(() =>
      writeFileSync(at('end'), ''),
    )
    assert.equal(statuses, ['failed'])
    assert.match(reasons, /busy(.*\n)*end what uses it \(fuser -vm .*mnt\), then run again/)
    assert.is(readFileSync(at('fstab'), 'utf8'), table)
  })
  test.run()
}
tryMounts(spaces('mounts in a namespace of their own', []))
tryMounts(spaces('the same by BusyBox', ['env', `PATH=${testShells().at(-1)?.spec.options.env?.PATH}`]))

const test = spaces('mounts that this machine cannot have', [])

test('a device with a number sign', async ({ spec }) => {
  const at = folder()
  const step = mount({ device: 'a #b', path: at('mnt'), type: 'tmpfs', fstab: at('fstab') })
  assert.equal((await playOn(spec, step)).statuses, ['changed'])
  assert.equal((await playOn(spec, step)).statuses, ['ok'])
})

test('an ordinary user is told at once', async () => {
  const at = folder()
  chmodSync(at(''), 0o755)
  for (const step of [bind(at), mount({ path: at('mnt'), state: 'absent', fstab: at('fstab') })]) {
    writeFileSync(at('fstab'), `a ${at('mnt')} none bind 0 0\n`)
    const { statuses, reasons } = await playOn(shell(['setpriv', '--reuid=65534', '--clear-groups', 'sh']), step)
    assert.equal(statuses, ['refused'], reasons)
    assert.match(reasons, /only root can mount and unmount, and this is nobody: give become: true/)
  }
})

test('two paths never share the file with a password', async () => {
  const names = await Promise.all(
    ['/mnt/a-b', '/mnt/a/b', '/mnt/a_b'].map(async (path) => {
      const step = mount({ device: '//files/is', path, type: 'cifs', credentials: { user: 'is', password: 'x' } })
      const { changes } = await playOn(local(), step, { dryRun: true })
      return changes.map((change) => ('path' in change ? change.path : '')).find((name) => name.includes('smb'))
    }),
  )
  assert.equal(names, ['/etc/runbook-smb-mnt-a_2db', '/etc/runbook-smb-mnt-a-b', '/etc/runbook-smb-mnt-a_5fb'])
})

test('a share that does not answer', async ({ run, holder }) => {
  const at = folder()
  mkdirSync(at('mnt'))
  mkdirSync(at('bin'))
  run(`mount -t tmpfs none ${at('mnt')}`)
  // The kernel here knows no NFS, so what a stale handle says is said by a program in the place of stat.
  writeFileSync(
    at('bin/stat'),
    `#!/bin/sh\n[ "$*" != "-f -- ${at('mnt')}" ] || { echo "stat: cannot stat '${at('mnt')}': Stale file handle"; exit 1; }\nexec /usr/bin/stat "$@"\n`,
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
