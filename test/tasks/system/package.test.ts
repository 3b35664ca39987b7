import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { file, packages } from '../../../tasks/index.ts'
import { sendTree } from '../../support/e2e-tree.ts'
import { tryOnHost } from '../../support/host-situations.ts'
import { startHosts } from '../../support/hosts.ts'
import { scratch } from '../../support/shells.ts'
import { playOn } from '../one-play.ts'

const { hosts, stop } = await startHosts(1)
const [host] = hosts
if (!host) throw new Error('no host')
const spec = host.spec()
const said = async (line: string) => (await host.run(line)).stdout.trim()

/**
 * A repository of tiny packages on the host itself: `hello-one` recommends `hello-two`, and brings a file in /etc;
 * `hello-four` needs `hello-one`. Its second list has more packages, and more versions.
 */
async function repository() {
  if (!host) return
  const folder = scratch('repository')
  const stanza = (name: string, version: string, ...more: string[]) => {
    const control = [
      `Package: ${name}`,
      `Version: ${version}`,
      'Architecture: all',
      'Maintainer: nobody <nobody@example.test>',
      ...more,
      'Description: a test',
    ]
    const tree = join(folder, `${name}.d`)
    mkdirSync(join(tree, 'DEBIAN'), { recursive: true })
    mkdirSync(join(tree, `etc/${name}`), { recursive: true })
    writeFileSync(join(tree, 'DEBIAN/control'), `${control.join('\n')}\n`)
    writeFileSync(join(tree, 'DEBIAN/conffiles'), `/etc/${name}/conf\n`)
    writeFileSync(join(tree, `etc/${name}/conf`), 'stock\n')
    const file = `${name}_${version}.deb`
    execFileSync('dpkg-deb', ['--root-owner-group', '-b', tree, join(folder, file)], { stdio: 'ignore' })
    const deb = readFileSync(join(folder, file))
    const sha256 = createHash('sha256').update(deb).digest('hex')
    return [...control, `Filename: ./${file}`, `Size: ${deb.length}`, `SHA256: ${sha256}`, ''].join('\n')
  }
  const first = [stanza('hello-one', '1.0', 'Recommends: hello-two'), stanza('hello-two', '1.0')]
  const more = [stanza('hello-three', '1.0'), stanza('hello-three', '2.0'), stanza('hello-two', '2.0')]
  const four = stanza('hello-four', '1.0', 'Depends: hello-one')
  writeFileSync(join(folder, 'Packages'), first.join('\n'))
  writeFileSync(join(folder, 'Packages.new'), [...first, ...more, four].join('\n'))
  await sendTree(host, folder, '/srv/repository')
  await host.run(
    'rm -f /etc/apt/sources.list.d/*; echo "deb [trusted=yes] file:/srv/repository ./" >/etc/apt/sources.list; rm -rf /var/lib/apt/lists/*',
  )
}

const test = suite('packages of a Debian host')
test.before(repository)

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
  const hold = async (seconds: number) => {
    const { stdout } = await host.run(
      `(setsid perl -MFcntl -e 'open F, ">", "/var/lib/dpkg/lock-frontend"; my $l = pack("s s x4 q q l x4", F_WRLCK, 0, 0, 0, 0); fcntl(F, F_SETLK, $l) or die; print "$$\\n"; close STDOUT; sleep ${seconds}' </dev/null 2>/dev/null &) | head -n 1`,
    )
    return stdout.trim()
  }
  await hold(4)
  const late = await playOn(spec, packages({ names: ['hello-two'], timeout: 30 }))
  assert.equal(late.statuses, ['changed'], late.reasons)
  await host.run('dpkg --purge hello-two')
  const holder = await hold(600)
  const never = await playOn(spec, packages({ names: ['hello-two'], timeout: 1 }))
  await host.run(`kill ${holder}`)
  assert.equal(never.statuses, ['failed'])
  assert.match(
    never.reasons,
    /another process has been working with the package manager for 1 seconds: let it end, then run again\n(.*\n)*.*lock/,
  )
})

test.run()

const version = `dpkg-query -W -f '\${db:Status-Status} \${Version}' hello-three`
const one = `dpkg-query -W -f '\${db:Status-Status}' hello-one`
const held = 'apt-mark showhold'

