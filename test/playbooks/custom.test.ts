import { readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newProject, type Project } from '../cli/command.ts'
import { unpackTo } from '../inventory/unpacked.ts'
import { changedLines, packText } from '../tasks/wso2is/edits.ts'

const test = suite<{ project: Project }>('a custom playbook outside the repository')

test.before.each(async (context) => {
  context.project = newProject({
    'inventory.ts': readFileSync('test/fixtures/custom-inventory.ts', 'utf8'),
    'playbooks/front.ts': readFileSync('test/fixtures/custom-playbook.ts', 'utf8'),
  })
  await unpackTo(join(context.project.folder, 'is'))
})

test.after.each(({ project }) => project.remove())

const apply = ({ run, folder }: Project, ...options: readonly string[]) =>
  run(['apply', 'inventory.ts', 'front', '--set', `home=${folder}/is`, ...options])

test('three product tasks and two general ones, and nothing the second time', async ({ project }) => {
  const first = await apply(project)
  assert.is(first.code, 0, first.err)
  assert.match(first.out, /5 changed/)
  const again = await apply(project)
  assert.is(again.code, 0, again.err)
  assert.match(again.out, /5 ok/)
  assert.match(again.out, /nothing had to be changed/)
})

const edited: Readonly<Record<string, readonly string[]>> = {
  'repository/conf/identity/embedded-ldap.xml': [
    '-    <Property name="enable">true</Property>',
    '+    <Property name="enable">false</Property>',
  ],
  'repository/conf/identity/identity.xml': [
    '-            <Name>jdbc/WSO2CarbonDB</Name>',
    '+            <Name>jdbc/WSO2IdentityDS</Name>',
    '-            <Temporary>true</Temporary>',
    '+            <Temporary>false</Temporary>',
  ],
  'repository/conf/tomcat/catalina-server.xml': [
    '+                   proxyPort="80"',
    '+                   proxyPort="443"',
  ],
  'repository/conf/log4j.properties': ['+log4j.logger.org.wso2=WARN'],
}

test('only the lines that the tasks are about differ', async ({ project }) => {
  await apply(project)
  for (const [file, lines] of Object.entries(edited)) {
    const after = readFileSync(join(project.folder, 'is', file), 'latin1')
    assert.equal(changedLines(packText(file), after), lines, file)
  }
  assert.is(readlinkSync(join(project.folder, 'is/logs')), 'repository/logs')
})

test('a dry run tells the same and changes nothing', async ({ project }) => {
  const dry = await apply(project, '--dry-run', '--detailed-exitcode')
  assert.is(dry.code, 2, dry.err)
  assert.match(dry.out, /5 would change/)
  assert.is(
    readFileSync(join(project.folder, 'is/repository/conf/log4j.properties'), 'latin1'),
    packText('repository/conf/log4j.properties'),
  )
})

test('it is ten lines below its imports', () => {
  const [, body = ''] = readFileSync('test/fixtures/custom-playbook.ts', 'utf8').split('\n\n')
  assert.is(body.trim().split('\n').length, 10)
})

test.run()
