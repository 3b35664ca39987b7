import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { file, packages } from '../../tasks/index.ts'
import { sendTree } from '../support/e2e-tree.ts'
import { startHosts } from '../support/hosts.ts'
import { scratch } from '../support/shells.ts'
import { playOn } from './one-play.ts'

const { hosts, stop } = await startHosts(1)
const [host] = hosts
if (!host) throw new Error('no host')
const spec = host.spec()
const said = async (line: string) => (await host.run(line)).stdout.trim()

/** A repository of tiny packages on the host itself: `hello-one` recommends `hello-two`, and brings a file in /etc. */
async function repository() {
  const folder = scratch('repository')
  const stanzas = ['hello-one', 'hello-two', 'hello-three'].map((name) => {
    const control = [
      `Package: ${name}`,
      'Version: 1.0',
      'Architecture: all',
      'Maintainer: nobody <nobody@example.test>',
      ...(name === 'hello-one' ? ['Recommends: hello-two'] : []),
      'Description: a test',
    ]
    const tree = join(folder, `${name}.d`)
    mkdirSync(join(tree, 'DEBIAN'), { recursive: true })
    mkdirSync(join(tree, `etc/${name}`), { recursive: true })
    writeFileSync(join(tree, 'DEBIAN/control'), `${control.join('\n')}\n`)
    writeFileSync(join(tree, `etc/${name}/conf`), 'stock\n')
    execFileSync('dpkg-deb', ['--root-owner-group', '-b', tree, join(folder, `${name}.deb`)], { stdio: 'ignore' })
    const deb = readFileSync(join(folder, `${name}.deb`))
    return [
      ...control,
      `Filename: ./${name}.deb`,
      `Size: ${deb.length}`,
      `SHA256: ${createHash('sha256').update(deb).digest('hex')}`,
      '',
    ].join('\n')
  })
  writeFileSync(join(folder, 'Packages'), stanzas.slice(0, 2).join('\n'))
  writeFileSync(join(folder, 'Packages.new'), stanzas.join('\n'))
  if (!host) return
  await sendTree(host, folder, '/srv/repository')
  await host.run(
    'rm -f /etc/apt/sources.list.d/*; echo "deb [trusted=yes] file:/srv/repository ./" >/etc/apt/sources.list; rm -rf /var/lib/apt/lists/*',
  )
}

const test = suite('packages of a Debian host')
test.before(repository)
test.after(stop)

test('lists are fetched when they are missing, recommendations are left out, later steps wait for what is provided', async () => {
  const steps = [
    packages({ names: ['hello-one', 'tar'], provides: ['/etc/hello-one'] }),
    file({ path: '/etc/hello-one/conf', text: 'ours\n' }),
    packages({ names: ['tar'] }),
  ]
  assert.equal((await playOn(spec, steps, { dryRun: true })).statuses, ['changed', 'deferred', 'ok'])
  const { statuses, reasons } = await playOn(spec, steps)
  assert.equal(statuses, ['changed', 'changed', 'ok'], reasons)
  assert.is((await host.run('dpkg -s hello-two')).code, 1)
  const before = await said('stat -c %Y.%n /var/lib/apt/lists/* /var/cache/apt/*.bin')
  const again = await playOn(spec, steps)
  assert.equal([again.statuses, again.summary.roundTrips], [['ok', 'ok', 'ok'], 2])
  assert.is(await said('stat -c %Y.%n /var/lib/apt/lists/* /var/cache/apt/*.bin'), before, 'no list was touched')
})

test('lists that are out of date are fetched once more; what no list has is told', async () => {
  await host.run('mv /srv/repository/Packages.new /srv/repository/Packages')
  const { statuses, reasons } = await playOn(spec, packages({ names: ['hello-three'] }))
  assert.equal(statuses, ['changed'], reasons)
  const none = await playOn(spec, packages({ names: ['hello-nobody'] }))
  assert.equal(none.statuses, ['failed'])
  assert.match(none.reasons, /cannot install hello-nobody\n(.*\n)*.*Unable to locate package hello-nobody/)
})

test('the lock of another process is waited for, not for ever', async () => {
  const hold = (seconds: number) =>
    host.run(
      `(setsid perl -MFcntl -e 'open F, ">", "/var/lib/dpkg/lock-frontend"; my $l = pack("s s x4 q q l x4", F_WRLCK, 0, 0, 0, 0); fcntl(F, F_SETLK, $l) or die; print "held\\n"; close STDOUT; sleep ${seconds}' </dev/null 2>/dev/null &) | head -n 1`,
    )
  await hold(4)
  const late = await playOn(spec, packages({ names: ['hello-two'], timeout: 30 }))
  assert.equal(late.statuses, ['changed'], late.reasons)
  await host.run('dpkg --purge hello-two')
  await hold(8)
  const never = await playOn(spec, packages({ names: ['hello-two'], timeout: 1 }))
  assert.equal(never.statuses, ['failed'])
  assert.match(
    never.reasons,
    /another process has been working with the package manager for 1 seconds: let it end, then run again\n(.*\n)*.*lock/,
  )
})

test.run()
