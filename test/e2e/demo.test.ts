import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { loadInventory, loadPlaybook } from '../../lib/cli/load.ts'
import { prepare } from '../../lib/cli/prepare.ts'
import { secretResolver } from '../../lib/cli/secrets.ts'
import { trustOf } from '../../lib/cli/trust.ts'
import { bytesOf } from '../../lib/core/content.ts'
import { snapshot } from '../../lib/testing/tree.ts'
import { newProject, type Said } from '../cli/command.ts'
import { packedFiles, unpackTo } from '../inventory/unpacked.ts'
import { predictedNodes } from '../support/predicted.ts'
import { changedLines } from '../tasks/wso2is/edits.ts'

interface Context {
  scratch: string
  apply(...options: string[]): Promise<Said>
}

const demo = suite<Context>('the demo')

demo.before.each((context) => {
  const scratch = mkdtempSync(join(tmpdir(), 'runbook-demo-'))
  context.scratch = scratch
  context.apply = async (...options) => {
    const project = newProject()
    const said = await project.run(['apply', resolve('inventory/demo.ts'), 'pattern1', ...options], {
      env: { RUNBOOK_DEMO: scratch, RUNBOOK_SECRET_DB: '' },
    })
    project.remove()
    return said
  }
})
demo.after.each(({ scratch }) => rmSync(scratch, { recursive: true, force: true }))

interface Summary {
  readonly type: 'summary'
  readonly hosts: Readonly<
    Record<string, { readonly changed: number; readonly ok: number; readonly roundTrips: number }>
  >
}

function summaryOf({ code, out, err }: Said): Summary['hosts'] {
  assert.is(code, 0, err + out)
  return (JSON.parse(out.trim().split('\n').at(-1) ?? '') as Summary).hosts
}

demo('a dry run, the first run and the second', async ({ apply, scratch }) => {
  const dry = summaryOf(await apply('--dry-run', '--output', 'json'))
  assert.equal([dry.is1?.changed, dry.is2?.changed], [17, 16], 'one hosts file for both')
  assert.equal([...snapshot(scratch).keys()], ['hosts', 'mysql-connector-java-demo.jar', 'wso2is-5.4.1.zip'])

  const first = summaryOf(await apply('--output', 'json'))
  assert.equal([first.is1?.changed, first.is2?.changed], [17, 16])
  const after = snapshot(scratch)

  const second = summaryOf(await apply('--output', 'json'))
  assert.equal([second.is1?.changed, second.is2?.changed], [0, 0])
  assert.ok((second.is1?.roundTrips ?? 9) <= 2)
  assert.equal(snapshot(scratch), after)
})

demo('on the terminal it says what changed, then that nothing did', async ({ apply, scratch }) => {
  const first = await apply('--output', 'lines', '--diff')
  assert.is(first.code, 0, first.err)
  assert.match(first.out, new RegExp(`changed \\| unpack ${scratch}/wso2is-5\\.4\\.1\\.zip to ${scratch}/is1\n`))
  assert.match(first.out, /\n {4}\+ {4}<HostName>is\.example\.com<\/HostName>\n/)
  assert.not.match(first.out + first.err, /demo & <not>|demo &amp; &lt;not>|"secret"/)
  const second = await apply('--output', 'lines')
  assert.match(second.out, /nothing had to be changed/)
})

