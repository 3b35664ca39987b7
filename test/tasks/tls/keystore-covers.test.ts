import { secret } from '../../../lib/core/secret.ts'
import { keystoreCovers } from '../../../tasks/tls/keystore-covers.ts'
import { keyStoreFor } from '../../support/key-store.ts'
import { tryInTurn } from '../../support/situations.ts'

const password = secret('own store', { value: 'own-store-1' })
const p12 = keyStoreFor(['is.example.com', 'localhost'], 'own-store-1')
const one = keyStoreFor(['is.example.com'], 'own-store-1', 'JKS')
const alias = 'is.example.com'
type Given = { given(name: string): string }
const covers =
  (file: string, names: readonly string[], more = {}) =>
  ({ given }: Given) =>
    keystoreCovers({ from: given(file), password, alias, names, ...more })

tryInTurn('keystoreCovers', [
  {
    name: 'a certificate for each of the names',
    given: { 'is.p12': p12 },
    resources: covers('is.p12', ['is.example.com', 'localhost']),
    statuses: ['ok'],
    reason: /it is valid until \d{4}-\d\d-\d\d/,
  },
  {
    name: 'one that is not for localhost, by which a server calls itself',
    given: { 'is.jks': one },
    resources: covers('is.jks', ['is.example.com', 'localhost']),
    refused: /the certificate of is\.example\.com in .*is\.jks is not for localhost: have one made with it/,
  },
  {
    name: 'a key that is not there',
    given: { 'is.p12': p12 },
    resources: covers('is.p12', ['localhost'], { alias: 'other' }),
    refused: /is\.p12 has no private key other/,
  },
  {
    name: 'a wrong password',
    given: { 'is.p12': p12 },
    resources: covers('is.p12', ['localhost'], { password: 'wrong' }),
    refused: /is\.p12: the password does not open it/,
  },
])
