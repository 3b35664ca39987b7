import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makePack } from '../../inventory/demo/make-pack.ts'
import { stockHome } from '../support/stock.ts'
import { packedFiles } from './unpacked.ts'

/** What a text tool must survive in each file: the shapes of the product's own files. */
interface Facts {
  readonly ends: 'LF' | 'CRLF' | 'mixed'
  readonly finalNewline: boolean
  /** The XML declaration's encoding, in the declaration's own quotes. */
  readonly encoding?: string
  readonly namespace?: string
  readonly tabs?: true
  /** How often a text is live, and how often it stands in comments. */
  readonly tokens: Readonly<Record<string, readonly [live: number, inComments: number]>>
  /** Bytes above 127 that the encoding gives a meaning to. */
  readonly beyondAscii?: true
}

const conf = 'repository/conf/'
const carbonNamespace = 'http://wso2.org/projects/carbon/carbon.xml'
const lf = { ends: 'LF', finalNewline: true } as const

const facts: Readonly<Record<string, Facts>> = {
  [`${conf}carbon.xml`]: {
    ...lf,
    encoding: '"ISO-8859-1"',
    namespace: carbonNamespace,
    tokens: { '<HostName>': [1, 0], '<MgtHostName>': [1, 0], '<Cache>': [1, 0], ForceLocalCache: [0, 0] },
  },
  [`${conf}registry.xml`]: {
    ends: 'mixed',
    finalNewline: true,
    encoding: '"ISO-8859-1"',
    tokens: { '<dbConfig': [1, 1], 'remoteInstance url': [0, 2], 'mount path': [0, 1] },
  },
  [`${conf}user-mgt.xml`]: { ...lf, tabs: true, tokens: { 'UserStoreManager class': [1, 3] } },
  [`${conf}axis2/axis2.xml`]: {
    ends: 'CRLF',
    finalNewline: true,
    tokens: {
      'enable="false"': [2, 0],
      localMemberHost: [1, 2],
      localMemberPort: [1, 2],
      membershipScheme: [1, 1],
      '<member>': [1, 0],
    },
  },
  [`${conf}identity/identity.xml`]: {
    ...lf,
    encoding: '"ISO-8859-1"',
    namespace: carbonNamespace,
    tokens: { SkipDBSchemaCreation: [0, 2] },
    beyondAscii: true,
  },
  [`${conf}identity/embedded-ldap.xml`]: {
    ...lf,
    encoding: '"UTF-8"',
    tokens: { 'name="enable"': [1, 0], 'name="enabled"': [1, 0] },
    beyondAscii: true,
  },
  [`${conf}identity/sso-idp-config.xml`]: { ...lf, tokens: { '<AssertionConsumerServiceURL>': [1, 1] } },
  [`${conf}datasources/master-datasources.xml`]: { ...lf, tokens: { 'datasource>\n            <name>': [1, 1] } },
  [`${conf}datasources/bps-datasources.xml`]: { ...lf, tabs: true, tokens: { '<datasource>': [1, 0], '<!--': [0, 0] } },
  [`${conf}tomcat/catalina-server.xml`]: { ...lf, encoding: "'utf-8'", tokens: { 'proxyPort="': [0, 2] } },
  'repository/deployment/server/webapps/shindig.war > WEB-INF/web.xml': {
    ends: 'LF',
    finalNewline: false,
    encoding: '"UTF-8"',
    namespace: 'http://java.sun.com/xml/ns/javaee',
    tokens: { 'shindig.host': [1, 3], '<![CDATA[': [2, 0] },
  },
  'repository/deployment/server/jaggeryapps/dashboard/conf/site.json': {
    ends: 'LF',
    finalNewline: false,
    tokens: { '""': [3, 0] },
  },
  'repository/deployment/server/jaggeryapps/portal/conf/site.json': {
    ends: 'LF',
    finalNewline: false,
    tokens: { '""': [4, 0] },
  },
}

const source = (file: string): string => readFileSync(`inventory/demo/pack/${file.replace(' > ', '/')}`, 'latin1')

