import type { Resource } from '../lib/core/task.ts'
import { block } from '../lib/edit/lines.ts'
import { directory } from './directory.ts'
import { file } from './file.ts'
import { lines } from './lines.ts'
import { packages } from './package.ts'
import { service } from './service.ts'

export type DatabaseServer =
  | {
      /** MariaDB. */
      readonly kind: 'mariadb'
      /** Address to listen on. Default: all. */
      readonly listen?: string | undefined
    }
  | {
      /** PostgreSQL. */
      readonly kind: 'postgresql'
      /** Address to listen on. Default: all. */
      readonly listen?: string | undefined
      /** Major version, as the distribution packs it: Debian 12 has 15. */
      readonly version: number
      /** Networks from which clients may log in with a password, as in `10.0.0.0/24`. */
      readonly clients: readonly string[]
    }

/**
 * A database server from the distribution's packages (Debian, Ubuntu), that listens where other hosts reach it. A server
 * that is already there needs none of this.
 *
 * @example databaseServer({ kind: 'mariadb', listen: '10.0.0.20' })
 */
export const databaseServer = (args: DatabaseServer): Resource[] =>
  args.kind === 'mariadb' ? mariadb(args) : postgresql(args)

const mariadb = ({ listen = '0.0.0.0' }: Extract<DatabaseServer, { kind: 'mariadb' }>): Resource[] => {
  const conf = '/etc/mysql/mariadb.conf.d/60-runbook.cnf'
  return [
    packages({
      names: ['mariadb-server', 'mariadb-client'],
      provides: ['/etc/mysql', '/usr/bin/mariadb', '/var/lib/mysql'],
    }),
    directory({ path: '/etc/mysql/mariadb.conf.d' }),
    file({ path: conf, text: `[mysqld]\nbind-address = ${listen}\n`, mode: 0o644 }),
    service({ name: 'mariadb', inputs: [conf] }),
  ]
}

const postgresql = ({
  listen = '*',
  version,
  clients,
}: Extract<DatabaseServer, { kind: 'postgresql' }>): Resource[] => {
  const folder = `/etc/postgresql/${version}/main`
  const access = `${folder}/pg_hba.conf`
  const conf = `${folder}/conf.d/60-runbook.conf`
  const allowed = clients.map((network) => `host all all ${network} scram-sha-256`).join('\n')
  return [
    packages({
      names: [`postgresql-${version}`],
      provides: ['/etc/postgresql', '/usr/bin/psql', '/var/lib/postgresql'],
    }),
    file({ path: conf, text: `listen_addresses = '${listen}'\n`, mode: 0o644 }),
    lines({ path: access, edits: [block('runbook', allowed)] }),
    service({ name: 'postgresql', inputs: [conf, access] }),
  ]
}
