import { file, properties } from '../../../tasks/index.ts'
import { tryInTurn } from '../../support/situations.ts'

const stock = '# log4j\r\nlog4j.rootLogger = ERROR, \\\r\n    FILE\r\n! end\nb:c'

tryInTurn('properties', [
  {
    name: 'an entry is set; comments and line ends stay',
    covers: { properties: 'wrong content' },
    before: { f: { file: stock, mode: 0o640 } },
    resources: ({ at }) => properties({ path: at('f'), edits: [properties.set('b', 'd')] }),
    operations: ['write f'],
    statuses: ['changed'],
    after: { f: stock.replace('b:c', 'b:d') },
  },
  {
    name: 'already so, over two lines',
    covers: { properties: 'already right' },
    before: { f: stock },
    resources: ({ at }) => properties({ path: at('f'), edits: [properties.set('log4j.rootLogger', 'ERROR, FILE')] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'removed',
    covers: { properties: 'inverse' },
    before: { f: stock },
    resources: ({ at }) => properties({ path: at('f'), edits: [properties.remove('log4j.rootLogger')] }),
    operations: ['write f'],
    after: { f: '# log4j\r\n! end\nb:c' },
  },
  {
    name: 'another mode, which stays',
    covers: { properties: 'attributes' },
    before: { f: { file: 'a=1\n', mode: 0o640 } },
    resources: ({ at }) => properties({ path: at('f'), edits: [properties.set('a', '2')] }),
    operations: ['write f'],
    after: { f: { mode: 0o640 } },
  },
  {
    name: 'a missing file in a missing folder',
    covers: { properties: 'parent missing' },
    resources: ({ at }) => properties({ path: at('d/f'), edits: [properties.set('a', 'b')] }),
    refused: /d\/f is not there to edit/,
  },
  {
    name: 'a missing file',
    covers: { properties: 'absent' },
    resources: ({ at }) => properties({ path: at('f'), edits: [properties.set('a', 'b')] }),
    refused: /f is not there to edit/,
  },
  {
    name: 'a named pipe is not opened',
    covers: { properties: 'wrong kind' },
    before: { f: { fifo: true } },
    resources: ({ at }) => properties({ path: at('f'), edits: [properties.set('a', 'b')] }),
    refused: /f is a named pipe/,
  },
  {
    name: 'copied, then edited on a converged host',
    before: { f: stock.replace('b:c', 'b:d') },
    resources: ({ at }) => [
      file({ path: at('f'), text: stock }),
      properties({ path: at('f'), edits: [properties.set('b', 'd')] }),
    ],
    operations: [],
    statuses: ['ok', 'ok'],
  },
])
