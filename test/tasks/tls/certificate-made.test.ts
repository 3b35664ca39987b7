import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../../lib/core/connection.ts'
import { isRefusal } from '../../../lib/core/failure.ts'
import { secret } from '../../../lib/core/secret.ts'
import { publicHalf, readCertificate } from '../../../lib/read/certificate.ts'
import { placePair } from '../../../lib/remote/posix/certificate.ts'
import { certificate } from '../../../tasks/index.ts'
import { keptRuns } from '../../support/kept-runs.ts'
import { scratch, testShells } from '../../support/shells.ts'
import { playOn } from '../one-play.ts'
import { testPair } from './pairs.ts'

const names = ['is.example.com', '10.0.0.10']
const san = 'subjectAltName=DNS:is.example.com,IP:10.0.0.10'
const good = testPair({ extensions: san })
const other = testPair({ extensions: san })
const ca = testPair({ name: 'Our CA', ca: true })

const test = suite('certificate: what openssl says of it')
const [dash = { name: '', spec: local() }] = testShells()
const openssl = (...words: string[]) => execFileSync('openssl', words, { encoding: 'utf8' })

for (const algorithm of ['rsa-2048', 'rsa-3072', 'ec-prime256v1', 'ec-secp384r1'] as const) {
  test(`${algorithm}: for its names, trusted by itself, and a pair`, async () => {
    const folder = scratch('certificate')
    const path = join(folder, 'a.crt')
    await playOn(
      dash.spec,
      certificate({
        path,
        key: join(folder, 'a.key'),
        names: [...names, '*.example.org', 'fe80::1'],
        algorithm,
        days: 90,
      }),
    )
    assert.match(openssl('verify', '-CAfile', path, '-verify_hostname', 'is.example.com', path), /OK/)
    assert.match(
      openssl('verify', '-CAfile', path, '-purpose', 'sslserver', '-verify_hostname', 'x.example.org', path),
      /OK/,
    )
    assert.match(openssl('verify', '-CAfile', path, '-verify_ip', '10.0.0.10', path), /OK/)
    assert.match(openssl('x509', '-in', path, '-noout', '-checkend', String(89 * 86_400)), /will not expire/)
    const read = readCertificate(readFileSync(path, 'latin1'))
    assert.not.ok(isRefusal(read))
    if (!isRefusal(read)) assert.is(read.algorithm, algorithm)
    assert.is(statSync(join(folder, 'a.key')).mode & 0o777, 0o600)
    assert.is(
      openssl('pkey', '-in', join(folder, 'a.key'), '-pubout'),
      publicHalf(readFileSync(join(folder, 'a.key'), 'latin1')),
    )
  })
}

test('signed by an authority whose key is locked: the pass phrase goes by standard input, and the chain is valid', async () => {
  const folder = scratch('certificate')
  const at = (name: string) => join(folder, name)
  const middle = testPair({ name: 'Middle CA', ca: true, by: ca })
  writeFileSync(at('ca.crt'), middle.certificate)
  writeFileSync(
    at('ca.key'),
    execFileSync('openssl', ['pkey', '-aes256', '-passout', 'pass:geheim'], { input: middle.key }),
  )
  writeFileSync(at('root.crt'), ca.certificate)
  const by = (value: string) => ({ certificate: at('ca.crt'), key: at('ca.key'), password: secret('ca', { value }) })
  const wrong = await playOn(dash.spec, certificate({ path: at('is.crt'), key: at('is.key'), names, ca: by('falsch') }))
  assert.equal(wrong.statuses, ['failed'])
  assert.not.ok(existsSync(at('is.crt')))
  const { statuses, changes } = await playOn(
    dash.spec,
    certificate({ path: at('is.crt'), key: at('is.key'), names, ca: by('geheim') }),
  )
  assert.equal(statuses, ['changed'])
  assert.not.match(JSON.stringify(changes), /geheim/)
  assert.match(
    openssl('verify', '-CAfile', at('root.crt'), '-untrusted', at('is.crt'), '-purpose', 'sslserver', at('is.crt')),
    /OK/,
  )
  assert.is(
    readFileSync(at('is.crt'), 'latin1').match(/BEGIN CERTIFICATE/g)?.length,
    2,
    'the authority is no root, so it goes along',
  )
})

