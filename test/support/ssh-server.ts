import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import ssh2, { type Connection } from 'ssh2'

/** A server of ssh2, which lets everybody in, and otherwise does as it is told. */
export interface SshServer {
  readonly port: number
  /** What `ssh()` is given to reach it, and nothing but it. */
  readonly options: {
    readonly port: number
    readonly user: string
    readonly agent: false
    readonly knownHosts: string
    readonly config: false
  }
  close(): void
}

/** `onReady` has each connection once somebody is logged in. Its known_hosts file is in `folder`. */
export async function startSshServer(folder: string, onReady: (client: Connection) => void): Promise<SshServer> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const hostKey = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  const clients = new Set<Connection>()
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    clients.add(client)
    client.on('close', () => clients.delete(client))
    client.on('error', () => {})
    client.on('authentication', (attempt) => attempt.accept())
    client.on('ready', () => onReady(client))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const parsed = ssh2.utils.parseKey(hostKey)
  if (parsed instanceof Error) throw parsed
  const key = Array.isArray(parsed) ? parsed[0] : parsed
  const knownHosts = join(folder, `known-${port}`)
  writeFileSync(knownHosts, `[127.0.0.1]:${port} ssh-rsa ${key?.getPublicSSH().toString('base64')}\n`)
  return {
    port,
    options: { port, user: 'root', agent: false, knownHosts, config: false },
    close() {
      server.close()
      for (const client of clients) client.end()
    },
  }
}
