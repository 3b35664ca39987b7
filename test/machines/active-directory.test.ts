import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import { activeDirectory, clientTruststore, directoryWorks, readOnlyLdap } from '../../tasks/wso2is/index.ts'
import { type SambaAd, sambaAd, sambaAddress, sambaBase, sambaPassword } from '../support/samba-ad.ts'
import { testJava } from '../support/standin.ts'
import { homeWithStore } from '../support/truststore-home.ts'
import { playOn } from '../tasks/one-play.ts'
import { testPair } from '../tasks/tls/pairs.ts'

interface Context {
  ad: SambaAd
  home: string
}

/** A real Active Directory, by Samba: too large for every `npm test`. */
const test = suite<Context>('users in an Active Directory')
const spec = local({ shell: 'dash' })
const java = testJava()
const version = '5.4.1'

const users = `CN=Users,${sambaBase}`
const connection = {
  bindDn: `CN=Administrator,${users}`,
  password: sambaPassword,
  userSearchBase: users,
  groupSearchBase: users,
}
type Options = Partial<Parameters<typeof activeDirectory>[0]>

test.before(async (context) => {
  const authority = testPair({ name: 'Domain CA', ca: true })
  const extensions = `subjectAltName=IP:${sambaAddress}`
  context.ad = await sambaAd(testPair({ name: 'dc1.ad.example.com', extensions, by: authority }))
  context.ad.tool('user', 'create', 'alice', 'Al1ce!pass')
  context.ad.tool('user', 'create', 'bob', 'B0b!passw')
  context.ad.tool('user', 'disable', 'bob')
  context.ad.tool('ou', 'create', `OU=Empty,${sambaBase}`)
  context.home = homeWithStore()
  const trust = clientTruststore({
    home: context.home,
    version,
    alias: 'user-store',
    certificate: authority.certificate,
  })
  assert.equal((await playOn(spec, trust)).statuses, ['changed'])
})
test.after(({ ad }) => ad.stop())

const rows: readonly [name: string, change: Options | 'read' | 'starttls' | 'plain', said: RegExp][] = [
  ['all is well, by ldaps', {}, /is let in by TLS that is trusted, finds .+ and .+, users are made as user$/],
  [
    'all is well, by StartTLS',
    'starttls',
    /is let in by TLS that is trusted, finds .+ and .+, users are made as user$/,
  ],
  ['one that is only read', 'read', /is let in by TLS that is trusted, finds alice and .+$/],
  [
    'the names that people log in by, and no computers',
    {
      userFilter: '(&(objectCategory=person)(objectClass=user)(sAMAccountName=alice))',
      userNameAttribute: 'sAMAccountName',
      groupFilter: '(&(objectClass=group)(cn=Domain Admins))',
    },
    /finds alice and Domain Admins/,
  ],
  ['from the root of the domain', { userSearchBase: sambaBase, groupSearchBase: sambaBase }, /finds .+ and .+/],
  ['a name of another form', { bindDn: 'alice@ad.example.com', password: 'Al1ce!pass' }, /^alice@\S+ is let in/],
  [
    'a password in clear text',
    'plain',
    /takes passwords by TLS alone .*: use an ldaps:\/\/ URL, or give startTls: true/,
  ],
  ['a wrong password', { password: 'wrong' }, /does not let CN=Administrator,\S+ in \(it knows another password\)/],
  [
    'an account that is disabled',
    { bindDn: `CN=bob,${users}`, password: 'B0b!passw' },
    /does not let CN=bob,\S+ in \(it says that it is disabled\)/,
  ],
  ['nobody below a base', { userSearchBase: `OU=Empty,${sambaBase}` }, /there is no user below OU=Empty,/],
  [
    'no base',
    { groupSearchBase: `OU=None,${sambaBase}` },
    /there is no OU=None,\S+, or CN=Administrator,\S+ may not see/,
  ],
  [
    'classes of other directories',
    { userObjectClass: 'identityPerson', groupObjectClass: 'posixGroups' },
    /does not know the object class identityPerson.*does not know the object class posixGroups/,
  ],
]

for (const [name, change, said] of rows) {
  test(name, async ({ ad, home }) => {
    const directory =
      change === 'read'
        ? readOnlyLdap({
            ...{ url: ad.tlsUrl, ...connection, userFilter: '(sAMAccountName=alice)', userNameAttribute: 'cn' },
            groupFilter: '(objectClass=group)',
          })
        : change === 'plain'
          ? activeDirectory({ url: ad.url, ...connection })
          : change === 'starttls'
            ? activeDirectory({ url: ad.url, startTls: true, ...connection })
            : activeDirectory({ url: ad.tlsUrl, ...connection, ...change })
    const { reasons } = await playOn(spec, directoryWorks({ home, version, directory, java }), { verify: true })
    assert.match(reasons, said, reasons)
  })
}

test.run()
