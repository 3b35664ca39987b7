import * as v from 'valibot'
import type { Resources } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { isAddress } from '../../lib/read/certificate.ts'
import { directory } from '../files/directory.ts'
import { file } from '../files/file.ts'
import { lines } from '../edits/lines.ts'
import { packages } from '../system/packages.ts'
import { perFamily } from '../system/per-family.ts'
import { service } from '../system/service.ts'
import { notTaken } from '../support/kinds.ts'
import { someOf, text, whole } from '../support/schema.ts'

/** It goes into the server's own configuration, so nothing in it may end a word there. */
const address: v.GenericSchema<string> = v.pipe(
  text('an address to listen on'),
  v.check(
    (given) => /^[\w.:*%-]+$/.test(given),
    ({ input }) => `${JSON.stringify(input)} is no address: write it as in 10.0.0.20`,
  ),
)

const isNetwork = (given: string): boolean => {
  const [host = '', bits = '', ...more] = given.split('/')
  return (
    more.length === 0 && isAddress(host) && /^\d{1,3}$/.test(bits) && Number(bits) <= (host.includes(':') ? 128 : 32)
  )
}

const network: v.GenericSchema<string> = v.pipe(
  text('a network, as in 10.0.0.0/24'),
  v.check(
    isNetwork,
    ({ input }) => `${JSON.stringify(input)} is no network: write it as in 10.0.0.0/24, a host as in 10.0.0.5/32`,
  ),
)

const postgresqlsOwn = notTaken('it is for PostgreSQL: leave it out')

const options = v.variant(
  'kind',
  [
    v.strictObject({
      /** MariaDB. */
      kind: v.literal('mariadb'),
      /** Address to listen on. Default: all. */
      listen: v.optional(address),
      version: postgresqlsOwn,
      clients: postgresqlsOwn,
    }),
    v.strictObject({
      /** PostgreSQL. */
      kind: v.literal('postgresql'),
      /** Address to listen on. Default: all. */
      listen: v.optional(address),
      /** Major version, as the distribution packs it: Debian 12 has 15. */
      version: whole('a major version of PostgreSQL', 10, 99),
      /** Networks from which clients may log in with a password, as in `10.0.0.0/24`. */
      clients: someOf(network, 'networks, as in 10.0.0.0/24'),
    }),
  ],
  ({ received }) => `it is ${received}: give 'mariadb' or 'postgresql'`,
)
export type DatabaseServer = v.InferInput<typeof options>

/**
 * A database server from the distribution's packages, that listens where other hosts reach it: MariaDB on the families of
 * Debian and Red Hat, PostgreSQL on that of Debian. A server that is already there needs none of this.
 *
 * @example databaseServer({ kind: 'mariadb', listen: '10.0.0.20' })
 */
export const databaseServer = defineTask('databaseServer', {
  options,
  tasks: (args) => (args.kind === 'mariadb' ? mariadb(args) : postgresql(args)),
})

const mariadb = ({ listen = '0.0.0.0' }: Extract<DatabaseServer, { kind: 'mariadb' }>): Resources => {
  const on = (names: readonly string[], folder: string, provides: readonly string[]) => () => {
    const conf = `${folder}/60-runbook.cnf`
    return [
      packages({ names, provides: [...provides, '/usr/bin/mariadb', '/var/lib/mysql'] }),
      directory({ path: folder }),
      file({ path: conf, text: `[mysqld]\nbind-address = ${listen}\n`, mode: 0o644 }),
      service({ name: 'mariadb', inputs: [conf] }),
    ]
  }
  return perFamily('MariaDB', {
    debian: on(['mariadb-server', 'mariadb-client'], '/etc/mysql/mariadb.conf.d', ['/etc/mysql']),
    redhat: on(['mariadb-server'], '/etc/my.cnf.d', ['/etc/my.cnf.d']),
  })
}

const postgresql = ({ listen = '*', version, clients }: Extract<DatabaseServer, { kind: 'postgresql' }>): Resources => {
  const folder = `/etc/postgresql/${version}/main`
  const access = `${folder}/pg_hba.conf`
  const conf = `${folder}/conf.d/60-runbook.conf`
  const allowed = clients.map((network) => `host all all ${network} scram-sha-256`).join('\n')
  const debian = () => [
    packages({
      names: [`postgresql-${version}`],
      provides: ['/etc/postgresql', '/usr/bin/psql', '/var/lib/postgresql'],
    }),
    file({ path: conf, text: `listen_addresses = '${listen}'\n`, mode: 0o644 }),
    lines({ path: access, edits: [lines.block('runbook', allowed)] }),
    service({ name: 'postgresql', inputs: [conf, access] }),
  ]
  return perFamily('PostgreSQL', { debian })
}
