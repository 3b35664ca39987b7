import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SqlConnection } from '../../tasks/databases/sql.ts'

/** A running database server of a test. */
export interface SqlServer {
  readonly kind: SqlConnection['kind']
  readonly port: number
  readonly folder: string
  /** As the administrator, by the socket and without a password. */
  readonly connection: SqlConnection
  /** Runs SQL as the administrator and gives the rows, as the client prints them. */
  query(sql: string, database?: string): string
  stop(): Promise<void>
}

/** The server once it answers. It ends with the test, by its own pid. */
export async function readyWhen(
  server: ChildProcess,
  ask: () => unknown,
  made: Omit<SqlServer, 'stop'>,
): Promise<SqlServer> {
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  process.once('exit', () => server.kill('SIGKILL'))
  for (let tries = 0; ; tries++) {
    try {
      ask()
      break
    } catch (error) {
      if (tries > 150 || server.exitCode !== null) throw error
      await sleep(200)
    }
  }
  const stop = async () => {
    server.kill(made.kind === 'postgresql' ? 'SIGINT' : 'SIGTERM')
    await ended
  }
  return { ...made, stop }
}

/** A port that nobody has at the moment. */
export function freePort(): Promise<number> {
  const probe = createServer()
  return new Promise((resolve, reject) => {
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
