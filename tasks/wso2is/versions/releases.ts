import { discoveryPage, loginPage, type Version } from '../product.ts'
import { heldBy, type Since } from './since.ts'

/** What a version comes with, besides what its settings are. Another version is a row where it differs. */
export interface Release {
  /** Major versions of Java that its start script takes: those with long support. */
  readonly java: readonly number[]
  /** The type of the key stores of the pack, which is also how their files end. */
  readonly stores: 'jks' | 'p12'
  /** The last day of the certificate in the pack, which is for `localhost`. */
  readonly certificateEnds: string
  /** A page that answers with status 200 once the server works. */
  readonly page: string
  /** Folders below repository/deployment/server that change while servers run. */
  readonly shared: readonly string[]
  /** Whether the pack brings a key that encrypts data, the same in each copy of it. */
  readonly publicKey: boolean
  /** Paths of the product that browsers and clients need; one that ends in a slash is a folder. */
  readonly endpoints: readonly string[]
  /** Paths that are for the nodes' own use. */
  readonly closed: readonly string[]
}

export const releaseOf = (version: Version): Release => ({
  java: heldBy(java, version),
  stores: heldBy(stores, version),
  certificateEnds: heldBy(certificateEnds, version),
  page: heldBy(pages, version),
  shared: heldBy(shared, version),
  publicKey: heldBy(publicKey, version),
  endpoints: heldBy(endpoints, version),
  closed: heldBy(closed, version),
})

const java: Since<readonly number[]> = [
  ['5.3.0', [7, 8]],
  ['5.6.0', [8]],
  ['5.8.0', [8, 11]],
  ['6.0.0', [11, 17]],
  ['7.1.0', [11, 17, 21]],
  ['7.3.0', [21, 25]],
]

const stores: Since<Release['stores']> = [
  ['5.3.0', 'jks'],
  ['7.1.0', 'p12'],
]

const certificateEnds: Since<string> = [
  ['5.3.0', '2027-07-17'],
  ['5.9.0', '2029-08-20'],
  ['5.10.0', '2022-01-25'],
  ['6.0.0', '2024-04-30'],
  ['7.0.0', '2025-01-07'],
  ['7.1.0', '2026-01-08'],
  ['7.3.0', '2028-07-09'],
]

/** The console that the older ones are known by is on its way out from 7.0.0 on. */
const pages: Since<string> = [
  ['5.3.0', loginPage],
  ['7.0.0', discoveryPage],
]

/** Business processes and human tasks went with 7.0.0. */
const shared: Since<readonly string[]> = [
  ['5.3.0', ['userstores', 'bpel', 'humantasks']],
  ['7.0.0', ['userstores']],
]

const publicKey: Since<boolean> = [
  ['5.3.0', false],
  ['5.11.0', true],
]

const guide = ['/oauth2/token', '/commonauth', '/oauth2/authorize', '/authenticationendpoint/', '/oauth2/userinfo']
const protocols = [
  '/oauth2/',
  '/oidc/',
  '/samlsso',
  '/scim2/',
  '/api/',
  '/.well-known/',
  '/accountrecoveryendpoint/',
  '/t/',
]

/** What the guide exposes is enough for the versions that it is about; later ones are used by their applications. */
const endpoints: Since<readonly string[]> = [
  ['5.3.0', guide],
  ['5.9.0', [...guide, ...protocols]],
  ['5.10.0', [...guide, ...protocols, '/user-portal/']],
  ['5.11.0', [...guide, ...protocols, '/console/', '/myaccount/']],
  ['7.0.0', [...guide, ...protocols, '/console/', '/myaccount/', '/o/']],
]

/** The health check, which answers to anybody who asks. */
const closed: Since<readonly string[]> = [
  ['5.3.0', []],
  ['5.9.0', ['/api/health-check/']],
]
