import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isRefusal, sentence } from '../../lib/core/failure.ts'
import { isWeak, type ParsedCertificate, publicHalf, readCertificate } from '../../lib/read/certificate.ts'

const test = suite('certificates')
const pem = (name: string) => readFileSync(`test/fixtures/read/${name}.pem`, 'utf8')

function certificate(text: string): ParsedCertificate {
  const read = readCertificate(text)
  if (isRefusal(read)) throw new Error(sentence(read))
  return read
}

const [ca, host, bare] = ['ca', 'host', 'bare'].map((name) => certificate(pem(name))) as [
  ParsedCertificate,
  ParsedCertificate,
  ParsedCertificate,
]

test('it says what openssl says of it', () => {
  const { subject, issuer, algorithm, sha256, notBefore, notAfter, ca: maySign } = host
  assert.equal(
    { subject, issuer, algorithm, sha256, notBefore, notAfter, maySign },
    {
      subject: 'O=Test, CN=common.example.com',
      issuer: 'O=Test, CN=Test CA',
      algorithm: 'rsa-1024',
      sha256: '441894b9f9efe11aad255d37978c781f4ee0cfebee09e29539b6f945d9fc7c5a',
      notBefore: 1795641828,
      notAfter: 4949241828,
      maySign: false,
    },
  )
  assert.equal([ca.algorithm, ca.ca, bare.ca], ['ec-prime256v1', true, false])
  assert.match(
    ca.publicKey,
    /^-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEBH8ofsYOLKdNCVrZ6SCilsKvaPcL\n/,
  )
})

const names: readonly (readonly [name: string, covered: boolean])[] = [
  ['is.example.com', true],
  ['IS.example.com', true],
  ['www.example.org', true],
  ['*.example.org', true],
  ['a.b.example.org', false],
  ['example.org', false],
  ['*.example.com', false],
  ['common.example.com', false],
  ['10.0.0.11', true],
  ['10.0.0.1', false],
  ['fd00::11', true],
  ['fd00:0:0::0011', true],
  ['fd00::12', false],
]

for (const [name, covered] of names)
  test(`${name} is ${covered ? '' : 'not '}a name of it`, () => assert.is(host.covers(name), covered))

test('a common name alone is no name', () => assert.not.ok(bare.covers('bare.example.com')))

test('who has signed it', () => {
  assert.equal([host.signedBy(ca), host.signedBy(bare), ca.signedBy(ca), ca.signedBy(host)], [true, false, true, false])
})

test('the first of a chain is read, whatever stands before it', () => {
  const chain = certificate(`subject=x\n${pem('host')}${pem('ca')}`)
  assert.is(chain.sha256, host.sha256)
  assert.is(chain.pem, pem('host'))
})

const unreadable: readonly (readonly [name: string, text: string, says: RegExp])[] = [
  ['nothing', '', /^it holds no certificate in PEM form: name a file with BEGIN CERTIFICATE in it$/],
  ['bytes', '\x30\x82\x01\x0a', /^it holds no certificate/],
  ['one that breaks off', pem('host').slice(0, 200), /^it holds no certificate/],
  [
    'a damaged one',
    pem('host').replace(/\n.{20}/, `\n${'A'.repeat(20)}`),
    /^its certificate cannot be read \(.+\): look at it by openssl/,
  ],
]

for (const [name, text, says] of unreadable) {
  test(`refused: ${name}`, () => {
    const read = readCertificate(text)
    assert.match(isRefusal(read) ? sentence(read) : 'it was read', says)
  })
}

test('the public half of a key', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const text = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  assert.is(publicHalf(text), publicKey.export({ type: 'spki', format: 'pem' }).toString())
  assert.ok(createPublicKey(String(publicHalf(text))))
  const locked = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString()
  for (const [given, says] of [
    [locked, /^it is locked by a pass phrase/],
    ['', /^it holds no private key/],
    [pem('host'), /^it holds no private key/],
  ] as const) {
    const half = publicHalf(given)
    assert.match(isRefusal(half) ? sentence(half) : 'it was read', says)
  }
})

test('keys that clients of today refuse', () => {
  const weak = ['rsa-1024', 'dsa-1024', 'rsa-2048', 'rsa-4096', 'ec-prime256v1', 'ed25519'].map(isWeak)
  assert.equal(weak, [true, true, false, false, false, false])
})

test.run()
