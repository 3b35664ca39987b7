import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { contentFact, factsOf, on } from '../../../lib/core/fact.ts'
import { UsageError } from '../../../lib/core/failure.ts'
import { toml } from '../../../tasks/edits/toml.ts'
import * as nginx from '../../../tasks/nginx/index.ts'
import * as wso2is from '../../../tasks/wso2is/index.ts'

const { httpSite, identityDatasource, ldap, mysql, userStoreDatasource } = wso2is
const server = { host: '10.0.0.20', name: 'WSO2UMDB', user: 'wso2carbon', password: 'p' }
const database = mysql(server)
const databases = { userStore: database, identity: database }
const product = { home: '/opt/is', version: '5.4.1' }
const byToml = { home: '/opt/is', version: '7.2.0' }
const self = { host: '10.0.0.11', port: 4000 }
const datasource = identityDatasource(database)
const directory = { url: 'ldaps://ldap:636', bindDn: 'cn=is', password: 'p', userSearchBase: 'u', groupSearchBase: 'g' }
const front = { hostname: 'is.example.com' }
const admin = { user: 'root' }
const nodes = [{ address: '10.0.0.11' }]
const site = { ...front, nodes }
const secured = { ...site, certificate: '/c', key: '/k' }
const dashboard = { ...product, ...front, port: 443 }

type Loose = (options: unknown) => unknown
const loose = (name: string): Loose => Reflect.get({ ...wso2is, ...nginx }, name)

/** Options that each of the exported functions takes. */
const right: Readonly<Record<string, object>> = {
  bpsDatasource: { ...product, database },
  carbonServer: { ...product, ...front, managementHostname: 'mgt.example.com', offset: 0 },
  catalinaServer: { ...product, proxyPorts: { http: 80, https: 443 }, remoteIpValve: { internalProxies: '10\\..*' } },
  clustering: { ...product, domain: 'a & b', self, members: [self, { host: '10.0.0.12-14', port: 4000 }] },
  deploymentToml: { ...byToml, edits: [toml.set('server.hostname', 'is')], renaming: true },
  deploymentTomlReview: byToml,
  firstSecrets: { ...byToml, adminPassword: 'a-b-c', encryptionKey: 'a'.repeat(32), recoveryPassword: 'd' },
  renderedConfiguration: {
    ...byToml,
    hostname: 'is.example.com',
    offset: 0,
    domain: 'd',
    self,
    members: [self],
    datasources: [datasource],
  },
  serverIsHealthy: { ...byToml, offset: 0 },
  packCertificateLasts: { version: '7.2.0', accept: true },
  createDatabases: { databases, version: '5.4.1', admin, scripts: { home: '/opt/is' }, characterSet: 'latin1' },
  dashboard,
  dashboardSignOn: dashboard,
  dashboardSite: { ...dashboard, app: 'portal' },
  gadgetServer: dashboard,
  db2: server,
  h2: { name: 'UM' },
  mssql: server,
  mysql: { ...server, connector: '8', parameters: { serverTimezone: 'UTC' } },
  oracle: server,
  postgresql: { ...server, port: 5433 },
  dashboardDatasources: { ...databases, registry: database },
  identityDatasource: database,
  registryDatasource: database,
  userStoreDatasource: database,
  masterDatasources: { ...product, datasources: [userStoreDatasource(database), datasource] },
  scriptsOf: { databases, version: '5.8.0' },
  jdbcDriver: { ...product, driver: 'mysql.jar' },
  disableEmbeddedLdap: product,
  identityServerHome: { ...product, pack: 'is.zip' },
  productVersion: product,
  identityPersistence: { ...product, datasource: 'jdbc/X', sessions: { persist: true, temporary: false } },
  serverInputs: product,
  nodeKeystore: { ...product, from: 'is.jks', password: 'p', alias: 'is' },
  portsFree: { ...product, offset: 0, self },
  mountRegistry: { ...product, datasource },
  sharedFiles: { ...product, share: '/mnt/is', what: 'runtime' },
  serverUnit: { ...product, unit: 'wso2is', user: 'wso2', java: { home: '/usr/lib/jvm/8' } },
  startServer: { ...product, offset: 0, self, java: {}, unit: 'wso2is', timeout: 300, inputs: ['/opt/is/is.jks'] },
  stopServer: { ...product, offset: 0, timeout: 10 },
  clientTruststore: { ...product, alias: 'is', certificate: on('lb', contentFact('/etc/nginx/ssl/is.crt')) },
  ldap: directory,
  readOnlyLdap: directory,
  activeDirectory: directory,
  primaryUserStore: { ...product, datasource: 'jdbc/X', store: { kind: 'jdbc' } },
  verifyNode: { ...product, offset: 0, self, members: [self], datasources: [datasource], registry: datasource },
  verifyCluster: { front, others: [] },
  clusterIsComplete: { ...product, self, members: [self] },
  datasourceWorks: { ...product, datasource },
  directoryWorks: { ...product, directory: ldap(directory), truststorePassword: 'p', java: {}, mayBeEmpty: true },
  serverIsUp: { ...product, offset: 0, self },
  httpSite: { ...site, listen: { address: '10.0.0.1', port: 80 } },
  httpsSite: { ...secured, sticky: 'learn' },
  managementSite: { ...secured, logs: '/var/log/is' },
  endpointSite: { ...secured, paths: ['/oauth2/token'] },
  nginxSites: { sites: [httpSite(site)], absent: ['default.conf'] },
  nginxInputs: { sites: [httpSite(site)] },
  proxySite: { ...front, name: 'app', servers: [{ address: '10.0.0.11', port: 8080 }] },
}

