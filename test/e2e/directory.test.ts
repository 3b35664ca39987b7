import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import { isRefusal } from '../../lib/core/failure.ts'
import { readKeystore } from '../../lib/read/keystore.ts'
import type { Pattern1 } from '../../playbooks/pattern1.ts'
import { h2, type ldap } from '../../tasks/wso2is/index.ts'
import { needs } from '../support/debian.ts'
import { type Bench, bench, type Ran, told } from '../support/e2e.ts'
import { scratch } from '../support/shells.ts'
import { type Slapd, slapd, slapdManager, slapdPassword } from '../support/slapd.ts'
import { endServer, freeOffsets, plantHome, serverOf, testJava } from '../support/standin.ts'
import { testPair } from '../tasks/tls/pairs.ts'
import { entries } from '../tasks/wso2is/directory-situations.ts'

interface Context {
  work: Bench
  home: string
  directory: Slapd
  authority: string
  vars: Partial<Pattern1>
}

/** Users in a real OpenLDAP, by the command: what is written is what works, and what does not work is told. */
const test = suite<Context>('a node whose users are in a directory')

test.before(async (context) => {
  const authority = testPair({ name: 'Directory CA', ca: true })
  const pair = testPair({ name: 'localhost', extensions: 'subjectAltName=IP:127.0.0.1', by: authority })
  const [free] = await freeOffsets(1)
  const java = testJava()
  context.work = bench()
  context.home = join(scratch('directory'), 'is')
  context.directory = await slapd({ pair, entries })
  context.authority = context.work.write('ca.pem', authority.certificate)
  plantHome(context.home)
  context.vars = {
    version: '5.4.1',
    home: context.home,
    hostname: 'localhost',
    member: '127.0.0.1',
    memberPort: free?.member ?? 0,
    offset: free?.offset ?? 0,
    databases: { userStore: h2({ name: 'UM' }), identity: h2({ name: 'ID' }) },
    java: { home: java.home, accept: [...java.accept] },
    start: { timeout: 60 },
  }
})
test.after(async ({ work, home, directory }) => {
  await endServer(home)
  await directory.stop()
  work.remove()
})

type Changed = Partial<Parameters<typeof ldap>[0]>

/** Runs a playbook with the directory as the inventory has it, but for what is changed. */
function run(context: Context, verb: string, playbook: string, change: Changed = {}, set: readonly string[] = []) {
  const { work, directory, authority, vars } = context
  const userStore = {
    ...{ kind: 'ldap', url: `ldaps://127.0.0.1:${directory.tlsPort}`, certificate: authority },
    ...{ bindDn: slapdManager, password: slapdPassword },
    ...{ userSearchBase: 'ou=people,dc=example,dc=com', groupSearchBase: 'ou=groups,dc=example,dc=com' },
    ...change,
  }
  const inventory = work.inventory({
    hosts: { is1: { connect: local(), groups: ['is'] } },
    vars: { ...vars, userStore },
  })
  return work.run(verb, inventory, playbook, '--output', 'json', ...set)
}

const stepsOf = ({ steps }: Ran, task: string) =>
  steps.filter((step) => step.task === task).map(({ status, reason = '' }) => ({ status, reason }))

test('a wrong password: nothing is started, and it is said what is wrong', async (context) => {
  const ran = await run(context, 'apply', 'pattern1', { password: 'wrong' })
  assert.is(ran.status, 1, told(ran))
  const [step] = stepsOf(ran, 'directoryWorks')
  assert.is(step?.status, 'failed', told(ran))
  assert.match(step?.reason ?? '', /does not let cn=Manager,dc=example,dc=com in \(no such user, or another password\)/)
  assert.is(serverOf(context.home), undefined)
})

test('a dry run tells it, too, where the node is set up', async (context) => {
  const ran = await run(context, 'apply', 'pattern1', { userSearchBase: 'ou=peeple,dc=example,dc=com' }, ['--dry-run'])
  const [step] = stepsOf(ran, 'directoryWorks')
  assert.match(step?.reason ?? '', /there is no ou=peeple,dc=example,dc=com, or/, `${step?.status} ${told(ran)}`)
})

test('all as it shall be: the certificate is trusted, and the server starts', async (context) => {
  const ran = await run(context, 'apply', 'pattern1')
  assert.is(ran.status, 0, told(ran))
  assert.ok(serverOf(context.home), 'it runs')
  const again = await run(context, 'apply', 'pattern1')
  assert.is(again.status, 0, told(again))
  assert.equal(
    again.steps.filter(({ status }) => status !== 'ok'),
    [],
  )
})

test('the connection of user-mgt.xml lets another client in, and finds a user and a group', (context) => {
  needs(['libxml2-utils'])
  const file = join(context.home, 'repository/conf/user-mgt.xml')
  const property = (name: string): string => {
    const path = `string(/UserManager/Realm/UserStoreManager/Property[@name="${name}"])`
    return execFileSync('xmllint', ['--xpath', path, file], { encoding: 'utf8' }).replace(/\n$/, '')
  }
  const password = context.work.write('password', property('ConnectionPassword'))
  chmodSync(password, 0o600)
  const search = (base: string, filter: string): string => {
    const login = ['-x', '-H', property('ConnectionURL'), '-D', property('ConnectionName'), '-y', password]
    const env = { ...process.env, LDAPTLS_CACERT: context.authority }
    return execFileSync('ldapsearch', ['-LLL', ...login, '-b', property(base), filter, 'dn'], {
      encoding: 'utf8',
      env,
    }).trim()
  }
  const alice = property('UserNameSearchFilter').replace('?', 'alice')
  assert.is(search('UserSearchBase', alice), 'dn: uid=alice,ou=people,dc=example,dc=com')
  const staff = `(${property('GroupNameAttribute')}=staff)`
  assert.is(search('GroupSearchBase', staff), 'dn: cn=staff,ou=groups,dc=example,dc=com')
})

test('verify finds it well, and what stops working', async (context) => {
  const well = await run(context, 'verify', 'pattern1')
  assert.equal(
    stepsOf(well, 'directoryWorks').map(({ status }) => status),
    ['ok'],
    told(well),
  )
  assert.match(stepsOf(well, 'directoryWorks')[0]?.reason ?? '', /by TLS that is trusted, finds alice and staff/)
  const other = await run(context, 'verify', 'pattern1', { groupSearchBase: 'ou=people,dc=example,dc=com' })
  assert.match(
    stepsOf(other, 'directoryWorks')[0]?.reason ?? '',
    /\(objectClass=groupOfNames\) finds no group below ou=/,
  )
  assert.match(
    stepsOf(other, 'xml')
      .map(({ status }) => status)
      .join(),
    /failed/,
    'the file says something else',
  )
  await context.directory.stop()
  const dead = await run(context, 'verify', 'pattern1')
  assert.match(stepsOf(dead, 'directoryWorks')[0]?.reason ?? '', /127\.0\.0\.1:\d+ .* takes no connection/)
})

test('a teardown takes the trust away, and nothing else of the store', async (context) => {
  const store = join(context.home, 'repository/resources/security/client-truststore.jks')
  const aliases = () => {
    const read = readKeystore(readFileSync(store), 'wso2carbon')
    return isRefusal(read) ? [read.refusal] : read.entries.map(({ alias }) => alias)
  }
  assert.ok(aliases().includes('user-store'))
  const ran = await run(context, 'apply', 'pattern1-teardown', {}, ['--set', 'confirm=localhost'])
  assert.is(ran.status, 0, told(ran))
  assert.equal(aliases(), ['wso2carbon'])
})

test.run()
