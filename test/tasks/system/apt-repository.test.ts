import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { aptRepository, packages } from '../../../tasks/index.ts'
import { debRepository } from '../../support/deb-repository.ts'
import { needs } from '../../support/debian.ts'
import { tryOnHost } from '../../support/host-situations.ts'
import { startHosts } from '../../support/hosts.ts'
import { scratch } from '../../support/shells.ts'

needs(['gnupg'])
const { hosts, stop } = await startHosts(1)
const [host] = hosts
if (!host) throw new Error('no host')
await debRepository(host, [{ name: 'hello-rb', files: { 'usr/share/hello-rb': 'hi\n' } }])

/** Signs the repository that is on the host already, by a key of this test. */
const home = scratch('gnupg')
const gpg = (...args: string[]): string =>
  execFileSync(
    'gpg',
    ['--homedir', home, '--batch', '--quiet', '--pinentry-mode', 'loopback', '--passphrase', '', ...args],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  )
gpg('--quick-gen-key', 'test@example.test', 'ed25519', 'sign', 'never')
const key = gpg('--armor', '--export', 'test@example.test')
const { stdout: list } = await host.run('cat /srv/repository/Packages')
mkdirSync(join(home, 'out'))
const release = join(home, 'out/Release')
writeFileSync(
  release,
  `Origin: test\nSuite: ./\nDate: ${new Date().toUTCString()}\nSHA256:\n ${createHash('sha256').update(list).digest('hex')} ${Buffer.byteLength(list)} Packages\n`,
)
gpg('--yes', '-o', join(home, 'out/InRelease'), '--clearsign', release)
const signed = execFileSync('base64', ['-w0', join(home, 'out/InRelease')], { encoding: 'utf8' })
await host.run(
  `printf %s ${signed} | base64 -d >/srv/repository/InRelease; : >/etc/apt/sources.list; rm -rf /var/lib/apt/lists/*`,
)

const own = aptRepository({ name: 'own', uris: ['file:/srv/repository'], suites: ['./'], key })
const sources = '/etc/apt/sources.list.d/own.sources'

tryOnHost(
  'aptRepository',
  host,
  host.spec(),
  [
    {
      name: 'absent: key, sources, and their lists; packages finds what is in it',
      covers: { aptRepository: 'absent' },
      resources: [own, packages({ names: ['hello-rb'] })],
      after: {
        [`cat ${sources}`]: 'Types: deb\nURIs: file:/srv/repository\nSuites: ./\nSigned-By: /etc/apt/keyrings/own.asc',
        'cat /usr/share/hello-rb': 'hi',
      },
    },
    { name: 'right', covers: { aptRepository: 'already right' }, resources: own, operations: [] },
    {
      name: 'another content',
      covers: { aptRepository: 'wrong content' },
      before: `sed -i s,/srv/repository,/srv/other, ${sources}`,
      resources: own,
      after: { [`grep URIs ${sources}`]: 'URIs: file:/srv/repository' },
    },
    {
      name: 'a key that others may write',
      covers: { aptRepository: 'attributes' },
      before: 'chmod 666 /etc/apt/keyrings/own.asc',
      resources: own,
      after: { 'stat -c %a /etc/apt/keyrings/own.asc': '644' },
    },
    {
      name: 'a folder in the place of the sources',
      covers: { aptRepository: 'wrong kind' },
      before: `rm ${sources}; mkdir ${sources}`,
      resources: own,
      refused: /own\.sources is a directory/,
    },
    {
      name: 'a repository that is signed by another key',
      before: `rmdir ${sources}; rm -rf /var/lib/apt/lists/*; sed -i '/^Origin/s/test/other/' /srv/repository/InRelease`,
      resources: own,
      fails: /fetch the lists of own|not signed|invalid|BADSIG/,
    },
    {
      name: 'the inverse',
      covers: { aptRepository: 'inverse' },
      resources: aptRepository({ name: 'own', state: 'absent' }),
      after: { [`ls ${sources} /etc/apt/keyrings/own.asc 2>&1 | grep -c 'No such'`]: '2' },
    },
  ],
  stop,
)

const test = suite('aptRepository, as it is given')
for (const [given, says] of [
  [{ name: 'a.b', uris: ['x'], suites: ['./'], key }, /apt passes over a file called a\.b\.sources/],
  [{ name: 'a', uris: ['x'], suites: ['bookworm'], key }, /give components, as in \['main'\]/],
  [{ name: 'a', uris: ['x'], suites: ['./'], key: 'x' }, /no public key as text/],
] as const)
  test(`refused: ${says}`, () => assert.throws(() => aptRepository(given), says))
test.run()
