import { file, symlink, xml } from '../../../tasks/index.ts'
import { tryInTurn } from '../../support/situations.ts'

const stock =
  '<?xml version="1.0" encoding="ISO-8859-1"?>\r\n<a xmlns="urn:x">\n\t<b c=\'1\'>x</b><!-- <b>y</b> -->\r\n</a>'
const latin1 = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?>\n<a n="é"><b>x</b></a>\n', 'latin1')

tryInTurn('xml', [
  {
    name: 'text and attribute; every other byte stays',
    covers: { xml: ['wrong content', 'attributes'] },
    before: { f: { file: stock, mode: 0o640 } },
    resources: ({ at }) => xml({ path: at('f'), edits: [xml.text('/a/b', 'y & z'), xml.attribute('/a/b', 'c', '2')] }),
    operations: ['write f'],
    statuses: ['changed'],
    after: { f: stock.replace('>x<', '>y &amp; z<').replace("'1'", "'2'") },
  },
  {
    name: 'already so',
    covers: { xml: 'already right' },
    before: { f: stock },
    resources: ({ at }) => xml({ path: at('f'), edits: [xml.text('/a/b', 'x')] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'bytes that are not UTF-8 stay as they are',
    before: { f: latin1 },
    resources: ({ at }) => xml({ path: at('f'), edits: [xml.text('/a/b', 'ü')] }),
    after: { f: Buffer.from(latin1.toString('latin1').replace('>x<', '>ü<'), 'latin1') },
  },
  {
    name: 'an element that goes',
    covers: { xml: 'inverse' },
    before: { f: '<a>\n  <b/>\n  <c/>\n</a>\n' },
    resources: ({ at }) => xml({ path: at('f'), edits: [xml.remove('/a/b')] }),
    operations: ['write f'],
    statuses: ['changed'],
    after: { f: '<a>\n  <c/>\n</a>\n' },
  },
  {
    name: 'a missing file in a missing folder',
    covers: { xml: 'parent missing' },
    resources: ({ at }) => xml({ path: at('d/f'), edits: [xml.text('/a', 'b')] }),
    refused: /d\/f is not there to edit/,
  },
  {
    name: 'a missing file',
    covers: { xml: 'absent' },
    resources: ({ at }) => xml({ path: at('f'), edits: [xml.text('/a', '')] }),
    refused: /f is not there to edit/,
  },
  {
    name: 'removals on a file that is not there',
    resources: ({ at }) => xml({ path: at('f'), edits: [xml.remove('/a/b'), xml.attribute('/a', 'c', undefined)] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'an ill-formed file',
    before: { f: '<a>\n<b></a>' },
    resources: ({ at }) => xml({ path: at('f'), edits: [xml.text('/a/b', '')] }),
    refused: /f: .*line 2/,
  },
  {
    name: 'an empty file',
    before: { f: '' },
    resources: ({ at }) => xml({ path: at('f'), edits: [xml.text('/a', '')] }),
    refused: /f: /,
  },
  {
    name: 'a path that matches nothing',
    before: { f: stock },
    resources: ({ at }) => xml({ path: at('f'), edits: [xml.text('/a/d', '')] }),
    refused: /f: .*\/a\/d/,
  },
  {
    name: 'a directory',
    covers: { xml: 'wrong kind' },
    before: { f: { dir: true } },
    resources: ({ at }) => xml({ path: at('f'), edits: [xml.text('/a', '')] }),
    refused: /f is a directory/,
  },
  {
    name: 'copied and edited twice, by two names: one write, and none where it is so',
    before: { v: { dir: true }, cur: { link: 'v' } },
    resources: ({ at }) => [
      file({ path: at('v/f'), text: stock }),
      xml({ path: at('cur/f'), edits: [xml.text('/a/b', '1')] }),
      xml({ path: at('v/f'), edits: [xml.attribute('/a/b', 'c', '2')] }),
    ],
    operations: ['write v/f'],
    statuses: ['changed', 'changed', 'changed'],
    after: { 'v/f': stock.replace('>x<', '>1<').replace("'1'", "'2'") },
  },
  {
    name: 'a link at the end is followed',
    before: { f: stock, l: { link: 'f' } },
    resources: ({ at }) => [
      symlink({ path: at('l2'), target: 'l' }),
      xml({ path: at('l2'), edits: [xml.text('/a/b', '1')] }),
    ],
    operations: ['symlink l2', 'write f'],
    after: { f: stock.replace('>x<', '>1<'), l: { link: 'f' } },
  },
])
