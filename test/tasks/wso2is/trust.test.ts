import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../../lib/core/connection.ts'
import { isRefusal } from '../../../lib/core/failure.ts'
import { secret } from '../../../lib/core/secret.ts'
import { readKeystore } from '../../../lib/read/keystore.ts'
import { plant } from '../../../lib/testing/tree.ts'
import { clientTruststore, clientTruststorePath, nodeKeystore } from '../../../tasks/wso2is/index.ts'
import { needs } from '../../support/debian.ts'
import { scratch, testShells } from '../../support/shells.ts'
import { tryInTurn } from '../../support/situations.ts'
import { stockFolder, stockHome } from '../../support/stock.ts'
import { playOn } from '../one-play.ts'
import { testPair } from '../tls/pairs.ts'

needs(['openjdk-17-jre-headless'])

const password = secret('keystore', { value: 'ge"h&m 1' })

/** A key store with one key, made by the real keytool. */
function keystore(type: string): Buffer {
  const path = join(scratch('keystore'), 's')
  const words = [
    '-genkeypair',
    '-keyalg',
    'RSA',
    '-alias',
    'is.example.com',
    '-dname',
    'CN=is.example.com',
    '-storetype',
    type,
  ]
  execFileSync('keytool', [...words, '-keystore', path, '-storepass', 'ge"h&m 1', '-keypass', 'ge"h&m 1'], {
    stdio: 'pipe',
  })
  return readFileSync(path)
}

const jks = keystore('JKS')
const carbon =
  '<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"><Security><KeyStore><Location>a</Location><Type>JKS</Type><Password>wso2carbon</Password><KeyAlias>wso2carbon</KeyAlias><KeyPassword>wso2carbon</KeyPassword></KeyStore></Security></Server>'
const home = {
  'is/repository/resources/security/wso2carbon.jks': 'old',
  'is/repository/conf/carbon.xml': carbon,
  'is/repository/conf/tomcat/catalina-server.xml':
    '<Server><Service><Connector port="9763"/><Connector port="9443" keystoreFile="x" keystorePass="wso2carbon"/></Service></Server>',
  'is/repository/conf/identity/EndpointConfig.properties':
    'client.keyStore=./repository/resources/security/wso2carbon.jks\nCarbon.Security.KeyStore.Password=wso2carbon\nother=1\n',
  'is/repository/deployment/server/jaggeryapps/dashboard/authentication/auth_config.json':
    '{"a": {"SAML.IdPCertAlias" : "wso2carbon",\n "SAML.PrivateKeyAlias": "wso2carbon", "KeyStorePassword": "wso2carbon", "b": 1}}',
}
type At = (path: string) => string

tryInTurn('nodeKeystore', [
  {
    name: 'in the store and the four files that name it',
    before: home,
    given: { 'is.jks': jks },
    resources: ({ at, given }: { at: At; given: At }) =>
      nodeKeystore({ version: '5.4.1', home: at('is'), from: given('is.jks'), password, alias: 'is.example.com' }),
    after: {
      'is/repository/resources/security/is.jks': jks,
      'is/repository/resources/security/wso2carbon.jks': 'old',
      'is/repository/conf/tomcat/catalina-server.xml': `<Server><Service><Connector port="9763"/><Connector port="9443" keystoreFile="\${carbon.home}/repository/resources/security/is.jks" keystorePass="ge&quot;h&amp;m 1"/></Service></Server>`,
      'is/repository/conf/identity/EndpointConfig.properties':
        'client.keyStore=./repository/resources/security/is.jks\nCarbon.Security.KeyStore.Password=ge"h&m 1\nother=1\n',
      'is/repository/deployment/server/jaggeryapps/dashboard/authentication/auth_config.json':
        '{"a": {"SAML.IdPCertAlias" : "is.example.com",\n "SAML.PrivateKeyAlias": "is.example.com", "KeyStorePassword": "ge\\"h&m 1", "b": 1}}',
    },
  },
  {
    name: 'a wrong password',
    before: home,
    given: { 'is.jks': jks },
    resources: ({ at, given }: { at: At; given: At }) =>
      nodeKeystore({
        version: '5.4.1',
        home: at('is'),
        from: given('is.jks'),
        password: 'wrong',
        alias: 'is.example.com',
      }),
    refused: /is\.jks: the password does not open it/,
  },
  {
    name: 'an alias that it lacks',
    before: home,
    given: { 'is.jks': jks },
    resources: ({ at, given }: { at: At; given: At }) =>
      nodeKeystore({ version: '5.4.1', home: at('is'), from: given('is.jks'), password, alias: 'other' }),
    refused: /has no private key other: name one that it has: is\.example\.com/,
  },
  {
    name: 'of another type than its name says',
    before: home,
    given: { 'is.p12': jks },
    resources: ({ at, given }: { at: At; given: At }) =>
      nodeKeystore({ version: '5.4.1', home: at('is'), from: given('is.p12'), password, alias: 'is.example.com' }),
    refused: /is of type JKS/,
  },
  {
    name: 'a dashboard of another make',
    before: { ...home, 'is/repository/deployment/server/jaggeryapps/dashboard/authentication/auth_config.json': '{}' },
    given: { 'is.jks': jks },
    resources: ({ at, given }: { at: At; given: At }) =>
      nodeKeystore({ version: '5.4.1', home: at('is'), from: given('is.jks'), password, alias: 'is.example.com' }),
    refused: /names no key in a way that is known/,
  },
])