test('what was made goes again, in one run and at rest after it', async () => {
  const folder = scratch('certificate')
  const pair = { path: join(folder, 'ssl/a.crt'), key: join(folder, 'ssl/a.key') }
  assert.equal((await playOn(dash.spec, certificate({ ...pair, names }))).statuses, ['changed'])
  assert.equal((await playOn(dash.spec, certificate({ ...pair, state: 'absent' }))).statuses, ['changed'])
  assert.equal(readdirSync(join(folder, 'ssl')), [])
  assert.equal((await playOn(dash.spec, certificate({ ...pair, state: 'absent' }))).statuses, ['ok'])
})

test('a renewal is rolled back: the pair that was in place is so again', async () => {
  const folder = scratch('certificate')
  const kept = keptRuns(scratch('root'))
  const pair = { path: join(folder, 'a.crt'), key: join(folder, 'a.key') }
  await kept.apply(() => certificate({ ...pair, names }))
  const before = [readFileSync(pair.path, 'latin1'), readFileSync(pair.key, 'latin1')]
  await kept.apply(() => certificate({ ...pair, names: [...names, 'other.example.com'] }))
  assert.is.not(readFileSync(pair.path, 'latin1'), before[0])
  await kept.rollBack()
  assert.equal([readFileSync(pair.path, 'latin1'), readFileSync(pair.key, 'latin1')], before)
  await kept.rollBack()
  assert.equal(readdirSync(folder), ['a.crt.d'], 'only the pair that was made since is kept')
})

test('at every moment of a switch the two names lead to one pair', () => {
  const folder = scratch('certificate')
  const at = (name: string) => join(folder, name)
  const tools = at('bin')
  mkdirSync(tools)
  // Each program that changes something looks first at what is there, as a server that is started at that moment would.
  for (const tool of ['mv', 'ln', 'cp', 'chmod', 'rm', 'mkdir', 'mktemp', 'sync']) {
    writeFileSync(
      join(tools, tool),
      `#!/bin/sh\nlook() { if [ -e ${at('a.crt')} ] && [ -e ${at('a.key')} ]; then [ "$(openssl x509 -in ${at('a.crt')} -noout -pubkey)" = "$(openssl pkey -in ${at('a.key')} -pubout)" ] && echo pair || echo torn; else echo none; fi >>${at('seen')}; }\n/bin/${tool} "$@"; x=$?; PATH=\${PATH#*:} look; exit $x\n`,
    )
    chmodSync(join(tools, tool), 0o755)
  }
  const run = (from: typeof good) => {
    writeFileSync(at('1'), from.certificate)
    writeFileSync(at('2'), from.key)
    execFileSync(
      'sh',
      [
        '-c',
        placePair({ path: at('a.crt'), key: at('a.key') }, 'cat "$1" >"$t/crt" && cat "$2" >"$t/key"'),
        'sh',
        at('1'),
        at('2'),
      ],
      { env: { PATH: `${tools}:${process.env.PATH}` } },
    )
  }
  writeFileSync(at('a.crt'), good.certificate)
  writeFileSync(at('a.key'), good.key)
  run(other)
  assert.is(readFileSync(at('a.crt'), 'latin1'), other.certificate)
  assert.is(readFileSync(at('a.key'), 'latin1'), other.key)
  writeFileSync(at('b.key'), good.key)
  run(good)
  assert.is(readFileSync(at('a.key'), 'latin1'), good.key)
  const seen = new Set(readFileSync(at('seen'), 'utf8').trim().split('\n'))
  assert.equal([...seen], ['pair'])
  const kept = readdirSync(at('a.crt.d')).filter((name) => name !== 'current')
  assert.is(kept.length, 3, 'all former pairs are kept')
})

test.run()