/** What pattern1 is about, in the words of a diff; all other lines stay. `NODE` is the node's number. */
const intended: Readonly<Record<string, readonly RegExp[]>> = {
  'repository/conf/carbon.xml': [/<(Mgt)?HostName>/, /<Offset>/],
  'repository/conf/registry.xml': [
    /sharedregistry/,
    /remoteInstance|readOnly|registryRoot|enableCache|cacheId/,
    /mount|instanceId|targetPath/,
    /<dataSource>jdbc\/WSO2IdentityDS</,
    /<\/dbConfig>/,
  ],
  'repository/conf/user-mgt.xml': [
    /"dataSource"/,
    /(JDBC|ReadWriteLDAP)UserStoreManager"/,
    /<\/UserStoreManager(--)?>/,
  ],
  'repository/conf/axis2/axis2.xml': [
    /^.\s+enable="(true|false)">/,
    /membershipScheme|"domain"|localMemberHost|localMemberPort/,
    /<\/?(member|hostName|port)>/,
  ],
  'repository/conf/identity/identity.xml': [/<Name>jdbc\//],
  'repository/conf/identity/embedded-ldap.xml': [/name="enable"/],
  'repository/conf/identity/sso-idp-config.xml': [/AssertionConsumerServiceURL>/],
  // Two new elements: every line of them is an addition.
  'repository/conf/datasources/master-datasources.xml': [/^\+/],
  'repository/conf/datasources/bps-datasources.xml': [/<(url|username|password|driverClassName|defaultAutoCommit)>/],
  'repository/conf/tomcat/catalina-server.xml': [/^\+ +proxyPort="(80|443)"$/],
  'repository/deployment/server/jaggeryapps/dashboard/conf/site.json': [/"proxyHost"|"proxyHTTPSPort"/],
  'repository/deployment/server/jaggeryapps/portal/conf/site.json': [/"proxyHost"|"proxyHTTPSPort"/],
}
const added =
  /^repository\/(components\/lib\/mysql-connector-java-demo\.jar|deployment\/server\/webapps\/shindig(\/|$))/

for (const start of ['a bare folder', 'unpacked homes'] as const) {
  demo(`from ${start}: only the intended lines differ from the pack`, async ({ apply, scratch }) => {
    if (start === 'unpacked homes') for (const node of ['is1', 'is2']) await unpackTo(join(scratch, node))
    summaryOf(await apply('--output', 'json'))
    const packed = await packedFiles()
    for (const node of ['is1', 'is2']) {
      const home = join(scratch, node)
      for (const [path, { bytes, mode }] of packed) {
        if (path.endsWith('/')) continue
        const after = readFileSync(join(home, path), 'latin1')
        const lines = changedLines(bytes.toString('latin1'), after)
        const wanted = intended[path] ?? []
        assert.equal(
          lines.filter((line) => !wanted.some((pattern) => pattern.test(line))),
          [],
          `${node} ${path}`,
        )
        assert.is(lines.length > 0, path in intended, `${node} ${path}`)
        assert.is(statSync(join(home, path)).mode & 0o777, mode, `mode of ${path}`)
      }
      const files = [...snapshot(home)].flatMap(([path, line]) => (line.startsWith('file') ? [path] : []))
      assert.equal(
        files.filter((path) => !packed.has(path) && !added.test(path)),
        [],
      )
    }
    assert.is(
      readFileSync(join(scratch, 'hosts'), 'utf8'),
      '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost\n127.0.0.1\tother.example.com\n10.0.0.10\tis.example.com\n',
    )
  })

  demo(`from ${start}: the dry run predicts every file, byte for byte`, async ({ apply, scratch }) => {
    if (start === 'unpacked homes') for (const node of ['is1', 'is2']) await unpackTo(join(scratch, node))
    const predicted = await predict(scratch)
    assert.is(predicted.size, 29, 'twelve files, the driver and the gadget server on each node, and one hosts file')
    summaryOf(await apply('--output', 'json'))
    for (const [path, bytes] of predicted) {
      assert.ok(readFileSync(path).equals(bytes), `${relative(scratch, path)} is not as predicted`)
    }
  })
}

/** The bytes of every file that a dry run says it would write. */
async function predict(scratch: string): Promise<ReadonlyMap<string, Uint8Array>> {
  process.env.RUNBOOK_DEMO = scratch
  const inventory = await loadInventory('inventory/demo.ts')
  const { playbook } = await loadPlaybook('pattern1', { playbooks: [], trust: trustOf() })
  const prepared = await prepare({
    inventory,
    playbook,
    resolve: secretResolver({ env: {}, sources: ['environment'], folder: '.' }),
  })
  const files = new Map<string, Uint8Array>()
  for (const nodes of (await predictedNodes(prepared.inventory, prepared.plays)).values()) {
    for (const [path, node] of nodes) {
      if (node.type !== 'file' || !node.content) continue
      const { content } = node
      files.set(path, 'source' in content ? readFileSync(content.source.file) : bytesOf(content))
    }
  }
  return files
}

demo.run()
