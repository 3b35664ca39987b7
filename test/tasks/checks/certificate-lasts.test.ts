import { certificateLasts } from '../../../tasks/index.ts'
import { type Places, trySituations } from '../../support/situations.ts'
import { testPair } from '../tls/pairs.ts'

const { certificate } = testPair()
const old = testPair({ until: '20200101000000Z' })
const lasts =
  (days?: number) =>
  ({ at }: Places) =>
    certificateLasts({ path: at('web.crt'), days })

trySituations('certificateLasts', [
  {
    name: 'valid for a year',
    covers: { certificateLasts: 'already right' },
    before: { 'web.crt': certificate },
    resources: lasts(),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'not for as long as is asked',
    before: { 'web.crt': certificate },
    resources: lasts(400),
    refused: /web\.crt ends in 36[45] days, on \d{4}-\d\d-\d\d: renew it/,
  },
  {
    name: 'ended',
    covers: { certificateLasts: 'wrong content' },
    before: { 'web.crt': old.certificate },
    resources: lasts(0),
    refused: /web\.crt has ended, on 2020-01-01: renew it/,
  },
  {
    name: 'nothing there',
    covers: { certificateLasts: ['absent', 'parent missing'] },
    resources: lasts(),
    refused: /web\.crt is not there: make the certificate/,
  },
  {
    name: 'a directory in its place',
    covers: { certificateLasts: 'wrong kind' },
    before: { 'web.crt': { dir: true } },
    resources: lasts(),
    refused: /web\.crt is directory: make the certificate/,
  },
  {
    name: 'no certificate',
    before: { 'web.crt': 'x' },
    resources: lasts(),
    refused: /web\.crt: it holds no certificate in PEM form/,
  },
])