const test = suite('the stock trust store')
const [dash = { name: '', spec: local() }] = testShells()
const stock = stockHome('5.4.1')
if (stock === undefined) console.log(`no stock files in ${stockFolder}: set RUNBOOK_STOCK to test against them`)

test('gets one entry more, and stays what it is', async () => {
  if (stock === undefined) return
  const node = scratch('node')
  const path = clientTruststorePath(node)
  mkdirSync(dirname(path), { recursive: true })
  copyFileSync(clientTruststorePath(stock), path)
  chmodSync(path, 0o644)
  const before = readKeystore(readFileSync(path), 'wso2carbon')
  const pem = testPair().certificate
  const wrong = await playOn(
    dash.spec,
    clientTruststore({ version: '5.4.1', home: node, alias: 'is.example.com', certificate: pem, password: 'wso2' }),
  )
  assert.match(wrong.reasons, /client-truststore\.jks: the password does not open it/)
  const steps = clientTruststore({ version: '5.4.1', home: node, alias: 'is.example.com', certificate: pem })
  assert.equal((await playOn(dash.spec, steps)).statuses, ['changed'])
  assert.equal((await playOn(dash.spec, steps)).statuses, ['ok'])
  const after = readKeystore(readFileSync(path), 'wso2carbon')
  if (isRefusal(before) || isRefusal(after)) return assert.unreachable()
  assert.is(before.entries.length, 96)
  assert.is(after.type, 'JKS')
  const sorted = (list: typeof after.entries) => list.map((entry) => JSON.stringify(entry)).sort()
  assert.equal(sorted(after.entries.filter(({ alias }) => alias !== 'is.example.com')), sorted(before.entries))
  const listed = execFileSync('keytool', ['-list', '-keystore', path, '-storepass', 'wso2carbon'], {
    encoding: 'utf8',
    stdio: 'pipe',
  })
  assert.match(listed, /contains 97 entries/)
  const gone = clientTruststore({
    home: node,
    version: '5.4.1',
    alias: 'is.example.com',
    certificate: pem,
    state: 'absent',
  })
  assert.equal((await playOn(dash.spec, gone)).statuses, ['changed'])
  assert.equal((await playOn(dash.spec, gone)).statuses, ['ok'])
  const left = readKeystore(readFileSync(path), 'wso2carbon')
  if (isRefusal(left)) return assert.unreachable()
  assert.equal(sorted(left.entries), sorted(before.entries))
})

for (const version of ['5.4.1', '5.7.0']) {
  const pack = stockHome(version)
  test(`a node's own key store in the stock files of ${version}`, async () => {
    if (pack === undefined) return
    const node = scratch('node')
    const named = ['carbon.xml', 'tomcat/catalina-server.xml', 'identity/EndpointConfig.properties']
    plant(node, Object.fromEntries(Object.entries(home).map(([path, text]) => [path.slice('is/'.length), text])))
    for (const file of named)
      writeFileSync(join(node, 'repository/conf', file), readFileSync(join(pack, 'repository/conf', file)))
    const from = join(scratch('keystore'), 'is.jks')
    writeFileSync(from, jks)
    const steps = nodeKeystore({ version: '5.4.1', home: node, from, password: 'ge"h&m 1', alias: 'is.example.com' })
    const { statuses, reasons } = await playOn(dash.spec, steps)
    assert.equal(statuses, ['ok', 'changed', 'changed', 'changed', 'changed', 'changed'], reasons)
    for (const file of named) {
      const was = readFileSync(join(pack, 'repository/conf', file), 'latin1').split('\n')
      const is = readFileSync(join(node, 'repository/conf', file), 'latin1').split('\n')
      const differing = is.filter((line, at) => line !== was[at])
      assert.is(is.length, was.length)
      assert.is(differing.length, file === 'carbon.xml' ? 4 : 2, file)
    }
  })
}

test.run()
