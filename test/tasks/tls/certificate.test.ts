import { execFileSync } from 'node:child_process'
import { type Certificate, certificate } from '../../../tasks/tls/certificate.ts'
import { tryScripts } from '../../support/situations.ts'
import { lend } from '../lend.ts'
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

const pair = (at: (path: string) => string, rest: Partial<Certificate> = {}) =>
  certificate({ path: at('is.crt'), key: at('is.key'), names, ...rest } as Certificate)

const gone = (at: (path: string) => string, rest: { formerPairs?: boolean } = {}) =>
  certificate({ path: at('is.crt'), key: at('is.key'), state: 'absent', ...rest })
const link = (name: string) => ({ link: `$/is.crt.d/current/${name}` })
/** As the task leaves it. */
const placed = {
  'is.crt': link('crt'),
  'is.key': link('key'),
  'is.crt.d/a1b2c3/crt': good.certificate,
  'is.crt.d/a1b2c3/key': key,
  'is.crt.d/current': { link: 'a1b2c3' },
}

lend(['/usr/bin/openssl'], () =>
  tryScripts('certificate', [
    {
      name: 'made',
      covers: { certificate: 'absent' },
      resources: ({ at }) => pair(at),
      operations: ['run'],
      after: { 'is.crt': { link: '$/is.crt.d/current/crt' }, 'is.key': { link: '$/is.crt.d/current/key' } },
    },
    {
      name: 'made on a curve',
      resources: ({ at }) => pair(at, { algorithm: 'ec-prime256v1' }),
      operations: ['run'],
    },
    {
      name: 'one that is good stays, and its files as they are',
      covers: { certificate: 'already right' },
      before: { 'is.crt': good.certificate, 'is.key': key },
      resources: ({ at }) => pair(at),
      operations: [],
      statuses: ['ok'],
    },
    {
      name: 'a key that others may read is closed',
      covers: { certificate: 'attributes' },
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
      resources: ({ at }) => pair(at, { renewBefore: 400, days: 500 }),
      operations: ['run'],
    },
    {
      name: 'one of another kind than was asked for',
      covers: { certificate: 'wrong content' },
      before: { 'is.crt': good.certificate, 'is.key': key },
      resources: ({ at }) => pair(at, { algorithm: 'rsa-3072' }),
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
      covers: { certificate: 'wrong kind' },
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
      name: 'in folders that are not there yet',
      covers: { certificate: 'parent missing' },
      resources: ({ at }) => certificate({ path: at('ssl/certs/is.crt'), key: at('ssl/private/is.key'), names }),
      operations: ['directory ssl', 'directory ssl/certs', 'directory ssl/private', 'run'],
    },
    {
      name: 'a folder in its place',
      covers: { certificate: 'wrong kind' },
      before: { 'is.crt/x': '' },
      resources: ({ at }) => pair(at),
      refused: /is\.crt is a directory/,
    },
    {
      name: 'a folder in place of the key',
      before: { 'is.key/x': '' },
      resources: ({ at }) => pair(at),
      refused: /is\.key is a directory/,
    },
    {
      name: 'a file for a folder',
      before: { ssl: '' },
      resources: ({ at }) => certificate({ path: at('ssl/is.crt'), key: at('ssl/is.key'), names }),
      refused: /the folder of .*ssl\/is\.crt is not a directory/,
    },

    {
      name: 'signed by an authority',
      before: { 'ca.crt': ca.certificate, 'ca.key': ca.key },
      resources: ({ at }) => pair(at, { ca: { certificate: at('ca.crt'), key: at('ca.key') } }),
      operations: ['run'],
    },
    {
      name: 'signed by another before',
      before: { 'ca.crt': ca.certificate, 'ca.key': ca.key, 'is.crt': good.certificate, 'is.key': key },
      resources: ({ at }) => pair(at, { ca: { certificate: at('ca.crt'), key: at('ca.key') } }),
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
      resources: ({ at }) => pair(at, { ca: { certificate: at('ca.crt'), key: at('ca.key') } }),
      statuses: ['ok'],
    },
    {
      name: 'an authority that has ended',
      before: { 'ca.crt': endedCa.certificate, 'ca.key': endedCa.key },
      resources: ({ at }) => pair(at, { ca: { certificate: at('ca.crt'), key: at('ca.key') } }),
      refused: /ca\.crt ended on 2020-01-01: renew the authority/,
    },
    {
      name: 'an authority that is none',
      before: { 'ca.crt': good.certificate, 'ca.key': good.key },
      resources: ({ at }) => pair(at, { ca: { certificate: at('ca.crt'), key: at('ca.key') } }),
      refused: /may not sign other certificates/,
    },
    {
      name: 'an authority that is not there',
      resources: ({ at }) => pair(at, { ca: { certificate: at('ca.crt'), key: at('ca.key') } }),
      refused: /ca\.crt is not there to sign with/,
    },
    {
      name: 'an authority with another key',
      before: { 'ca.crt': ca.certificate, 'ca.key': other.key },
      resources: ({ at }) => pair(at, { ca: { certificate: at('ca.crt'), key: at('ca.key') } }),
      fails: true,
      statuses: ['failed'],
      after: { 'is.crt': 'absent', 'is.key': 'absent' },
    },

    {
      name: 'your own',
      given: { crt: good.certificate, key: good.key },
      resources: ({ at, given }) => pair(at, { from: { certificate: given('crt'), key: given('key') } }),
      operations: ['run'],
    },
    {
      name: 'your own of Ed25519',
      given: { crt: ed25519.certificate, key: ed25519.key },
      resources: ({ at, given }) => pair(at, { from: { certificate: given('crt'), key: given('key') } }),
      operations: ['run'],
    },
    {
      name: 'your own, with its signers',
      given: { crt: theirs.certificate + ca.certificate, key: theirs.key },
      resources: ({ at, given }) => pair(at, { from: { certificate: given('crt'), key: given('key') } }),
      operations: ['run'],
    },
    {
      name: 'your own, there already',
      before: { 'is.crt': good.certificate, 'is.key': key },
      given: { crt: good.certificate, key: good.key },
      resources: ({ at, given }) => pair(at, { from: { certificate: given('crt'), key: given('key') } }),
      statuses: ['ok'],
    },
    {
      name: 'your own in place of another',
      before: { 'is.crt': other.certificate, 'is.key': other.key },
      given: { crt: good.certificate, key: good.key },
      resources: ({ at, given }) => pair(at, { from: { certificate: given('crt'), key: given('key') } }),
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
        pair(at, { from: { certificate: given('crt'), key: given('key') } }),
      ...rest,
    })),
    {
      name: 'one that goes, with its key and the folder of both',
      covers: { certificate: 'inverse' },
      before: { ...placed, other: 'stays' },
      resources: ({ at }) => gone(at),
      operations: ['remove is.crt', 'remove is.key', 'remove is.crt.d'],
      after: { 'is.crt': 'absent', 'is.key': 'absent', 'is.crt.d': 'absent', other: 'stays' },
    },
    {
      name: 'one that goes, half of which has gone',
      before: { 'is.key': link('key') },
      resources: ({ at }) => gone(at),
      operations: ['remove is.key'],
    },
    { name: 'one that goes, where none is', resources: ({ at }) => gone(at), operations: [], statuses: ['ok'] },
    {
      name: 'one that goes keeps what was in place before',
      before: { ...placed, 'is.crt.d/x9y8z7/crt': other.certificate, 'is.crt.d/x9y8z7/key': other.key },
      resources: ({ at }) => gone(at),
      refused:
        /is\.crt\.d keeps what was in place before: x9y8z7: say formerPairs: true beside absent to remove that as/,
    },
    {
      name: 'one that goes, with what was in place before, by its own word',
      before: { ...placed, 'is.crt.d/x9y8z7/crt': other.certificate, 'is.crt.d/x9y8z7/key': other.key },
      resources: ({ at }) => gone(at, { formerPairs: true }),
      operations: ['remove is.crt', 'remove is.key', 'remove is.crt.d'],
      after: { 'is.crt.d': 'absent' },
    },
    {
      name: "a certificate of somebody else's does not go",
      before: { 'is.crt': good.certificate, 'is.key': key },
      resources: ({ at }) => gone(at),
      refused: /is\.crt is a file, which certificate\(\) has not put there: remove it with absent\(\), if it may go/,
    },
    {
      name: "a key of somebody else's does not go",
      before: { ...placed, 'is.key': { link: 'elsewhere' } },
      resources: ({ at }) => gone(at),
      refused: /is\.key is a link to elsewhere, which certificate\(\) has not put there/,
    },
    {
      name: 'a file in place of the folder of both does not go',
      before: { 'is.crt.d': 'hello' },
      resources: ({ at }) => gone(at),
      refused: /is\.crt\.d is no directory/,
    },
  ]),
)