/** Functions of more than one argument, and such as make no check worth its words. */
const others = [
  'block',
  'clientTruststorePath',
  'conf',
  'directive',
  'gadgetServerPath',
  'isAtLeast',
  'isByToml',
  'javaFor',
  'releaseOf',
  'render',
]

const law = suite('what Identity Server and nginx take')
law('each of their functions is among these', () => {
  const all = Object.entries({ ...wso2is, ...nginx }).filter(([, value]) => typeof value === 'function')
  assert.equal(all.map(([name]) => name).sort(), [...Object.keys(right), ...others].sort())
})
for (const [name, options] of Object.entries(right)) {
  law(`${name} takes these, none that it does not know, and nothing in a wrong place`, () => {
    assert.not.throws(() => loose(name)(options))
    assert.throws(() => loose(name)({ ...options, versoin: 1 }), says(name, /no option versoin|it is no database/))
    assert.throws(() => loose(name)(undefined), says(name, /it is given undefined: give it one object of options/))
    for (const key of Object.keys(options)) {
      const wrong = { ...options, [key]: () => 1 }
      assert.throws(() => loose(name)(wrong), says(name, new RegExp(`${key}[.:]|it is no database`)), key)
    }
  })
}

/** What a plan may have to wait for is named in the first line of its script, by which a report says what it needs. */
const waited = (made: unknown): string[] =>
  (Array.isArray(made) ? made : [made])
    .flatMap((one) => (typeof one?.plan === 'function' ? factsOf(one.reads) : []))
    .flatMap(({ question }) => (question.ask === 'command' && question.inputs?.length !== 0 ? [question.script] : []))

