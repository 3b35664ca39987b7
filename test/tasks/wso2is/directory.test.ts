import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../../lib/core/connection.ts'
import { localFact } from '../../../lib/core/fact.ts'
import { clientTruststore, directoryWorks, ldap, type Version } from '../../../tasks/wso2is/index.ts'
import { scratch, testShells } from '../../support/shells.ts'
import { slapd, slapdPassword } from '../../support/slapd.ts'
import { testJava } from '../../support/standin.ts'
import { homeWithStore } from '../../support/truststore-home.ts'
import { playOn } from '../one-play.ts'
import { testPair } from '../tls/pairs.ts'
import { connection, type Directories, entries, type Situation, situations } from './directory-situations.ts'

interface Context extends Directories {
  readonly home: string
  readonly nobody: string
  /** The file of who signed their certificates. */
  readonly authority: string
}

const test = suite<Context>('directoryWorks')
const java = testJava()
const [dash] = testShells()
if (!dash) throw new Error('there is no dash')
const version = '5.4.1'

test.before(async (context) => {
  const authority = testPair({ name: 'Directory CA', ca: true })
  const signed = { name: 'localhost', extensions: 'subjectAltName=DNS:localhost', by: authority }
  const home = homeWithStore()
  const file = join(scratch('authority'), 'ca.pem')
  writeFileSync(file, authority.certificate)
  const made = {
    home,
    nobody: homeWithStore(),
    authority: file,
    open: await slapd({ pair: testPair(signed), entries }),
    ended: await slapd({ pair: testPair({ ...signed, until: '20200101000000Z' }), entries }),
    plain: await slapd({ entries }),
  }
  Object.assign(context, made)
  const trust = clientTruststore({ home, version, alias: 'user-store', certificate: localFact(file) })
  const { statuses, reasons } = await playOn(dash.spec, trust)
  assert.equal(statuses, ['changed'], reasons)
})
test.after(async ({ open, ended, plain }) => {
  for (const one of [open, ended, plain]) await one.stop()
})

const checkOf = (context: Context, { directory, version: of = version, ...situation }: Situation) =>
  directoryWorks({
    home: situation.trustsNobody ? context.nobody : context.home,
    version: of,
    directory: directory(context),
    java,
    mayBeEmpty: situation.mayBeEmpty,
    truststorePassword: situation.truststorePassword,
  })

for (const situation of situations) {
  test(situation.name, async (context) => {
    const { statuses, reasons } = await playOn(dash.spec, checkOf(context, situation), { verify: true })
    assert.match(reasons, situation.finding ?? situation.refused ?? /^$/, reasons)
    assert.equal(statuses, [situation.finding ? 'ok' : 'failed'], reasons)
  })
}

test('a trust store as the packs from 7.1.0 on have it', async (context) => {
  const home = homeWithStore('PKCS12')
  const directory = ldap({ url: `ldaps://localhost:${context.open.tlsPort}`, ...connection })
  const works = async (version: Version) =>
    (await playOn(dash.spec, directoryWorks({ home, version, directory, java }), { verify: true })).reasons
  assert.match(await works('7.1.0'), /is not trusted by \S+client-truststore\.p12: give certificate/)
  const trust = { home, version: '7.1.0', alias: 'user-store', certificate: localFact(context.authority) } as const
  assert.equal((await playOn(dash.spec, clientTruststore(trust))).statuses, ['changed'])
  assert.match(await works('7.1.0'), /is let in by TLS that is trusted, finds alice and staff/)
  assert.match(await works('7.0.0'), /the trust store \S+client-truststore\.jks cannot be read/)
})

for (const { name, spec } of testShells()) {
  test(`${name} asks, and leaves nothing behind`, async (context) => {
    const [first] = situations
    if (!first) return assert.unreachable()
    const temporary = scratch('temporary')
    const shell = local({ ...spec.options, env: { ...spec.options.env, TMPDIR: temporary } })
    const { statuses, reasons } = await playOn(shell, checkOf(context, first))
    assert.equal(statuses, ['ok'], reasons)
    assert.equal(readdirSync(temporary), [])
  })
}

test('no argument, variable or file of the program holds a password', async (context) => {
  const folder = scratch('jvm')
  mkdirSync(join(folder, 'bin'))
  const told = join(folder, 'told')
  const spy = `#!/bin/sh
{ printf '%s\\n' "$@"; cat /proc/$$/environ; echo; ls -ld "$3"; cat "$3"/*; cat /proc/$PPID/cmdline /proc/$PPID/environ; } >${told}
exec ${java.home}/bin/java "$@"
`
  writeFileSync(join(folder, 'bin/java'), spy)
  chmodSync(join(folder, 'bin/java'), 0o755)
  const directory = ldap({ url: `ldaps://localhost:${context.open.tlsPort}`, ...connection })
  const check = directoryWorks({ home: context.home, version, directory, java: { home: folder } })
  const { statuses, reasons } = await playOn(dash.spec, check)
  assert.equal(statuses, ['ok'], reasons)
  const seen = readFileSync(told, 'latin1')
  assert.match(seen, /AskDirectory/)
  assert.match(seen, /^drwx------ .*\/tmp\./m)
  for (const word of [slapdPassword, 'wso2carbon'])
    assert.not.ok(seen.includes(Buffer.from(word).toString('latin1')), `it holds ${word}`)
})

test('a server that takes a connection and is silent', async (context) => {
  const mute = createServer(() => {})
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
  const address = mute.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const directory = ldap({ url: `ldap://127.0.0.1:${port}`, ...connection })
  const { reasons } = await playOn(dash.spec, directoryWorks({ home: context.home, version, directory, java }))
  mute.close()
  assert.match(reasons, /ldap:\/\/127\.0\.0\.1:\d+ does not answer in time .*timed out/)
})

test('a host without a JVM', async (context) => {
  const directory = ldap({ url: `ldap://127.0.0.1:${context.plain.port}`, ...connection })
  const none = { home: '/nonexistent/jvm' }
  const check = directoryWorks({ home: context.home, version, directory, java: none })
  const { reasons } = await playOn(local({ shell: 'dash' }), check)
  assert.match(
    reasons,
    /there is no \/nonexistent\/jvm\/bin\/java to ask ldap:\/\/.* by: install the JVM of the server/,
  )
})

test.run()
