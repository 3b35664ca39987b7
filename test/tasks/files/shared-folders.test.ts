import { sharedFolders, sharedLink } from '../../../tasks/index.ts'
import { type Places, trySituations } from '../../support/situations.ts'

const share =
  (state?: 'present' | 'absent') =>
  ({ at }: Places) =>
    sharedFolders({ share: at('share'), links: [{ path: at('app/data'), target: at('share/all/data') }], state })

trySituations('sharedFolders', [
  {
    name: 'nothing is there, neither on the host nor on the share',
    covers: { sharedFolders: 'absent' },
    before: { app: { dir: true }, share: { dir: true } },
    resources: share(),
    after: { 'app/data': { link: '$/share/all/data' } },
  },
  {
    name: 'the first to come: the share has what it had, and it is kept beside the link',
    before: { 'app/data/x': 'own', share: { dir: true } },
    resources: share(),
    after: { 'app/data': { link: '$/share/all/data' }, 'share/all/data/x': 'own', 'app/data.before-sharing/x': 'own' },
  },
  {
    name: 'shared already',
    covers: { sharedFolders: 'already right' },
    before: { app: { dir: true }, 'app/data': { link: '$/share/all/data' }, 'share/all/data/x': '' },
    resources: share(),
    operations: [],
  },
  {
    name: 'a link to elsewhere',
    covers: { sharedFolders: 'wrong content' },
    before: { 'old/data/x': 'y', share: { dir: true }, 'app/data': { link: '$/old/data' } },
    resources: share(),
    after: { 'app/data': { link: '$/share/all/data' }, 'share/all/data/x': 'y', 'old/data/x': 'y' },
  },
  {
    name: 'a file in its place',
    covers: { sharedFolders: 'wrong kind' },
    before: { 'app/data': 'x', 'share/all': { dir: true } },
    resources: share(),
    refused: /data is a file: move it away/,
  },
  {
    name: 'its folder is missing',
    covers: { sharedFolders: 'parent missing' },
    before: { 'share/all': { dir: true } },
    resources: share(),
    refused: /the folder of .*data is not there: make it before/,
  },
  {
    name: 'a share that is not mounted',
    before: { app: { dir: true } },
    resources: share(),
    refused: /the share .*share is not there, or does not answer: mount it before/,
  },
  {
    name: 'the inverse: what the host had is its own again, and the share is left alone',
    covers: { sharedFolders: 'inverse' },
    before: {
      'app/data': { link: '$/share/all/data' },
      'app/data.before-sharing/x': 'own',
      'share/all/data/x': 'of all',
    },
    resources: share('absent'),
    after: { 'app/data/x': 'own', 'app/data.before-sharing': 'absent', 'share/all/data/x': 'of all' },
  },
])

const linked = ({ at }: Places) => sharedLink({ path: at('app/data'), target: at('share/data') })

trySituations('sharedLink', [
  {
    name: 'the link and its folder',
    covers: { sharedLink: 'already right' },
    before: { 'app/data': { link: '$/share/data' }, 'share/data': { dir: true } },
    resources: linked,
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'no link',
    covers: { sharedLink: ['absent', 'parent missing'] },
    resources: linked,
    refused: /data is not there, not a link: link it to /,
  },
  {
    name: 'a folder in its place',
    covers: { sharedLink: 'wrong kind' },
    before: { 'app/data/x': '' },
    resources: linked,
    refused: /data is a directory, not a link: link it to /,
  },
  {
    name: 'a link to elsewhere',
    covers: { sharedLink: 'wrong content' },
    before: { 'app/data': { link: '/mnt/other' } },
    resources: linked,
    refused: /data links to \/mnt\/other: link it to /,
  },
  {
    name: 'a share that is gone',
    before: { 'app/data': { link: '$/share/data' } },
    resources: linked,
    refused: /share\/data is not there: mount the share/,
  },
])
