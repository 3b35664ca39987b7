import { createHash } from 'node:crypto'
import { secret } from '../../../../lib/core/secret.ts'
import { deploymentTomlReview, firstSecrets, packCertificateLasts } from '../../../../tasks/wso2is/index.ts'
import { tryInTurn, trySituations } from '../../../support/situations.ts'

const path = 'repository/conf/deployment.toml'
const pair = `[account_recovery.endpoint.auth]
hash= "66cd9688a2ae068244ea01e70f0e230f5623b7fa4cdecb65070a09ec06452262"

[identity.auth_framework.endpoint]
app_password= "dashboard"
`
const hex = (text: string) => createHash('sha256').update(text).digest('hex')
const key = (digits: number) => secret(`key of ${digits}`, { value: 'a1'.repeat(digits / 2) })

tryInTurn('firstSecrets', [
  {
    name: 'the pair that every pack has goes as a pair',
    before: { [path]: pair },
    resources: ({ at }) =>
      firstSecrets({ home: at(''), version: '7.2.0', recoveryPassword: secret('recovery', { value: 'of our own' }) }),
    statuses: ['changed'],
    after: {
      [path]: pair
        .replace('66cd9688a2ae068244ea01e70f0e230f5623b7fa4cdecb65070a09ec06452262', hex('of our own'))
        .replace('dashboard', 'of our own'),
    },
  },
  {
    name: 'the word of the pack has the digest of the pack',
    before: { [path]: pair },
    resources: ({ at }) => firstSecrets({ home: at(''), version: '7.2.0', recoveryPassword: 'dashboard' }),
    operations: [],
    statuses: ['ok'],
  },
  ...([32, 64] as const).map((digits) => ({
    name: `a key of ${digits} digits from 7.1.0 on`,
    before: { [path]: '' },
    resources: ({ at }: { at(path: string): string }) =>
      firstSecrets({ home: at(''), version: '7.1.0', encryptionKey: key(digits) }),
    statuses: ['changed'] as const,
    after: { [path]: `[encryption]\nkey = "${'a1'.repeat(digits / 2)}"\n` },
  })),
  {
    name: 'a longer key up to 7.0.0',
    before: { [path]: '' },
    resources: ({ at }) => firstSecrets({ home: at(''), version: '7.0.0', encryptionKey: key(64) }),
    refused: /the encryption key is not of 32 hexadecimal digits: make one by openssl rand -hex 16/,
  },
  {
    name: 'a key of other characters',
    before: { [path]: '' },
    resources: ({ at }) => firstSecrets({ home: at(''), version: '7.2.0', encryptionKey: 'z'.repeat(32) }),
    refused: /the encryption key is not of 32, 48, 64 hexadecimal digits/,
  },
  {
    name: 'a password that the server would not take',
    before: { [path]: '' },
    resources: ({ at }) => firstSecrets({ home: at(''), version: '7.2.0', adminPassword: 'a b c d e' }),
    refused: /the administrator's password is not of 5 to 30 characters without blanks/,
  },
])

const review =
  (version: '5.9.0' | '7.2.0') =>
  ({ at }: { at(path: string): string }) =>
    deploymentTomlReview({ home: at(''), version })

tryInTurn('deploymentTomlReview', [
  {
    name: 'dead keys, each with its living spelling, and what is public',
    before: {
      [path]: `[server]\npattern = "x"\n\n[super_admin]\npassword = "admin"\n\n[keystore.primary]\nname = "wso2carbon.jks"\n\n[database.bps_database]\nurl = "x"\n\n${pair}`,
    },
    resources: review('7.2.0'),
    statuses: ['ok'],
    reason:
      /server\.pattern .*it says nothing to any version: take it out.*keystore\.primary\.name is not known to be read by 7\.2\.0 \(write keystore\.primary\.file_name\).*carbon_health_check is off.*app_password is that of every pack.*super_admin\.password is that of every pack.*encryption\.key is not set/,
  },
  {
    name: 'nothing to say',
    before: { [path]: '[carbon_health_check]\nenable = true\n[encryption]\nkey = "x"\n' },
    resources: review('7.2.0'),
    statuses: ['ok'],
    reason: /each of its keys is read/,
  },
  {
    name: '5.9.0 itself has a dead key',
    before: { [path]: '[keystore.primary]\nname = "wso2carbon.jks"\n' },
    resources: review('5.9.0'),
    statuses: ['ok'],
    reason: /keystore\.primary\.name is not known to be read by 5\.9\.0 \(write keystore\.primary\.file_name\)/,
  },
  {
    name: 'a file that the product’s parser would not take',
    before: { [path]: '[a.b]\nc = 1\n[a]\nd = 1\n' },
    resources: review('7.2.0'),
    refused: /deployment\.toml: the reader of this file would not take it/,
  },
])

trySituations('packCertificateLasts', [
  {
    name: 'one that has ended',
    resources: () => packCertificateLasts({ version: '5.11.0' }),
    refused:
      /the certificate that comes with Identity Server 5\.11\.0 has ended on 2022-01-25: .*accept: \['certificate'\]/,
  },
  {
    name: 'one that has ended, and is accepted',
    resources: () => packCertificateLasts({ version: '5.11.0', accept: true }),
    statuses: ['ok'],
    reason: /it has ended on 2022-01-25, which is accepted/,
  },
])
