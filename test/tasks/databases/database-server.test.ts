import { databaseServer } from '../../../tasks/index.ts'
import { debRepository } from '../../support/deb-repository.ts'
import { tryOnHost } from '../../support/host-situations.ts'
import { startHosts } from '../../support/hosts.ts'

const { hosts, stop } = await startHosts(1)
const [host] = hosts
if (!host) throw new Error('no host')

/** A service that an init script starts, as the server's own package brings one. */
const daemon = (name: string) => `#!/bin/sh
### BEGIN INIT INFO
# Provides: ${name}
# Required-Start: $remote_fs
# Required-Stop: $remote_fs
# Default-Start: 2 3 4 5
# Default-Stop: 0 1 6
### END INIT INFO
pid=/run/${name}.pid
runs() { [ -e $pid ] && kill -0 "$(cat $pid)" 2>/dev/null; }
case $1 in
start) runs || { sleep 100000 </dev/null >/dev/null 2>&1 & echo $! >$pid; } ;;
stop) runs && kill "$(cat $pid)"; rm -f $pid ;;
restart) $0 stop; $0 start ;;
status) runs ;;
esac
`
const access = 'local all postgres peer\n'
await debRepository(host, [
  {
    name: 'mariadb-server',
    files: { 'etc/init.d/mariadb': daemon('mariadb'), 'usr/bin/mariadb': '#!/bin/sh\n', 'etc/mysql/my.cnf': '' },
  },
  { name: 'mariadb-client' },
  {
    name: 'postgresql-15',
    files: {
      'etc/init.d/postgresql': daemon('postgresql'),
      'etc/postgresql/15/main/pg_hba.conf': access,
      'etc/postgresql/15/main/conf.d/README': '',
      'usr/bin/psql': '#!/bin/sh\n',
    },
  },
])

const servers = {
  mariadb: { kind: 'mariadb', listen: '10.0.0.20' },
  postgresql: { kind: 'postgresql', listen: '10.0.0.20', version: 15, clients: ['10.0.0.0/24', 'fd00::/8'] },
} as const
const { mariadb, postgresql } = servers
const conf = '/etc/mysql/mariadb.conf.d/60-runbook.cnf'
const hba = '/etc/postgresql/15/main/pg_hba.conf'
const installed = (name: string) => `dpkg-query -W -f '\${db:Status-Status}' ${name} 2>&1 || true`
const runs = (name: string) => `/etc/init.d/${name} status && echo runs || echo rests`

tryOnHost(
  'a database server on a Debian host',
  host,
  host.spec(),
  [
    {
      name: 'MariaDB on a bare host',
      covers: { databaseServer: 'absent' },
      resources: databaseServer(mariadb),
      after: { [`cat ${conf}`]: '[mysqld]\nbind-address = 10.0.0.20', [runs('mariadb')]: 'runs' },
    },
    {
      name: 'MariaDB that is there',
      covers: { databaseServer: 'already right' },
      resources: databaseServer(mariadb),
      operations: [],
    },
    {
      name: 'MariaDB that shall listen elsewhere is restarted',
      covers: { databaseServer: 'wrong content' },
      before: 'cat /run/mariadb.pid >/tmp/was',
      resources: databaseServer({ kind: 'mariadb' }),
      after: {
        [`cat ${conf}`]: '[mysqld]\nbind-address = 0.0.0.0',
        'cmp -s /run/mariadb.pid /tmp/was && echo same || echo other': 'other',
      },
    },
    {
      name: 'a folder in place of its configuration',
      covers: { databaseServer: 'wrong kind' },
      before: `rm ${conf}; mkdir ${conf}`,
      resources: databaseServer(mariadb),
      fails: /60-runbook\.cnf is a directory/,
    },
    {
      name: 'its configuration with another mode',
      covers: { databaseServer: 'attributes' },
      before: `rmdir ${conf}; printf '[mysqld]\\nbind-address = 10.0.0.20\\n' >${conf}; chmod 600 ${conf}`,
      resources: databaseServer(mariadb),
      after: { [`stat -c %a ${conf}`]: '644' },
    },
    {
      name: 'without the folder of its configuration',
      covers: { databaseServer: 'parent missing' },
      before: 'rm -r /etc/mysql/mariadb.conf.d',
      resources: databaseServer(mariadb),
      after: { [`cat ${conf}`]: '[mysqld]\nbind-address = 10.0.0.20' },
    },
    {
      name: 'MariaDB that goes: its data stays',
      covers: { databaseServer: 'inverse' },
      before: 'mkdir -p /var/lib/mysql; touch /var/lib/mysql/ibdata1',
      resources: databaseServer({ ...mariadb, state: 'absent' }),
      after: {
        [installed('mariadb-server')]: /not-installed|config-files|no packages/,
        [installed('mariadb-client')]: /not-installed|config-files|no packages/,
        [`ls ${conf} 2>&1 || true`]: /No such file/,
        'ls /var/lib/mysql': 'ibdata1',
        'ls /run/mariadb.pid 2>&1 || true': /No such file/,
      },
    },
    {
      name: 'MariaDB that is not there does not go',
      resources: databaseServer({ ...mariadb, state: 'absent' }),
      operations: [],
    },
    {
      name: 'PostgreSQL, and who may log in',
      resources: databaseServer(postgresql),
      after: {
        'cat /etc/postgresql/15/main/conf.d/60-runbook.conf': "listen_addresses = '10.0.0.20'",
        [`cat ${hba}`]:
          /^local all postgres peer\n# BEGIN runbook\nhost all all 10\.0\.0\.0\/24 scram-sha-256\nhost all all fd00::\/8 scram-sha-256\n# END runbook$/,
        [runs('postgresql')]: 'runs',
      },
    },
    {
      name: 'PostgreSQL that goes: nobody is let in by what was added',
      resources: databaseServer({ ...postgresql, state: 'absent' }),
      after: {
        [installed('postgresql-15')]: /not-installed|config-files/,
        [`cat ${hba}`]: access.trim(),
        'ls /etc/postgresql/15/main/conf.d': 'README',
      },
    },
    {
      name: 'PostgreSQL that was never there does not go',
      before: 'apt-get -qy purge postgresql-15 >/dev/null',
      resources: databaseServer({ ...postgresql, state: 'absent' }),
      operations: [],
    },
  ],
  stop,
)
