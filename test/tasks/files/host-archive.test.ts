import { absent, directory, file, hostArchive, xml } from '../../../tasks/index.ts'
import { zipOf } from '../../support/archives.ts'
import { trySituations } from '../../support/situations.ts'

const webXml = '<web-app>\r\n  <name>stock</name>\n</web-app>'
const war = zipOf({ 'WEB-INF/web.xml': webXml, 'a[1]*?.txt': 'odd', 'a1xx.txt': 'other', 'index.html': '<p>' })

trySituations('hostArchive', [
  {
    name: 'unpacked where it lies',
    covers: { hostArchive: 'absent' },
    before: { 'apps/s.war': war },
    resources: ({ at }) => hostArchive({ archive: at('apps/s.war'), path: at('apps/s') }),
    operations: ['run'],
    statuses: ['changed'],
    after: { 'apps/s/WEB-INF/web.xml': webXml, 'apps/s/index.html': '<p>', 'apps/s': { mode: 0o755 } },
  },
  {
    name: 'unpacked and edited in one plan',
    before: { 's.war': war },
    resources: ({ at }) => [
      hostArchive({ archive: at('s.war'), path: at('s'), known: ['WEB-INF/web.xml'] }),
      xml({ path: at('s/WEB-INF/web.xml'), edits: [xml.text('/web-app/name', 'mine')] }),
    ],
    operations: ['run', 'write s/WEB-INF/web.xml'],
    statuses: ['changed', 'changed'],
    after: { 's/WEB-INF/web.xml': webXml.replace('stock', 'mine') },
  },
  {
    name: 'an entry whose name looks like a pattern',
    before: { 's.war': war },
    resources: ({ at }) => [
      hostArchive({ archive: at('s.war'), path: at('s'), known: ['a[1]*?.txt'] }),
      file({ path: at('s/a[1]*?.txt'), text: 'odd' }),
    ],
    operations: ['run'],
    statuses: ['changed', 'ok'],
    after: { 's/a[1]*?.txt': 'odd' },
  },
  {
    name: 'the folder counts as made; what else is in it waits until it is there',
    before: { 's.war': war },
    resources: ({ at }) => [
      hostArchive({ archive: at('s.war'), path: at('s') }),
      directory({ path: at('s') }),
      xml({ path: at('s/WEB-INF/web.xml'), edits: [xml.text('/web-app/name', 'mine')] }),
    ],
    operations: ['run'],
    statuses: ['changed', 'ok', 'changed'],
    after: { 's/WEB-INF/web.xml': webXml.replace('stock', 'mine') },
  },
  {
    name: 'brought from the controller by an earlier step',
    given: { 's.war': war },
    resources: ({ at, given }) => [
      file({ path: at('s.war'), from: given('s.war') }),
      hostArchive({ archive: at('s.war'), path: at('s'), known: ['WEB-INF/web.xml'] }),
      xml({ path: at('s/WEB-INF/web.xml'), edits: [xml.text('/web-app/name', 'mine')] }),
    ],
    operations: ['write s.war', 'run', 'write s/WEB-INF/web.xml'],
    after: { 's/WEB-INF/web.xml': webXml.replace('stock', 'mine') },
  },
  {
    name: 'already unpacked',
    covers: { hostArchive: 'already right' },
    before: { 's.war': war, 's/any': '' },
    resources: ({ at }) => hostArchive({ archive: at('s.war'), path: at('s') }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'an empty folder is filled, and keeps its attributes',
    covers: { hostArchive: ['wrong content', 'attributes'] },
    before: { 's.war': war, s: { dir: true, mode: 0o2770 } },
    resources: ({ at }) => [
      hostArchive({ archive: at('s.war'), path: at('s'), known: ['WEB-INF/web.xml'] }),
      xml({ path: at('s/WEB-INF/web.xml'), edits: [xml.text('/web-app/name', 'mine')] }),
    ],
    operations: ['run', 'write s/WEB-INF/web.xml'],
    after: { 's/WEB-INF/web.xml': webXml.replace('stock', 'mine'), 's/index.html': '<p>', s: { mode: 0o2770 } },
  },
  {
    name: 'an empty folder by the name of a link',
    before: { 's.war': war, d: { dir: true }, s: { link: 'd' } },
    resources: ({ at }) => hostArchive({ archive: at('s.war'), path: at('s') }),
    operations: ['run'],
    after: { 'd/index.html': '<p>', s: { link: 'd' } },
  },
  {
    name: 'a link to nothing in its place',
    before: { 's.war': war, s: { link: 'gone' } },
    resources: ({ at }) => hostArchive({ archive: at('s.war'), path: at('s') }),
    refused: /s is a link to nothing/,
  },
  {
    name: 'the inverse, where it is not',
    resources: ({ at }) => hostArchive({ archive: at('s.war'), path: at('s'), state: 'absent' }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'the inverse of what somebody may have added to',
    before: { 's.war': war, 's/index.html': '<p>' },
    resources: ({ at }) => hostArchive({ archive: at('s.war'), path: at('s'), state: 'absent' }),
    refused: /s is not empty: it holds index\.html: say recursive: true/,
  },
  {
    name: 'the inverse, with all that is in it',
    covers: { hostArchive: 'inverse' },
    before: { 's.war': war, 's/index.html': '<p>' },
    resources: ({ at }) => hostArchive({ archive: at('s.war'), path: at('s'), state: 'absent', recursive: true }),
    operations: ['remove s'],
    after: { s: 'absent', 's.war': war },
  },
  {
    name: 'a missing folder',
    covers: { hostArchive: 'parent missing' },
    before: { 's.war': war },
    resources: ({ at }) => hostArchive({ archive: at('s.war'), path: at('d/s') }),
    refused: /the folder of .*d\/s is not there/,
  },
  {
    name: 'no such archive',
    resources: ({ at }) => hostArchive({ archive: at('s.war'), path: at('s') }),
    refused: /s\.war is not there to unpack/,
  },
  {
    name: 'no such entry',
    before: { 's.war': war },
    resources: ({ at }) => hostArchive({ archive: at('s.war'), path: at('s'), known: ['none'] }),
    refused: /none in .*s\.war/,
  },
  {
    name: 'no archive at all',
    before: { 's.war': 'hello' },
    resources: ({ at }) => hostArchive({ archive: at('s.war'), path: at('s'), known: ['none'] }),
    refused: /none in .*s\.war/,
  },
  {
    name: 'a broken archive leaves nothing behind',
    before: { 's.war': 'hello' },
    resources: ({ at }) => hostArchive({ archive: at('s.war'), path: at('s') }),
    fails: true,
    statuses: ['failed'],
    after: { s: 'absent' },
  },
  {
    name: 'a file in its place',
    covers: { hostArchive: 'wrong kind' },
    before: { 's.war': war, s: '' },
    resources: ({ at }) => hostArchive({ archive: at('s.war'), path: at('s') }),
    refused: /s is a file/,
  },
  {
    name: 'unpacked, then the archive removed',
    before: { 's.war': war },
    resources: ({ at }) => [hostArchive({ archive: at('s.war'), path: at('s') }), absent({ path: at('s.war') })],
    operations: ['run', 'remove s.war'],
    statuses: ['changed', 'changed'],
  },
])