for (const [name, options] of Object.entries(right)) {
  law(`${name} asks in words for what it may have to wait for`, () => {
    for (const script of waited(loose(name)(options))) assert.match(script, /^# \S/)
  })
}
law.run()

const rows: readonly [name: string, change: object, words: RegExp][] = [
  ['disableEmbeddedLdap', { home: 'opt/is' }, /home: "opt\/is" is no path on a host: write it from \/ on/],
  ['disableEmbeddedLdap', { version: '5.8.1' }, /version: it is "5\.8\.1": give a version .* known here: 5\.3\.0, /],
  ['disableEmbeddedLdap', { version: '5.11.0' }, /version: it is 5\.11\.0, which does not read this file as it stands/],
  ['carbonServer', { version: '7.2.0' }, /\(the last to do so is 5\.8\.0\): use deploymentToml\(\)/],
  [
    'carbonServer',
    { hostname: 'is example' },
    /hostname: "is example" is no host name: write it as in is\.example\.com/,
  ],
  ['carbonServer', { offset: 70000 }, /offset: 70000 is none: give a port offset, from 0 to 50000/],
  ['catalinaServer', { proxyPorts: { http: 80 } }, /the option proxyPorts\.https is missing/],
  ['catalinaServer', { proxyPorts: 443 }, /proxyPorts: it is 443: give two ports, \{ http, https \}/],
  ['catalinaServer', { remoteIpValve: { proxies: 'x' } }, /no option remoteIpValve\.proxies: /],
  ['clustering', { members: [] }, /members: it is empty: give the members of the cluster/],
  ['clustering', { members: [{ host: 'a', port: '4000' }] }, /members\.0\.port: it is "4000": give a port/],
  [
    'clustering',
    { self: { host: 'http://a', port: 1 } },
    /self\.host: "http:\/\/a" is no host: give its name or its IP/,
  ],
  ['masterDatasources', { datasources: [datasource, datasource] }, /two of its datasources have the same name/],
  ['bpsDatasource', { database: server }, /database: it is no database: use mysql\(\), postgresql\(\)/],
  ['createDatabases', { scripts: '/opt/is' }, /scripts: say where the scripts are: \{ home \} of an unpacked product/],
  ['createDatabases', { databases: { userStore: database } }, /the option databases\.identity is missing/],
  ['createDatabases', { admin: { user: 'root', pasword: 'x' } }, /no option admin\.pasword: did you mean password\?/],
  ['createDatabases', { drop: true }, /drop is for databases that go: say state: 'absent', or leave it out/],
  ['identityServerHome', { recursive: true }, /recursive is for a home that goes: say state: 'absent'/],
  ['mysql', { hots: 'db' }, /^mysql: it has no option hots: did you mean host\?$/],
  ['mysql', { connector: '5' }, /connector: it is "5": give '5\.1' or '8' or 'mariadb'/],
  ['mysql', { port: 0 }, /port: 0 is none: give a port, from 1 to 65535/],
  ['mysql', { parameters: { useSSL: false } }, /parameters\.useSSL: it is false: give a text/],
  [
    'ldap',
    { userFilter: 'objectClass=person' },
    /userFilter: "objectClass=person" is no filter: write it in parentheses/,
  ],
  ['ldap', { userNameAttribute: 'uid=x' }, /userNameAttribute: "uid=x" is no name of an attribute or a class/],
  ['readOnlyLdap', { userObjectClass: 'x' }, /it has no option userObjectClass: /],
  ['h2', { name: '../UM' }, /name: give the name of its file, without a folder/],
  [
    'ldap',
    { url: 'ldap.example.com' },
    /url: "ldap\.example\.com" is no URL of a directory with its port: write it as in ldaps:\/\/ldap\.example\.com:636/,
  ],
  ['ldap', { url: 'ldaps://ldap' }, /url: "ldaps:\/\/ldap" is no URL of a directory with its port/],
  ['ldap', { url: 'ldaps://ldap:636/dc=x' }, /url: "ldaps:\/\/ldap:636\/dc=x" is no URL/],
  ['ldap', { url: 'ldap://ldap:70000' }, /url: "ldap:\/\/ldap:70000" is no URL/],
  ['ldap', { password: '' }, /password: it is empty: with none a directory binds nobody/],
  ['ldap', { schema: 'openldap' }, /schema: it is "openldap": give 'standard' or 'wso2'/],
  ['ldap', { userObjectClass: 'inetOrgPerson/' }, /userObjectClass: "inetOrgPerson\/" is no object class: write one/],
  [
    'ldap',
    { groupSearchBase: 'ou=a,dc=x#ou=b,dc=x' },
    /groupSearchBase: it names several, and the server can make groups below one alone: give one/,
  ],
  ['ldap', { startTls: true }, /it has startTls, but an ldaps URL, where TLS is there from the start/],
  [
    'activeDirectory',
    { url: 'ldap://ad:389', certificate: 'ad.pem' },
    /it has a certificate, but no TLS by which it would be presented: write ldaps:\/\/, or give startTls: true/,
  ],
  [
    'primaryUserStore',
    { version: '5.7.0', store: ldap({ ...directory, url: 'ldap://ldap:389', startTls: true }) },
    /its store has startTls, which the product knows since 5\.8\.0, and would pass over without a word: use an ldaps/,
  ],
  [
    'primaryUserStore',
    { store: ldap({ ...directory, userIdAttribute: 'uidNumber' }) },
    /its store has userIdAttribute, which the product knows from 5\.10\.0 on, and would pass over without a word: leave/,
  ],
  [
    'primaryUserStore',
    { store: { kind: 'ldp' } },
    /store\.kind: it is "ldp": give \{ kind: 'jdbc' \}, or what ldap\(\)/,
  ],
  ['primaryUserStore', { store: { ...ldap(directory), bindDn: '' } }, /store\.bindDn: it is empty: give the dist/],
  ['sharedFiles', { what: 'all' }, /what: it is "all": give 'deployment' or 'runtime'/],
  [
    'sharedFiles',
    { version: '5.9.0', what: 'deployment' },
    /it shares what: 'deployment', but of Identity Server 5\.9\.0 .* web applications of this very version.*: share what: 'runtime'/,
  ],
  [
    'dashboard',
    { version: '5.10.0' },
    /\(the last to do so is 5\.9\.0\): leave the step out, for there is no dashboard any more/,
  ],
  ['startServer', { unit: 'wso2is.service' }, /unit: "wso2is\.service" is no name of a unit: write it without/],
  ['startServer', { user: 'wso2', unit: undefined }, /it has user, but no unit that would run as them: name the unit/],
  ['startServer', { user: 'wso2' }, /it has no java\.home, which a unit needs: name the folder of the JVM/],
  ['startServer', { uid: 4802 }, /it has uid or writes, but no user whose they are/],
  ['startServer', { timeout: 0 }, /timeout: give a number of seconds above 0/],
  ['clientTruststore', { certificate: 7 }, /certificate: give a certificate, PEM, or where it is, as in on\('lb'/],
  ['httpSite', { certificate: '/c' }, /^httpSite: it has no option certificate/],
  ['httpSite', { nodes: [] }, /nodes: it is empty: give the nodes of the cluster/],
  ['httpSite', { file: 'conf.d/is.conf' }, /file: "conf\.d\/is\.conf" is no name of a file: write it without a folder/],
  ['endpointSite', { paths: ['oauth2'] }, /paths\.0: "oauth2" is no path: write it from \/ on, as in \/oauth2\/token/],
  ['nginxSites', { absent: ['is.http.conf'] }, /it names is\.http\.conf twice: give each file once/],
  ['nginxSites', { folder: '/srv/sites' }, /its folder \/srv\/sites is not below that of \/etc\/nginx\/nginx\.conf/],
]

const test = suite('options of Identity Server and nginx that are told')
for (const [name, change, words] of rows) {
  test(`${name} ${JSON.stringify(change).slice(0, 80)}`, () => {
    assert.throws(() => loose(name)({ ...right[name], ...change }), says(name, words))
  })
}

test('a version that nobody knows is told by what is no task, too', () => {
  assert.throws(() => wso2is.javaFor('5.9.1' as never), /5\.9\.1 is no version of the product that is known here/)
})

test('a directive is words, and its name is one', () => {
  assert.throws(() => nginx.directive('listen', 443 as never), /^OptionFault|words\.0: it is 443: give a text/)
  assert.throws(() => nginx.directive('listen 443'), /name: "listen 443" is no name of a directive/)
})
test.run()

function says(name: string, words: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.instance(error, UsageError)
    const { message } = error as Error
    assert.match(message, new RegExp(`^${name}: `))
    assert.match(message, words)
    return true
  }
}