tryOnHost('versions, holds and removals on a Debian host', host, spec, [
  {
    name: 'one version of several',
    covers: { packages: 'absent' },
    before: 'apt-get -q update; until apt-get -qy remove hello-three; do sleep 1; done',
    resources: packages({ names: ['hello-three=1.0'] }),
    operations: ['run'],
    statuses: ['changed'],
    after: { [version]: 'installed 1.0' },
  },
  {
    name: 'the version that is there',
    covers: { packages: 'already right' },
    resources: packages({ names: ['hello-three=1.0', 'tar'] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'any version: what is there stays',
    resources: packages({ names: ['hello-three'] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a newer version, and then what a plan knows of it',
    covers: { packages: 'wrong content' },
    resources: [packages({ names: ['hello-three=2.0'] }), packages({ names: ['hello-three=2.0', 'tar'] })],
    operations: ['run'],
    statuses: ['changed', 'ok'],
    after: { [version]: 'installed 2.0' },
  },
  {
    name: 'an older version',
    resources: packages({ names: ['hello-three=1.0'] }),
    statuses: ['changed'],
    after: { [version]: 'installed 1.0' },
  },
  {
    name: 'a version that there is not',
    resources: packages({ names: ['hello-three=3.0'] }),
    fails: /cannot install hello-three=3\.0\n(.*\n)*.*Version '3\.0' for 'hello-three' was not found/,
    after: { [version]: 'installed 1.0' },
  },
  {
    name: 'the latest version',
    resources: packages({ names: ['hello-three', 'tar'], state: 'latest' }),
    operations: ['run'],
    statuses: ['changed'],
    after: { [version]: 'installed 2.0' },
  },
  {
    name: 'the latest of what is missing',
    before: 'apt-get -qy remove hello-two',
    resources: packages({ names: ['hello-two'], state: 'latest' }),
    statuses: ['changed'],
    after: { [version.replace('three', 'two')]: 'installed 2.0' },
  },
  {
    name: 'the latest where the host has no lists: they are fetched, and then it is known',
    before: 'rm -rf /var/lib/apt/lists/*',
    resources: packages({ names: ['hello-three'], state: 'latest' }),
    statuses: ['changed'],
    after: { [version]: 'installed 2.0' },
  },
  {
    name: 'held at a version',
    resources: packages({ names: ['hello-three=1.0'], hold: true }),
    statuses: ['changed'],
    after: { [version]: 'installed 1.0', [held]: 'hello-three' },
  },
  {
    name: 'held already',
    resources: packages({ names: ['hello-three=1.0'], hold: true }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'what somebody holds is not moved',
    resources: packages({ names: ['hello-three=2.0'] }),
    refused: /hello-three is held at 1\.0: say hold: true to move and hold it, or hold: false to let it go/,
    after: { [version]: 'installed 1.0' },
  },
  {
    name: 'nor brought up to date',
    resources: packages({ names: ['hello-three'], state: 'latest' }),
    refused: /hello-three is held at 1\.0/,
  },
  {
    name: 'nor removed',
    resources: packages({ names: ['hello-three'], state: 'absent' }),
    refused: /hello-three is held at 1\.0/,
  },
  {
    name: 'held at another version',
    resources: packages({ names: ['hello-three=2.0'], hold: true }),
    after: { [version]: 'installed 2.0', [held]: 'hello-three' },
  },
  {
    name: 'held no longer',
    resources: packages({ names: ['hello-three'], hold: false }),
    operations: ['run'],
    statuses: ['changed'],
    after: { [version]: 'installed 2.0', [held]: '' },
  },
  {
    name: 'gone: what it has configured stays',
    covers: { packages: 'inverse' },
    before: 'echo mine >/etc/hello-three/conf',
    resources: packages({ names: ['hello-three'], state: 'absent', provides: ['/etc/hello-three'] }),
    operations: ['run'],
    statuses: ['changed'],
    after: { [version]: 'config-files 2.0', 'cat /etc/hello-three/conf': 'mine' },
  },
  {
    name: 'gone: it is not there',
    resources: packages({ names: ['hello-three', 'hello-nobody'], state: 'absent' }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'gone: what others need stays',
    before: 'apt-get -qy install hello-four',
    resources: packages({ names: ['hello-one'], state: 'absent' }),
    refused: /without hello-one these would go as well: hello-four: name them, too, or leave it/,
    after: { [one]: 'installed' },
  },
  {
    name: 'gone: what the host cannot do without',
    resources: packages({ names: ['dpkg'], state: 'absent' }),
    refused: /dpkg cannot be removed: .*: leave what the host needs/,
  },
  {
    name: 'gone: with what needs it',
    resources: packages({ names: ['hello-one', 'hello-four'], state: 'absent' }),
    statuses: ['changed'],
  },
  {
    name: 'gone, though by then something needs it',
    before: 'apt-get -qy install hello-one',
    resources: [packages({ names: ['hello-four'] }), packages({ names: ['hello-one'], state: 'absent' })],
    fails: /without hello-one these would go as well: hello-four/,
    after: { [one]: 'installed' },
  },
  {
    name: 'what one step makes is known to the next',
    before: 'apt-get -qy remove hello-three',
    resources: [
      packages({ names: ['hello-three=1.0', 'tar'] }),
      packages({ names: ['hello-three=1.0'] }),
      packages({ names: ['hello-three'] }),
    ],
    operations: ['run'],
    statuses: ['changed', 'ok', 'ok'],
  },
])

tryOnHost(
  'packages as an ordinary user',
  host,
  host.spec({ user: 'deploy' }),
  [
    {
      name: 'told at once',
      resources: packages({ names: ['hello-two'], state: 'absent' }),
      refused: /only root can change packages, and this is deploy: give become: true/,
    },
    { name: 'nothing to do', resources: packages({ names: ['tar'] }), operations: [], statuses: ['ok'] },
  ],
  stop,
)