function check(text: string, { ends, finalNewline, encoding, namespace, tabs, tokens }: Facts): void {
  const crlf = text.split('\r\n').length - 1
  const all = text.split('\n').length - 1
  assert.is(crlf === 0 ? 'LF' : crlf === all ? 'CRLF' : 'mixed', ends)
  assert.is(text.endsWith('\n'), finalNewline)
  assert.is(/^<\?xml [^>]*encoding=(\S+?)\?>/.exec(text)?.[1], encoding)
  if (namespace) assert.ok(text.includes(` xmlns="${namespace}"`))
  if (tabs) assert.ok(text.includes('\t'))
  const comments = [...text.matchAll(/<!--[\s\S]*?-->/g)].map(([comment]) => comment).join('\n')
  const live = text.replace(/<!--[\s\S]*?-->/g, '')
  const count = (within: string, token: string) => within.split(token).length - 1
  for (const [token, wanted] of Object.entries(tokens)) {
    if (token === '<!--') assert.is(count(text, token), 0)
    else assert.equal([count(live, token), count(comments, token)], [...wanted], token)
  }
}

const pack = suite("the demo's pack")

for (const [file, wanted] of Object.entries(facts)) {
  pack(file.slice(file.lastIndexOf('/') + 1), () => {
    check(source(file), wanted)
    assert.is(/[\x80-\xff]/.test(source(file)), wanted.beyondAscii === true)
  })
}

pack('six lines of registry.xml end otherwise than the rest', () => {
  assert.is(source(`${conf}registry.xml`).match(/(?<!\r)\n/g)?.length, 6)
})

pack('the empty address in the comment comes first', () => {
  assert.is(
    source(`${conf}identity/sso-idp-config.xml`).indexOf('<AssertionConsumerServiceURL></'),
    source(`${conf}identity/sso-idp-config.xml`).indexOf('<AssertionConsumerServiceURL>'),
  )
})

pack('comments in both styles, and one whose text has the end tag without its bracket', () => {
  assert.match(source(`${conf}user-mgt.xml`), /<!--UserStoreManager class=[\s\S]*<\/UserStoreManager-->/)
  assert.match(source(`${conf}datasources/master-datasources.xml`), /<!--datasource>[\s\S]*<\/datasource-->/)
  assert.match(source(`${conf}identity/identity.xml`), /<!-- <SkipDB/)
})

pack('the same files give the same bytes, in any time zone', async () => {
  const first = await makePack('inventory/demo/pack', 'wso2is-5.4.1')
  const zone = process.env.TZ
  process.env.TZ = 'Pacific/Kiritimati'
  const second = await makePack('inventory/demo/pack', 'wso2is-5.4.1')
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
  assert.ok(first.equals(second))
})

pack('it holds a script to run, an empty folder for drivers, and a packed web application', async () => {
  const files = await packedFiles()
  assert.is(files.get('bin/wso2server.sh')?.mode, 0o755)
  assert.is(files.get(`${conf}carbon.xml`)?.mode, 0o644)
  assert.ok(files.has('repository/components/lib/'))
  assert.is(files.get('repository/deployment/server/webapps/shindig.war')?.bytes.subarray(0, 2).toString(), 'PK')
})

pack.run()

/** The same facts of the product's own files, where they are at hand: the stand-in stands for them. */
const home = stockHome('5.4.1')
if (home !== undefined) {
  const stock = suite('stock 5.4.1 has the same shapes')
  for (const [file, wanted] of Object.entries(facts)) {
    stock(file.slice(file.lastIndexOf('/') + 1), () =>
      check(readFileSync(`${home}/${file.replace('.war > ', '/')}`, 'latin1'), wanted),
    )
  }
  stock('the stand-in copies none of its comments', () => {
    for (const file of Object.keys(facts)) {
      const theirs = readFileSync(`${home}/${file.replace('.war > ', '/')}`, 'latin1')
      const words = (text: string) =>
        (text.match(/<!--[\s\S]*?-->/g) ?? [])
          .join('\n')
          .split('\n')
          .map((line) => line.trim())
      const sentences = words(theirs).filter((line) => /^[A-Za-z ,.']{40,}$/.test(line))
      assert.equal(
        words(source(file)).filter((line) => sentences.includes(line)),
        [],
        file,
      )
    }
  })
  stock.run()
}
