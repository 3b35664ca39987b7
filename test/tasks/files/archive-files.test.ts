import { archiveFiles } from '../../../tasks/index.ts'
import { zipOf } from '../../support/archives.ts'
import { type Places, tryInTurn } from '../../support/situations.ts'

const zip = zipOf({
  'is/dbscripts/mysql.sql': 'core',
  'is/dbscripts/identity/mysql.sql': 'identity',
  'is/LICENSE.txt': 'x',
})
const put =
  (more = {}) =>
  ({ at, given }: Places) =>
    archiveFiles({
      from: given('is.zip'),
      root: 'is',
      entries: ['dbscripts/mysql.sql', 'dbscripts/identity/mysql.sql'],
      path: at('srv/is'),
      ...more,
    })
const there = { 'srv/is/dbscripts/mysql.sql': 'core', 'srv/is/dbscripts/identity/mysql.sql': 'identity' }
const given = { 'is.zip': zip }

tryInTurn('archiveFiles', [
  {
    name: 'absent: they and their folders are made',
    covers: { archiveFiles: ['absent', 'parent missing'] },
    given,
    resources: put(),
    operations: [
      'directory srv',
      'directory srv/is',
      'directory srv/is/dbscripts',
      'directory srv/is/dbscripts/identity',
      'write srv/is/dbscripts/mysql.sql',
      'write srv/is/dbscripts/identity/mysql.sql',
    ],
    after: { ...there, 'srv/is/LICENSE.txt': 'absent' },
  },
  {
    name: 'already right',
    covers: { archiveFiles: 'already right' },
    given,
    before: there,
    resources: put(),
    operations: [],
  },
  {
    name: 'one of them is another',
    covers: { archiveFiles: 'wrong content' },
    given,
    before: { ...there, 'srv/is/dbscripts/mysql.sql': 'of another version' },
    resources: put(),
    operations: ['write srv/is/dbscripts/mysql.sql'],
    after: there,
  },
  {
    name: 'a directory in place of one',
    covers: { archiveFiles: 'wrong kind' },
    given,
    before: { 'srv/is/dbscripts/mysql.sql/x': '' },
    resources: put(),
    refused: /mysql\.sql is a directory/,
  },
  {
    name: 'not in the archive',
    given,
    resources: put({ entries: ['dbscripts/oracle.sql'] }),
    refused: /is\/dbscripts\/oracle\.sql is not in .*is\.zip: name an archive that has it/,
  },
  {
    name: 'the inverse: they go, with the folders that then hold nothing, and without the archive',
    covers: { archiveFiles: 'inverse' },
    before: { ...there, 'srv/x': '' },
    resources: put({ state: 'absent' }),
    operations: [
      'remove srv/is/dbscripts/mysql.sql',
      'remove srv/is/dbscripts/identity/mysql.sql',
      'remove srv/is/dbscripts/identity',
      'remove srv/is/dbscripts',
      'remove srv/is',
    ],
    after: { 'srv/is': 'absent', 'srv/x': '' },
  },
  { name: 'the inverse, where nothing is', resources: put({ state: 'absent' }), operations: [] },
  {
    name: 'the inverse, where somebody has put something there',
    before: { ...there, 'srv/is/dbscripts/ours.sql': '' },
    resources: put({ state: 'absent' }),
    refused: /dbscripts is not empty: it holds ours\.sql: say recursive: true to remove all below it/,
  },
  {
    name: 'the inverse of all that is there',
    before: { ...there, 'srv/is/dbscripts/ours.sql': '' },
    resources: put({ state: 'absent', recursive: true }),
    operations: ['remove srv/is'],
    after: { 'srv/is': 'absent' },
  },
])
