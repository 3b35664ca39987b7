import { owned } from '../../../tasks/files/owned.ts'
import { type Situation, trySituations } from '../../support/situations.ts'

const asRoot = process.getuid?.() === 0
const theirs = { uid: 65534 }
const nobody = { ...theirs, gid: 0 }
const home = {
  'is/conf/carbon.xml': 'x',
  'is/logs/today.log': 'x',
  'is/latest.log': { link: 'logs/today.log' },
  'share/tenants': 'theirs',
  'is/tenants': { link: '$/share' },
}
const given = {
  is: { dir: true, ...nobody },
  'is/conf': { dir: true, ...nobody },
  'is/conf/carbon.xml': { file: 'x', ...nobody },
} as const

const situations: readonly Situation[] = [
  {
    name: 'another user gets all of it, links themselves too; what is only linked there stays whose it is',
    before: home,
    resources: ({ at }) =>
      owned({ path: at('is'), user: 'nobody', files: [at('is/conf/carbon.xml'), at('is/tenants')] }),
    operations: ['run'],
    after: {
      is: theirs,
      'is/conf': theirs,
      'is/logs/today.log': theirs,
      'is/tenants': { link: '$/share' },
      share: { uid: 0 },
      'share/tenants': { uid: 0 },
    },
  },
  {
    name: 'already theirs',
    before: given,
    resources: ({ at }) => owned({ path: at('is'), user: 'nobody', files: [at('is/conf/carbon.xml'), at('is/none')] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a file in it that somebody else has put there',
    before: { ...given, 'is/conf/is.jks': 'x' },
    resources: ({ at }) => owned({ path: at('is'), user: 'nobody', files: [at('is/conf/is.jks')] }),
    operations: ['run'],
    after: { 'is/conf/is.jks': theirs },
  },
  {
    name: 'by a link to it, with a blank in its name',
    before: { 'is 5.4.1/carbon.xml': 'x', current: { link: 'is 5.4.1' } },
    resources: ({ at }) => owned({ path: at('current'), user: 'nobody', files: [at('current/carbon.xml')] }),
    operations: ['run'],
    after: { 'is 5.4.1': theirs, 'is 5.4.1/carbon.xml': theirs },
  },
  {
    name: 'a user who is not there',
    before: home,
    resources: ({ at }) => owned({ path: at('is'), user: 'wso2nobody' }),
    refused: /there is no user wso2nobody to whom \/.*\/is is to belong: make them before, with user\(\)/,
  },
  {
    name: 'a folder that is not there',
    resources: ({ at }) => owned({ path: at('is'), user: 'nobody' }),
    refused: /is is not there to be given to nobody: make it before, with directory\(\)/,
  },
  {
    name: 'a file in its place',
    before: { is: 'x' },
    resources: ({ at }) => owned({ path: at('is'), user: 'nobody' }),
    refused: /is is a file, no directory/,
  },
]

// Only root may give a file away.
trySituations('owned', asRoot ? situations : situations.filter(({ refused }) => refused))
