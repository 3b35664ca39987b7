import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SqlConnection } from '../../tasks/databases/sql.ts'
import { needs } from './debian.ts'
import { scratch } from './shells.ts'
import { freePort, readyWhen, type SqlServer } from './sql-server.ts'

/** A PostgreSQL of the test's own in a scratch folder, on loopback: never the system's service. Ends with the process. */
export async function postgres(): Promise<SqlServer> {
  needs(['postgresql'])
  const bin = execFileSync('sh', ['-c', 'ls -d /usr/lib/postgresql/*/bin | tail -1'], { encoding: 'utf8' }).trim()
  const folder = scratch('postgres')
  chmodSync(folder, 0o755)
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  const asRoot = process.getuid?.() === 0
  const owner = asRoot
    ? { uid: idOf('-u'), gid: idOf('-g') }
    : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  for (const path of [folder, data]) chownSync(path, owner.uid, owner.gid)
  const options = { ...owner, cwd: folder, stdio: 'pipe' } as const
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-E', 'SQL_ASCII', '--locale=C', '-N'], options)
  writeFileSync(
    join(data, 'pg_hba.conf'),
    'local all postgres trust\nlocal all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n',
  )
  const port = await freePort()
  const settings = [`port=${port}`, `unix_socket_directories=${folder}`, 'listen_addresses=127.0.0.1', 'fsync=off']
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((one) => ['-c', one])], {
    ...options,
    stdio: 'ignore',
  })
  const query = (sql: string, database = 'postgres'): string =>
    execFileSync(
      'psql',
      [
        '-X',
        '-w',
        '-q',
        '-A',
        '-t',
        '-v',
        'ON_ERROR_STOP=1',
        '-h',
        folder,
        '-p',
        `${port}`,
        '-U',
        'postgres',
        '-d',
        database,
      ],
      {
        input: sql,
        encoding: 'utf8',
        stdio: 'pipe',
      },
    ).trim()
  const connection: SqlConnection = { kind: 'postgresql', socket: folder, port, user: 'postgres' }
  return readyWhen(server, () => query('SELECT 1'), { kind: 'postgresql', port, folder, connection, query })
}

const idOf = (what: string): number => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }))
