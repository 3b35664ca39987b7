import { keystore } from '../../../tasks/index.ts'
import { type Places, tryInTurn } from '../../support/situations.ts'
import { jks, password, withKey } from './keystores.ts'

const put =
  (more: Partial<Parameters<typeof keystore>[0]> = {}) =>
  ({ at, given }: Places) =>
    keystore({ path: at('conf/app.jks'), from: given('app.jks'), password, alias: 'is', ...more })
const given = { 'app.jks': withKey, 'trust.jks': jks }

tryInTurn('keystore', [
  {
    name: 'not there',
    covers: { keystore: ['absent', 'parent missing'] },
    given,
    resources: put(),
    refused: /conf.* is not there: make it before/,
  },
  {
    name: 'not there, in a folder that is',
    given,
    before: { conf: { dir: true } },
    resources: put(),
    statuses: ['ok', 'changed'],
    after: { 'conf/app.jks': withKey },
  },
  {
    name: 'already right',
    covers: { keystore: 'already right' },
    given,
    before: { 'conf/app.jks': { file: withKey, mode: 0o600 } },
    resources: put({ type: 'JKS' }),
    operations: [],
  },
  {
    name: 'another store in its place',
    covers: { keystore: 'wrong content' },
    given,
    before: { 'conf/app.jks': { file: 'old', mode: 0o600 } },
    resources: put(),
    after: { 'conf/app.jks': withKey },
  },
  {
    name: 'readable by all',
    covers: { keystore: 'attributes' },
    given,
    before: { 'conf/app.jks': { file: withKey, mode: 0o644 } },
    resources: put(),
    operations: ['attributes conf/app.jks'],
  },
  {
    name: 'a directory in its place',
    covers: { keystore: 'wrong kind' },
    given,
    before: { 'conf/app.jks': { dir: true } },
    resources: put(),
    refused: /app\.jks is a directory/,
  },
  {
    name: 'a password that does not open it: nothing is put anywhere',
    given,
    before: { conf: { dir: true } },
    resources: put({ password: 'wrong' }),
    refused: /app\.jks: the password does not open it/,
  },
  {
    name: 'a store without the key',
    given,
    before: { conf: { dir: true } },
    resources: (places) => put({ from: places.given('trust.jks') })(places),
    refused: /trust\.jks has no private key is: name one that it has: none/,
  },
  {
    name: 'of another type',
    given,
    before: { conf: { dir: true } },
    resources: put({ type: 'PKCS12' }),
    refused: /app\.jks is of type JKS, not PKCS12: name another/,
  },
  {
    name: 'the inverse, without a look into the store',
    covers: { keystore: 'inverse' },
    given,
    before: { 'conf/app.jks': 'x' },
    resources: put({ state: 'absent', password: 'wrong' }),
    operations: ['remove conf/app.jks'],
    after: { 'conf/app.jks': 'absent' },
  },
])
