import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { UsageError } from '../../../lib/core/failure.ts'
import {
  certificate,
  databaseServer,
  javaVersion,
  jdbcDatabase,
  pageAnswers,
  type SqlConnection,
  schemaByHand,
  sqlDatabase,
  sqlScript,
  sqlUser,
  truststore,
} from '../../../tasks/index.ts'

type Loose = (options: never) => unknown

const mysql: SqlConnection = { kind: 'mysql', user: 'root' }
const postgresql: SqlConnection = { kind: 'postgresql', user: 'postgres' }
const pair = { path: '/c/is.crt', key: '/c/is.key', names: ['is.example.com'] }
const own = { certificate: 'is.crt', key: 'is.key' }
const app = { host: 'db', name: 'app', user: 'app', password: 'p' }
const store = { path: '/s', password: 'wso2carbon', alias: 'is' }

/** What no compiler has looked at: every fault of the options is told at the call, before a host is touched. */
const faults: readonly (readonly [task: Loose, options: object, says: RegExp])[] = [
  [sqlDatabase, { name: 'a' }, /^sqlDatabase: the option connection is missing$/],
  [sqlDatabase, { connection: 'db', name: 'a' }, /connection: give how to reach a server, as in \{ kind: 'mysql'/],
  [sqlDatabase, { connection: { kind: 'mysql' }, name: 'a' }, /the option connection\.user is missing/],
  [
    sqlDatabase,
    { connection: { kind: 'mariadb', user: 'u' }, name: 'a' },
    /connection\.kind: .*give 'mysql' or 'postg/,
  ],
  [sqlDatabase, { connection: { ...mysql, port: '3306' }, name: 'a' }, /connection\.port: it is "3306": give a port/],
  [sqlDatabase, { connection: { ...mysql, hots: 'db' }, name: 'a' }, /no option connection\.hots: did you mean host\?/],
  [sqlDatabase, { connection: { ...mysql, host: 'a', socket: '/s' }, name: 'a' }, /connection: it has host and socket/],
  [sqlDatabase, { connection: { ...mysql, user: 'a\nid' }, name: 'a' }, /connection\.user: it has more than one line/],
  [sqlDatabase, { connection: { ...mysql, socket: '/s\nid' }, name: 'a' }, /connection\.socket: it has more than one/],
  [sqlDatabase, { connection: mysql, name: '' }, /name: it is empty: give the name of a database/],
  [sqlDatabase, { connection: mysql, name: 'a', owner: 'b' }, /owner is for PostgreSQL alone, .* sqlUser\(\)/],
  [
    sqlDatabase,
    { connection: postgresql, name: 'a', collation: 'C' },
    /collation is for MySQL alone, .*: leave it out/,
  ],
  [
    sqlDatabase,
    { connection: postgresql, name: 'é'.repeat(32) },
    /the name é+ is too long: give one of at most 63 bytes/,
  ],
  [sqlDatabase, { connection: mysql, name: 'a'.repeat(65) }, /is too long: give one of at most 64 characters/],
  [
    sqlScript,
    { connection: mysql, database: 'a', script: '/x.sql' },
    /the option path is missing; it has no option scr/,
  ],
  [sqlScript, { connection: mysql, database: 'a', path: 'x.sql' }, /path: "x.sql" is no path on a host/],
  [
    sqlScript,
    { connection: mysql, database: 'a', path: '/x.sql', owner: 'b' },
    /owner and types are for PostgreSQL alone: leave them out/,
  ],
  [sqlUser, { connection: mysql, name: 'a' }, /^sqlUser: the option password is missing$/],
  [sqlUser, { connection: mysql, name: 'a', password: '' }, /password: it is empty: give a password/],
  [sqlUser, { connection: mysql, name: 'a', password: 5 }, /password: give a text, or secret\('…'\)/],
  [
    sqlUser,
    { connection: postgresql, name: 'a', password: 'p', host: '%' },
    /host is for MySQL alone, PostgreSQL has it/,
  ],
  [
    sqlUser,
    { connection: mysql, name: 'a', password: 'p', grants: 'all' },
    /grants: .*give a list of grants, as in \{ da/,
  ],
  [
    sqlUser,
    { connection: mysql, name: 'a', password: 'p', grants: [{ database: 'd', on: 'x' }] },
    /it has no option grants\.0\.on: it takes database, privileges/,
  ],
  [
    sqlUser,
    { connection: mysql, name: 'a', password: 'p', grants: [{ database: 'd', privileges: [] }] },
    /grants\.0\.privileges: it is empty: give privileges, as in \['SELECT'\], or leave it out for all/,
  ],
  [
    sqlUser,
    { connection: postgresql, name: 'a', password: 'p', grants: [{ database: 'd', privileges: ['temp', 'SELECT'] }] },
    /grants: SELECT is no privilege on a database: give of CONNECT, CREATE, TEMPORARY$/,
  ],
  [
    sqlUser,
    {
      connection: mysql,
      name: 'a',
      password: 'p',
      grants: [{ database: 'd', privileges: ['SELECT ON *.* TO x; --'] }],
    },
    /SELECT ON \*\.\* TO X; -- is no privilege on a database/,
  ],

  [sqlDatabase, { connection: mysql, name: 'a', state: 'gone' }, /state: .*give 'present' or 'absent'/],
  [sqlDatabase, { connection: mysql, name: 'a', drop: true }, /drop is for a database that goes: say state: 'absent'/],
  [
    sqlDatabase,
    { connection: mysql, name: 'mysql', state: 'absent' },
    /mysql is the server's own: name another database/,
  ],
  [
    sqlScript,
    { connection: postgresql, database: 'a', path: '/x', types: { 'a b': 'c' } },
    /"a b" is no name of a type/,
  ],
  [
    sqlScript,
    { connection: postgresql, database: 'a', path: '/x', types: { a: 'A' } },
    /types: a type takes its own pla/,
  ],
  [sqlUser, { connection: mysql, name: 'a', password: 'p', keepObjects: true }, /keepObjects is for a user that goes/],
  [
    sqlUser,
    { connection: mysql, name: 'root', state: 'absent' },
    /root is the user of the connection: connect as another/,
  ],
  [sqlUser, { connection: mysql, name: 'a', state: 'gone' }, /state: .*give 'present' or 'absent'/],
  [
    schemaByHand,
    { database: jdbcDatabase({ kind: 'mysql', ...app }), scripts: ['/x.sql'] },
    /database: it is of the kind mysql, whose scripts need no hand: use sqlScript\(\)/,
  ],
  [schemaByHand, { database: app, scripts: ['/x.sql'] }, /database: it is no database: use jdbcDatabase\(\)/],
  [
    javaVersion,
    { program: 'x', runsOn: [8], java: { accept: ['17'] } },
    /java\.accept\.0: it is "17": give a major version of Java/,
  ],
  [pageAnswers, { hostname: 'a.example', path: 'login' }, /path: "login" is no path of a page: write it from \/ on/],
  [certificate, { ...pair, state: 'gone' }, /state: it is "gone": give 'present' or 'absent'/],
  [certificate, { ...pair, formerPairs: true }, /formerPairs: it is for a certificate that goes: say state: 'absent'/],
  [certificate, { path: '/c', state: 'absent' }, /^certificate: the option key is missing$/],
  [truststore, { ...store, state: 'gone' }, /state: .*give 'present' or 'absent'/],

  [certificate, { path: '/c', key: '/k' }, /^certificate: the option names is missing$/],
  [certificate, { ...pair, names: 'is.example.com' }, /names: .*give a list of host names, as in is\.example\.com/],
  [certificate, { ...pair, names: [] }, /names: it is empty: give host names/],
  [
    certificate,
    { ...pair, names: ['a,IP:1.2.3.4'] },
    /names\.0: "a,IP:1\.2\.3\.4" is no host name or IP address: write/,
  ],
  [certificate, { ...pair, names: ['10.0.0.256'] }, /names\.0: "10\.0\.0\.256" is no host name or IP address/],
  [certificate, { ...pair, names: ['fe80::x'] }, /names\.0: "fe80::x" is no host name or IP address/],
  [certificate, { ...pair, key: '/c//is.crt/' }, /path and key have one place: give each a file of its own/],
  [certificate, { ...pair, key: '/c/is.crt.d/key' }, /path and key have one place/],
  [
    certificate,
    { ...pair, days: 30 },
    /renewBefore is 30 of 30 days: give fewer, or it would be renewed with every run/,
  ],
  [certificate, { ...pair, days: 0.5 }, /days: 0\.5 is none: give a number of days, from 1 to/],
  [certificate, { ...pair, algorithm: 'rsa-1024' }, /algorithm: .*give 'rsa-2048' or 'rsa-3072'/],
  [
    certificate,
    { ...pair, from: own, days: 90 },
    /days: it is for a certificate that is made on the host: leave it out/,
  ],
  [certificate, { ...pair, from: own, ca: own }, /ca: it is for a certificate that is made on the host/],
  [certificate, { ...pair, from: 'is.pem' }, /from: give the files of your own, as in \{ certificate: …, key: … \}/],
  [certificate, { ...pair, from: { certificate: 'is.crt' } }, /the option from\.key is missing/],
  [certificate, { ...pair, ca: { ...own, key: '/ca.key' } }, /ca\.certificate: "is\.crt" is no path on a host/],
  [certificate, { ...pair, ca: { ...own, passwrd: 'x' } }, /it has no option ca\.passwrd: did you mean password\?/],

  [truststore, store, /^truststore: the option certificate is missing$/],
  [
    truststore,
    { ...store, certificate: 'hello' },
    /certificate: it holds no certificate in PEM form: name a file with/,
  ],
  [truststore, { ...store, certificate: 7 }, /certificate: give a certificate, PEM, or where it is, as in on\('lb'/],
  [truststore, { ...store, certificate: { question: {} }, create: 'jks' }, /create: .*give 'JKS' or 'PKCS12'/],
  [truststore, { ...store, certificate: { question: {} }, javaHome: 'jdk' }, /javaHome: "jdk" is no path on a host/],

  [databaseServer, {}, /the option kind is missing/],
  [databaseServer, { kind: 'mysql' }, /kind: it is "mysql": give 'mariadb' or 'postgresql'/],
  [databaseServer, { kind: 'mariadb', version: 11 }, /version: it is for PostgreSQL: leave it out/],
  [databaseServer, { kind: 'mariadb', listen: "x' \n" }, /listen: .* is no address: write it as in 10\.0\.0\.20/],
  [databaseServer, { kind: 'postgresql', clients: ['10.0.0.0/8'] }, /the option version is missing/],
  [databaseServer, { kind: 'postgresql', version: 15, clients: [] }, /clients: it is empty: give networks/],
  [
    databaseServer,
    { kind: 'postgresql', version: 15, clients: ['10.0.0.5'] },
    /clients\.0: .* a host as in 10\.0\.0\.5\/32/,
  ],
  [
    databaseServer,
    { kind: 'postgresql', version: 15, clients: ['10.0.0.0/33'] },
    /clients\.0: "10\.0\.0\.0\/33" is no n/,
  ],
]

/** What must not compile; it is never called. */
export const never = () => {
  // @ts-expect-error a user has a password
  sqlUser({ connection: mysql, name: 'a' })
  // @ts-expect-error a script is named by its path
  sqlScript({ connection: mysql, database: 'a', script: '/x.sql' })
  // @ts-expect-error no such kind of server
  sqlDatabase({ connection: { kind: 'oracle', user: 'a' }, name: 'a' })
  // @ts-expect-error your own is not made for a number of days
  certificate({ ...pair, from: own, days: 90 })
  // @ts-expect-error no such algorithm
  certificate({ ...pair, algorithm: 'dsa' })
  // @ts-expect-error a certificate, or where it is
  truststore({ ...store, certificate: 7 })
  // @ts-expect-error the version is PostgreSQL's
  databaseServer({ kind: 'mariadb', version: 11 })
  sqlUser({ connection: mysql, name: 'a', state: 'absent' })
  truststore({ ...store, state: 'absent' })
  certificate({ path: '/c', key: '/k', state: 'absent', formerPairs: true })
  // @ts-expect-error only what goes has former pairs to give up
  certificate({ ...pair, formerPairs: true })
  // @ts-expect-error which networks
  databaseServer({ kind: 'postgresql', version: 15 })
}

const test = suite('options of certificates and databases')
for (const [task, options, says] of faults) {
  test(`${says}`, () => {
    try {
      task(options as never)
    } catch (error) {
      assert.instance(error, UsageError)
      return assert.match((error as Error).message, says)
    }
    assert.unreachable('nothing was told')
  })
}

test('a path has one spelling', () => {
  const [one, other] = ['/c/is.crt', '//c/./is.crt/'].map((path) => certificate({ ...pair, path }).reads)
  assert.equal(one, other)
})

test('an option that is undefined is one that is not given', () => {
  const options = { ...pair, from: undefined, ca: undefined, days: undefined }
  assert.equal(certificate(options).reads, certificate(pair).reads)
  const connection = { ...mysql, host: undefined, password: undefined }
  assert.equal(
    sqlDatabase({ connection, name: 'a', owner: undefined }).reads,
    sqlDatabase({ connection: mysql, name: 'a' }).reads,
  )
})

test.run()
