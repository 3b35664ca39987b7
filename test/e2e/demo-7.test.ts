import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { snapshot } from '../../lib/testing/tree.ts'
import { newProject, type Said } from '../cli/command.ts'
import { changedLines } from '../tasks/wso2is/edits.ts'

/** The demo of a version that is configured by deployment.toml, by the command that the other one is shown by. */
const test = suite<{ scratch: string; apply(...options: string[]): Promise<Said> }>('the demo of 7.2.0')

test.before.each((context) => {
  context.scratch = mkdtempSync(join(tmpdir(), 'runbook-demo-7-'))
  context.apply = async (...options) => {
    const project = newProject()
    const said = await project.run(['apply', resolve('inventory/demo-7.ts'), 'pattern1', ...options], {
      env: { RUNBOOK_DEMO: context.scratch, RUNBOOK_SECRET_DB: '' },
    })
    project.remove()
    return said
  }
})
test.after.each(({ scratch }) => rmSync(scratch, { recursive: true, force: true }))

const stand = readFileSync('inventory/demo/pack-7.2.0/repository/conf/deployment.toml', 'utf8')
const toml = (scratch: string, node: string) =>
  readFileSync(join(scratch, node, 'repository/conf/deployment.toml'), 'utf8')

test('a dry run changes nothing; the first run does, the second has nothing to do', async ({ apply, scratch }) => {
  const dry = await apply('--dry-run', '--diff', '--output', 'lines')
  assert.is(dry.code, 0, dry.err)
  assert.match(dry.out, /\n {4}\+membership_scheme = "wka"\n/)
  assert.equal([...snapshot(scratch).keys()], ['hosts', 'mysql-connector-java-demo.jar', 'wso2is-7.2.0.zip'])
  const first = await apply('--output', 'lines', '--diff')
  assert.is(first.code, 0, first.err)
  assert.not.match(first.out + dry.out, /demo & <not>|demo &amp; &lt;not|Demo-admin-1|5ca1ab1e|demo recovery/)
  assert.match(first.out, /is1 \| warning \| the certificate that comes with 7\.2\.0 .*it has ended on 2026-01-08/)
  const after = snapshot(scratch)
  const second = await apply('--output', 'lines')
  assert.match(second.out, /nothing had to be changed/)
  assert.equal(snapshot(scratch), after)
})

test('only what was asked for differs, and between the nodes only what is theirs', async ({ apply, scratch }) => {
  await apply()
  const lines = changedLines(stand, toml(scratch, 'is1'))
  assert.equal(
    lines.filter((line) => line.startsWith('-')),
    [
      '-hostname = "localhost"',
      `-base_path = "https://$ref{server.hostname}:$\{carbon.management.port}"`,
      '-password = "admin"',
      '-type = "h2"',
      '-url = "jdbc:h2:./repository/database/WSO2IDENTITY_DB;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000"',
      '-password = "wso2carbon"',
      '-type = "h2"',
      '-url = "jdbc:h2:./repository/database/WSO2SHARED_DB;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000"',
      '-password = "wso2carbon"',
      '-url = "jdbc:h2:./repository/database/WSO2AGENTIDENTITY_DB;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000"',
      '-password = "wso2carbon"',
      '-driver = "org.h2.Driver"',
      '-hash= "66cd9688a2ae068244ea01e70f0e230f5623b7fa4cdecb65070a09ec06452262"',
      '-app_password= "dashboard"',
    ],
  )
  assert.match(lines.join('\n'), /\+password = "demo &amp; &lt;not&gt; &quot;secret&quot;"/)
  assert.equal(changedLines(toml(scratch, 'is1'), toml(scratch, 'is2')), [
    '+offset = 1',
    '-local_member_port = 4000',
    '+local_member_port = 4001',
  ])
})

test.run()
