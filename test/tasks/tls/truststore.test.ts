import { contentFact, localFact } from '../../../lib/core/fact.ts'
import { truststore } from '../../../tasks/index.ts'
import { tryScripts } from '../../support/situations.ts'
import { lend } from '../lend.ts'
import { first, jks, p12, password, renewing, trusting, withKey } from './keystores.ts'

const trust = (path: string) => truststore({ path, password, alias: 'is', certificate: first.certificate })

const distrust = (path: string) => truststore({ path, password, alias: 'IS', state: 'absent' })

/** Trusts the certificate of the key in `withKey`. */
const ofKey = (path: string, from: string, change: { password?: string; alias?: string } = {}) =>
  truststore({ path, password, alias: 'own', certificate: { from, password, alias: 'is', ...change } })

lend(['/usr/bin/keytool', '/usr/bin/java'], () =>
  tryScripts('truststore', [
    {
      name: 'JKS',
      covers: { truststore: 'attributes' },
      before: { s: { file: jks, mode: 0o640 } },
      resources: ({ at }) => trust(at('s')),
      operations: ['run'],
      after: { s: { mode: 0o640 } },
    },
    { name: 'PKCS12', before: { s: p12 }, resources: ({ at }) => trust(at('s')), operations: ['run'] },
    {
      name: 'trusted already, with no JVM started',
      covers: { truststore: 'already right' },
      before: { s: trusting },
      resources: ({ at }) => trust(at('s')),
      operations: [],
      statuses: ['ok'],
    },
    {
      name: 'renewed',
      covers: { truststore: 'wrong content' },
      before: { s: renewing },
      resources: ({ at }) => trust(at('s')),
      operations: ['run'],
    },
    {
      name: 'through a link',
      before: { 'd/s': jks, l: { link: 'd/s' } },
      resources: ({ at }) => trust(at('l')),
      after: { l: { link: 'd/s' } },
    },
    {
      name: 'a new one',
      covers: { truststore: 'absent' },
      resources: ({ at }) =>
        truststore({ path: at('s'), password, alias: 'is', certificate: first.certificate, create: 'PKCS12' }),
      operations: ['run'],
    },
    {
      name: 'a new one whose password is too short',
      resources: ({ at }) =>
        truststore({ path: at('s'), password: 'short', alias: 'is', certificate: first.certificate, create: 'PKCS12' }),
      refused: /the password of .*s has fewer than 6 characters: keytool makes no store with it/,
    },
    {
      name: 'a new one in a folder that is not there',
      covers: { truststore: 'parent missing' },
      resources: ({ at }) =>
        truststore({ path: at('d/s'), password, alias: 'is', certificate: first.certificate, create: 'PKCS12' }),
      refused: /the folder of .*d\/s is not there: make it before/,
    },
    {
      name: 'a certificate of the controller',
      before: { s: jks },
      given: { 'is.crt': first.certificate },
      resources: ({ at, given }) =>
        truststore({ path: at('s'), password, alias: 'is', certificate: localFact(given('is.crt')) }),
      operations: ['run'],
    },
    {
      name: 'that of a private key in a key store of the controller',
      before: { s: jks },
      given: { 'own.jks': withKey },
      resources: ({ at, given }) => ofKey(at('s'), given('own.jks')),
      operations: ['run'],
    },
    {
      name: 'that of a key store of another password',
      before: { s: jks },
      given: { 'own.jks': withKey },
      resources: ({ at, given }) => ofKey(at('s'), given('own.jks'), { password: 'another' }),
      refused: /own\.jks: the password does not open it/,
    },
    {
      name: 'that of a private key that is not there',
      before: { s: jks },
      given: { 'own.jks': withKey },
      resources: ({ at, given }) => ofKey(at('s'), given('own.jks'), { alias: 'other' }),
      refused: /own\.jks has no private key other: name one that it has/,
    },
    {
      name: 'a certificate that the controller does not have',
      before: { s: jks },
      resources: ({ at, given }) =>
        truststore({ path: at('s'), password, alias: 'is', certificate: localFact(given('none.crt')) }),
      refused: /none\.crt.*: put it there, or name another file/,
    },
    {
      name: 'a file of the controller that is no certificate',
      before: { s: jks },
      given: { 'is.crt': 'no certificate' },
      resources: ({ at, given }) =>
        truststore({ path: at('s'), password, alias: 'is', certificate: localFact(given('is.crt')) }),
      refused: /is\.crt: it holds no certificate in PEM form/,
    },
    {
      name: 'a password of two lines',
      before: { s: jks },
      resources: ({ at }) =>
        truststore({ path: at('s'), password: 'secret\nor', alias: 'is', certificate: first.certificate }),
      refused: /the password of .*s has more than one line/,
    },
    {
      name: 'a folder in its place',
      covers: { truststore: 'wrong kind' },
      before: { 's/x': '' },
      resources: ({ at }) => trust(at('s')),
      refused: /s is a directory/,
    },
    {
      name: 'of another mode, which stays',
      before: { s: { file: trusting, mode: 0o600 } },
      resources: ({ at }) => trust(at('s')),
      operations: [],
      after: { s: { mode: 0o600 } },
    },
    ...[
      { type: 'JKS', store: trusting },
      { type: 'PKCS12', store: renewing },
    ].map(({ type, store }) => ({
      name: `no longer, in a store of ${type}`,
      covers: { truststore: 'inverse' } as const,
      before: { s: { file: store, mode: 0o640 } },
      resources: ({ at }: { at(path: string): string }) => distrust(at('s')),
      operations: ['run'],
      after: { s: { mode: 0o640 } },
    })),
    {
      name: 'no longer, and it never was: with no JVM started',
      before: { s: jks },
      resources: ({ at }) => distrust(at('s')),
      operations: [],
      statuses: ['ok'],
      after: { s: jks },
    },
    {
      name: 'no longer, in a store that is not there',
      resources: ({ at }) => distrust(at('s')),
      operations: [],
      statuses: ['ok'],
    },
    {
      name: 'no longer, where it is a private key',
      before: { s: withKey },
      resources: ({ at }) => distrust(at('s')),
      refused: /IS in .*s is a private key/,
    },
    {
      name: 'no longer, with a wrong password',
      before: { s: jks },
      resources: ({ at }) => truststore({ path: at('s'), password: 'wrong1', alias: 'is', state: 'absent' }),
      refused: /s: the password does not open it/,
    },
    {
      name: 'none there',
      resources: ({ at }) => trust(at('s')),
      refused: /s is not there: name the key store, or say create/,
    },
    {
      name: 'a wrong password',
      before: { s: jks },
      resources: ({ at }) =>
        truststore({ path: at('s'), password: 'wrong1', alias: 'is', certificate: first.certificate }),
      refused: /s: the password does not open it/,
    },
    {
      name: 'a wrong password of PKCS12',
      before: { s: p12 },
      resources: ({ at }) =>
        truststore({ path: at('s'), password: 'wrong1', alias: 'is', certificate: first.certificate }),
      refused: /s: the password does not open it/,
    },
    {
      name: 'no key store',
      before: { s: 'hello' },
      resources: ({ at }) => trust(at('s')),
      refused: /s: it is no key store/,
    },
    {
      name: 'half a key store',
      before: { s: jks.subarray(0, jks.length - 100) },
      resources: ({ at }) => trust(at('s')),
      refused: /s: (it is damaged|the password)/,
    },
    {
      name: 'a private key of that name',
      before: { s: withKey },
      resources: ({ at }) => trust(at('s')),
      refused: /is in .*s is a private key/,
    },
    {
      name: 'a certificate from a file',
      before: { s: jks, crt: first.certificate },
      resources: ({ at }) => truststore({ path: at('s'), password, alias: 'is', certificate: contentFact(at('crt')) }),
      operations: ['run'],
    },
    {
      name: 'a certificate that is not there',
      before: { s: jks },
      resources: ({ at }) => truststore({ path: at('s'), password, alias: 'is', certificate: contentFact(at('crt')) }),
      refused: /the certificate .*crt is absent: make it before/,
    },
  ]),
)
