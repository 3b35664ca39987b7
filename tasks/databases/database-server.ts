import * as v from 'valibot'
import { isAddress } from '../../lib/core/address.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { lines } from '../edits/lines.ts'
import { absent } from '../files/absent.ts'
import { directory } from '../files/directory.ts'
import { file } from '../files/file.ts'
import { notTaken } from '../support/kinds.ts'
import { someOf, text, whole, wordOf } from '../support/schema.ts'
import { packages } from '../system/packages.ts'
import { perFamily } from '../system/per-family.ts'
import { service } from '../system/service.ts'

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
      /** `absent`: it is stopped, and its packages go with what is configured here; its data stays. Default: present. */
      state: v.optional(wordOf('present', 'absent')),
      version: postgresqlsOwn,
      clients: postgresqlsOwn,
    }),
    v.strictObject({
      /** PostgreSQL. */
      kind: v.literal('postgresql'),
      /** Address to listen on. Default: all. */
      listen: v.optional(address),
      /** `absent`: it is stopped, and its packages go with what is configured here; its data stays. Default: present. */
      state: v.optional(wordOf('present', 'absent')),
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

/** A server of one family of distributions. */
interface Server {
  /** Of its service. */
  readonly name: string
  readonly names: readonly string[]
  readonly provides: readonly string[]
  /** The folder of its configuration that has a place for a file of ours. */
  readonly folder: string
  /** What that file says. */
  readonly text: string
  /** Its list of who may log in, and the lines to add. */
  readonly access?: { readonly path: string; readonly lines: string }
}

function mariadb({ listen = '0.0.0.0', state }: Extract<DatabaseServer, { kind: 'mariadb' }>): Resources {
  const text = `[mysqld]\nbind-address = ${listen}\n`
  const on = (names: readonly string[], folder: string, configuration: string) => () =>
    server(
      { name: 'mariadb', names, provides: [configuration, '/usr/bin/mariadb', '/var/lib/mysql'], folder, text },
      state,
    )
  return perFamily('MariaDB', {
    debian: on(['mariadb-server', 'mariadb-client'], '/etc/mysql/mariadb.conf.d', '/etc/mysql'),
    redhat: on(['mariadb-server'], '/etc/my.cnf.d', '/etc/my.cnf.d'),
  })
}

function postgresql({
  listen = '*',
  version,
  clients,
  state,
}: Extract<DatabaseServer, { kind: 'postgresql' }>): Resources {
  const folder = `/etc/postgresql/${version}/main`
  const debian: Server = {
    name: 'postgresql',
    names: [`postgresql-${version}`],
    provides: ['/etc/postgresql', '/usr/bin/psql', '/var/lib/postgresql'],
    folder: `${folder}/conf.d`,
    text: `listen_addresses = '${listen}'\n`,
    access: {
      path: `${folder}/pg_hba.conf`,
      lines: clients.map((network) => `host all all ${network} scram-sha-256`).join('\n'),
    },
  }
  return perFamily('PostgreSQL', { debian: () => server(debian, state) })
}

function server({ name, names, provides, folder, text, access }: Server, state: DatabaseServer['state']): Resources {
  const path = `${folder}/${name === 'mariadb' ? '60-runbook.cnf' : '60-runbook.conf'}`
  if (state === 'absent')
    return [
      service({ name, state: 'stopped', enabled: false }),
      access ? lines({ path: access.path, edits: [lines.removeBlock('runbook')] }) : [],
      absent({ path }),
      packages({ names, provides, state: 'absent' }),
    ]
  return [
    packages({ names, provides }),
    directory({ path: folder }),
    file({ path, text, mode: 0o644 }),
    access ? lines({ path: access.path, edits: [lines.block('runbook', access.lines)] }) : [],
    service({ name, inputs: [path, ...(access ? [access.path] : [])] }),
  ]
}
