import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import { isRefusal } from '../../lib/core/failure.ts'
import { secret } from '../../lib/core/secret.ts'
import { publicHalf, readCertificate } from '../../lib/read/certificate.ts'
import { type Certificate, certificate } from '../../tasks/index.ts'
import { placePair } from '../../tasks/support/pair-script.ts'
import { scratch, testShells } from '../support/shells.ts'
import { trySituations } from '../support/situations.ts'
import { lend } from './lend.ts'
import { playOn } from './one-play.ts'
import { testPair } from './pairs.ts'

const names = ['is.example.com', '10.0.0.10']
const san = 'subjectAltName=DNS:is.example.com,IP:10.0.0.10'
const good = testPair({ extensions: san })
const other = testPair({ extensions: san })
const ended = testPair({ extensions: san, until: '20200101000000Z' })
const weak = testPair({ extensions: san, key: '-algorithm RSA -pkeyopt rsa_keygen_bits:1024' })
const nameless = testPair({ extensions: 'basicConstraints=CA:FALSE' })
const ca = testPair({ name: 'Our CA', ca: true })
const endedCa = testPair({ name: 'Old CA', ca: true, until: '20200101000000Z' })
const theirs = testPair({ extensions: san, by: ca })
const theirsEnded = testPair({ extensions: san, by: ca, until: '20200101000000Z' })
const ed25519 = testPair({ extensions: san, key: '-algorithm ED25519' })
const locked = execFileSync('openssl', ['pkey', '-aes256', '-passout', 'pass:geheim'], { input: good.key }).toString()
const key = { file: good.key, mode: 0o600 }

type Rest = Partial<Omit<Certificate, 'path' | 'key'>> & { ca?: Certificate extends { ca?: infer C } ? C : never }
const pair = (at: (path: string) => string, rest: Rest & object = {}) =>
  certificate({ path: at('is.crt'), key: at('is.key'), names, ...rest } as Certificate)

