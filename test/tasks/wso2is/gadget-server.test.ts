import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { gadgetServer } from '../../../tasks/wso2is/index.ts'
import { zipOf } from '../../support/archives.ts'
import { tryInTurn } from '../../support/situations.ts'
import { changedLines, packText } from './edits.ts'

const webapps = 'repository/deployment/server/webapps'
const file = `${webapps}/shindig/WEB-INF/web.xml`
const stock = packText(file)
const war = zipOf({ 'WEB-INF/': '', 'WEB-INF/web.xml': Buffer.from(stock, 'latin1'), 'gadgets/hello.xml': '<Module/>' })
const after = stock
  .replace('shindig.host=\n', 'shindig.host=is.example.com\n')
  .replace('shindig.port=\n', 'shindig.port=443\n')

const lines = suite('gadgetServer: lines')
lines('two lines differ inside the CDATA, and none of those in comments', () => {
  assert.equal(changedLines(stock, after), [
    '-        shindig.host=',
    '-        shindig.port=',
    '+        shindig.host=is.example.com',
    '+        shindig.port=443',
  ])
})
lines.run()

const resources = ({ at }: { at(path: string): string }) =>
  gadgetServer({ version: '5.4.1', home: at(''), hostname: 'is.example.com', port: 443 })

tryInTurn('gadgetServer', [
  {
    name: 'unpacks the war, then edits what was in it',
    resources,
    before: { [`${webapps}/shindig.war`]: war },
    operations: ['run', `write ${file}`],
    statuses: ['changed', 'changed'],
    after: { [file]: after, [`${webapps}/shindig/gadgets/hello.xml`]: '<Module/>', [`${webapps}/shindig.war`]: war },
  },
  {
    name: 'edits what the server has unpacked, though the war is gone',
    resources,
    before: { [file]: stock },
    operations: [`write ${file}`],
    statuses: ['ok', 'changed'],
    after: { [file]: after },
  },
  {
    name: 'changes the values that are there',
    resources,
    before: {
      [file]: stock.replace('shindig.host=\n', 'shindig.host=old\n').replace('shindig.port=\n', 'shindig.port=1\n'),
    },
    after: { [file]: after },
  },
  { name: 'finds all of it done', resources, before: { [file]: after }, operations: [], statuses: ['ok', 'ok'] },
  {
    name: 'refuses where there is neither a war nor its folder',
    resources,
    before: { [`${webapps}/other.war`]: war },
    refused: /shindig\.war is not there to unpack/,
  },
  {
    name: 'refuses a war without the file',
    resources,
    before: { [`${webapps}/shindig.war`]: zipOf({ 'index.html': '' }) },
    refused: /WEB-INF\/web\.xml/,
  },
])
