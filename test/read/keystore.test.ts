import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isRefusal, sentence } from '../../lib/core/failure.ts'
import { readKeystore } from '../../lib/read/keystore.ts'

const test = suite('key stores')
/** Made by keytool: `Host` and `ca`, both trusted. */
const jks = readFileSync('test/fixtures/read/trust.jks')
const pkcs12 = readFileSync('test/fixtures/read/trust.p12')

const host = '441894b9f9efe11aad255d37978c781f4ee0cfebee09e29539b6f945d9fc7c5a'
const ca = '94c33421c88b5bd936273e2d03117e88a19552927f5461fe103dc9af6c943371'

for (const [type, bytes] of [
  ['JKS', jks],
  ['PKCS12', pkcs12],
] as const) {
  test(`${type}: what keytool put in it, aliases in lower case as Java compares them`, () => {
    const read = readKeystore(bytes, 'changeit')
    if (isRefusal(read)) throw new Error(sentence(read))
    assert.is(read.type, type)
    assert.equal(
      read.entries.map(({ pem, ...entry }) => entry).sort((a, b) => (a.alias < b.alias ? -1 : 1)),
      [
        { alias: 'ca', kind: 'trusted', sha256: ca },
        { alias: 'host', kind: 'trusted', sha256: host },
      ],
    )
    for (const { pem, sha256 } of read.entries)
      assert.is(new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase(), sha256)
  })

  test(`${type}: a wrong password is said to be one`, () => {
    const read = readKeystore(bytes, 'changeme')
    assert.match(isRefusal(read) ? sentence(read) : '', /^the password does not open it: give the password/)
  })

  test(`${type}: one that breaks off is refused`, () => {
    assert.ok(isRefusal(readKeystore(bytes.subarray(0, bytes.length - 40), 'changeit')))
  })
}

test('what is no key store is not taken for one', () => {
  for (const bytes of [
    Buffer.from(''),
    Buffer.from('-----BEGIN CERTIFICATE-----'),
    Buffer.from([0xce, 0xce, 0xce, 0xce]),
  ]) {
    const read = readKeystore(bytes, 'changeit')
    assert.match(isRefusal(read) ? sentence(read) : '', /^it is no key store of type JKS or PKCS12: /)
  }
})

test.run()
