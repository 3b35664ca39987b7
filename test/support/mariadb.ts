import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { SqlConnection } from '../../tasks/databases/sql.ts'
import { needs } from './debian.ts'
import { scratch } from './shells.ts'
import { freePort, readyWhen, type SqlServer } from './sql-server.ts'

/** Its data goes with the test: nothing waits until a disk has it. */
const quick = ['--innodb-log-file-size=8M', '--innodb-flush-method=nosync', '--debug-no-sync', '--skip-sync-frm']

/** A MariaDB of the test's own in a scratch folder, on loopback: never the system's service. Ends with the process. */
export async function mariadb(options: readonly string[] = []): Promise<SqlServer> {
  needs(['mariadb-server-core', 'mariadb-client'])
  const folder = scratch('mariadb')
  chmodSync(folder, 0o755)
  const data = join(folder, 'data')
  mkdirSync(data)
  const asRoot = process.getuid?.() === 0
  if (asRoot) for (const path of [folder, data]) chownSync(path, 65534, 65534)
  const user = asRoot ? ['--user=nobody'] : []
  execFileSync(
    'mariadb-install-db',
    [
      ...['--no-defaults', `--datadir=${data}`, `--tmpdir=${data}`],
      ...['--auth-root-authentication-method=normal', '--skip-test-db'],
      ...quick,
      ...user,
    ],
    { stdio: 'pipe' },
  )
  const port = await freePort()
  const socket = join(folder, 's')
  const server = spawn(
    'mariadbd',
    [
      ...['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, `--port=${port}`, '--bind-address=127.0.0.1'],
      ...['--innodb-buffer-pool-size=16M', '--skip-name-resolve', '--character-set-server=utf8mb4'],
      ...quick,
      `--tmpdir=${folder}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--log-error=${join(folder, 'log')}`,
      ...options,
      ...user,
    ],
    { stdio: 'ignore' },
  )
  const query = (sql: string, database = 'mysql'): string =>
    execFileSync('mariadb', ['--no-defaults', `--socket=${socket}`, '-uroot', '-N', '-B', '-D', database], {
      input: sql,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim()
  const connection: SqlConnection = { kind: 'mysql', socket, user: 'root' }
  return readyWhen(server, () => query('SELECT 1'), { kind: 'mysql', port, folder, connection, query })
}