lend(['/usr/bin/openssl'], () =>
  trySituations('certificate', [
    {
      name: 'made',
      resources: ({ at }) => pair(at),
      operations: ['run'],
      after: { 'is.crt': { link: '$/is.crt.d/current/crt' }, 'is.key': { link: '$/is.crt.d/current/key' } },
    },
    {
      name: 'made on a curve',
      resources: ({ at }) => pair(at, { algorithm: 'ec-prime256v1' } as Rest),
      operations: ['run'],
    },
    {
      name: 'one that is good stays, and its files as they are',
      before: { 'is.crt': good.certificate, 'is.key': key },
      resources: ({ at }) => pair(at),
      operations: [],
      statuses: ['ok'],
    },
    {
      name: 'a key that others may read is closed',
      before: { 'is.crt': good.certificate, 'is.key': { file: good.key, mode: 0o644 } },
      resources: ({ at }) => pair(at),
      operations: ['run'],
      after: { 'is.key': { mode: 0o600 } },
    },
    ...[
      { name: 'that has ended', before: ended },
      { name: 'of a weak key', before: weak },
      { name: 'without alternative names, whatever its common name', before: nameless },
      { name: 'that does not belong to the key', before: { ...good, key: other.key } },
    ].map(({ name, before }) => ({
      name: `one ${name} is made anew`,
      before: { 'is.crt': before.certificate, 'is.key': { file: before.key, mode: 0o600 } },
      resources: ({ at }: { at(path: string): string }) => pair(at),
      operations: ['run'],
    })),
    {
      name: 'one near its end, by renewBefore',
      before: { 'is.crt': good.certificate, 'is.key': key },
      resources: ({ at }) => pair(at, { renewBefore: 400, days: 500 } as Rest),
      operations: ['run'],
    },
    {
      name: 'one of another kind than was asked for',
      before: { 'is.crt': good.certificate, 'is.key': key },
      resources: ({ at }) => pair(at, { algorithm: 'rsa-3072' } as Rest),
      operations: ['run'],
    },
    {
      name: 'one that somebody else signed is kept',
      before: { 'is.crt': theirs.certificate, 'is.key': { file: theirs.key, mode: 0o600 } },
      resources: ({ at }) => pair(at),
      statuses: ['ok'],
    },
    {
      name: 'one that somebody else signed is never replaced',
      before: { 'is.crt': theirsEnded.certificate, 'is.key': { file: theirsEnded.key, mode: 0o600 } },
      resources: ({ at }) => pair(at),
      refused: /is\.crt ends on 2020-01-01, and CN=Our CA signed it/,
    },
    {
      name: 'no certificate in the file',
      before: { 'is.crt': 'hello', 'is.key': key },
      resources: ({ at }) => pair(at),
      refused: /is\.crt: it holds no certificate/,
    },
    {
      name: 'a locked key',
      before: { 'is.crt': good.certificate, 'is.key': locked },
      resources: ({ at }) => pair(at),
      refused: /without a pass phrase/,
    },
    {
      name: 'no folder',
      resources: ({ at }) => certificate({ path: at('ssl/is.crt'), key: at('ssl/is.key'), names }),
      refused: /the folder of .*ssl\/is\.crt is not there/,
    },
    {
      name: 'a name that is none',
      resources: ({ at }) => pair(at, { names: ['is.example.com,IP:1.2.3.4'] }),
      refused: /is no host name/,
    },
    {
      name: 'renewed with every run',
      resources: ({ at }) => pair(at, { days: 30 } as Rest),
      refused: /renewBefore is 30 of 30/,
    },

    {
      name: 'signed by an authority',
      before: { 'ca.crt': ca.certificate, 'ca.key': ca.key },
      resources: ({ at }) => pair(at, { ca: { certificate: at('ca.crt'), key: at('ca.key') } } as Rest),
      operations: ['run'],
    },
    {
      name: 'signed by another before',
      before: { 'ca.crt': ca.certificate, 'ca.key': ca.key, 'is.crt': good.certificate, 'is.key': key },
      resources: ({ at }) => pair(at, { ca: { certificate: at('ca.crt'), key: at('ca.key') } } as Rest),
      operations: ['run'],
    },
    {
      name: 'signed by it already',
      before: {
        'ca.crt': ca.certificate,
        'ca.key': ca.key,
        'is.crt': theirs.certificate,
        'is.key': { file: theirs.key, mode: 0o600 },
      },
      resources: ({ at }) => pair(at, { ca: { certificate: at('ca.crt'), key: at('ca.key') } } as Rest),
      statuses: ['ok'],
    },
    {
      name: 'an authority that has ended',
      before: { 'ca.crt': endedCa.certificate, 'ca.key': endedCa.key },
      resources: ({ at }) => pair(at, { ca: { certificate: at('ca.crt'), key: at('ca.key') } } as Rest),
      refused: /ca\.crt ended on 2020-01-01: renew the authority/,
    },
    {
      name: 'an authority that is none',
      before: { 'ca.crt': good.certificate, 'ca.key': good.key },
      resources: ({ at }) => pair(at, { ca: { certificate: at('ca.crt'), key: at('ca.key') } } as Rest),
      refused: /may not sign other certificates/,
    },
    {
      name: 'an authority that is not there',
      resources: ({ at }) => pair(at, { ca: { certificate: at('ca.crt'), key: at('ca.key') } } as Rest),
      refused: /ca\.crt is not there to sign with/,
    },
    {
      name: 'an authority with another key',
      before: { 'ca.crt': ca.certificate, 'ca.key': other.key },
      resources: ({ at }) => pair(at, { ca: { certificate: at('ca.crt'), key: at('ca.key') } } as Rest),
      fails: true,
      statuses: ['failed'],
      after: { 'is.crt': 'absent', 'is.key': 'absent' },
    },

    {
      name: 'your own',
      given: { crt: good.certificate, key: good.key },
      resources: ({ at, given }) => pair(at, { from: { certificate: given('crt'), key: given('key') } } as Rest),
      operations: ['run'],
    },
    {
      name: 'your own of Ed25519',
      given: { crt: ed25519.certificate, key: ed25519.key },
      resources: ({ at, given }) => pair(at, { from: { certificate: given('crt'), key: given('key') } } as Rest),
      operations: ['run'],
    },
    {
      name: 'your own, with its signers',
      given: { crt: theirs.certificate + ca.certificate, key: theirs.key },
      resources: ({ at, given }) => pair(at, { from: { certificate: given('crt'), key: given('key') } } as Rest),
      operations: ['run'],
    },
    {
      name: 'your own, there already',
      before: { 'is.crt': good.certificate, 'is.key': key },
      given: { crt: good.certificate, key: good.key },
      resources: ({ at, given }) => pair(at, { from: { certificate: given('crt'), key: given('key') } } as Rest),
      statuses: ['ok'],
    },
    {
      name: 'your own in place of another',
      before: { 'is.crt': other.certificate, 'is.key': other.key },
      given: { crt: good.certificate, key: good.key },
      resources: ({ at, given }) => pair(at, { from: { certificate: given('crt'), key: given('key') } } as Rest),
      operations: ['run'],
    },
    ...[
      {
        name: 'of two pairs',
        given: { crt: good.certificate, key: other.key },
        refused: /crt \(CN=is\.example\.com\) does not belong to its key: bring/,
      },
      { name: 'that has ended', given: { crt: ended.certificate, key: ended.key }, refused: /ends on 2020-01-01/ },
      {
        name: 'for other names',
        given: { crt: nameless.certificate, key: nameless.key },
        refused: /is not for is\.example\.com, 10\.0\.0\.10/,
      },
      { name: 'of a weak key', given: { crt: weak.certificate, key: weak.key }, refused: /weak key \(rsa-1024\)/ },
      {
        name: 'with a locked key',
        given: { crt: good.certificate, key: locked },
        refused: /key: it is locked by a pass phrase.*openssl pkey -in/,
      },
      { name: 'that is no key', given: { crt: good.certificate, key: 'x' }, refused: /key: it holds no private key/ },
      { name: 'that is no certificate', given: { crt: 'x', key: good.key }, refused: /crt: it holds no certificate/ },
      { name: 'that is not there', given: { key: good.key }, refused: /crt cannot be read on this machine/ },
    ].map(({ name, ...rest }) => ({
      name: `your own ${name}`,
      resources: ({ at, given }: { at(path: string): string; given(name: string): string }) =>
        pair(at, { from: { certificate: given('crt'), key: given('key') } } as Rest),
      ...rest,
    })),
  ]),
)

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
  const wrong = await playOn(dash.spec, pair(at, { ca: by('falsch') } as Rest))
  assert.equal(wrong.statuses, ['failed'])
  assert.not.ok(existsSync(at('is.crt')))
  const { statuses, changes } = await playOn(dash.spec, pair(at, { ca: by('geheim') } as Rest))
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
