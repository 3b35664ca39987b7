import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { TestHost } from './hosts.ts'

const cache = '/var/cache/runbook-test/packages'

/**
 * The way out to the mirrors for hosts that have none: an HTTP proxy on their segment, which keeps what never changes (a
 * package's file, an index by its hash) for the next run. Their apt is Debian's own and does all that it does elsewhere.
 */
export async function packageProxy(
  hosts: readonly TestHost[],
): Promise<{ requests(): number; close(): Promise<void> }> {
  mkdirSync(cache, { recursive: true })
  let requests = 0
  const server = createServer(async ({ url = '', headers }, response) => {
    requests++
    const since = headers['if-modified-since']
    const { status, body, modified } = await get(url, since).catch((error: Error) => failed(error))
    response
      .writeHead(status, { 'Content-Length': body.length, ...(modified ? { 'Last-Modified': modified } : {}) })
      .end(body)
  })
  const { port } = await listening(server)
  const settings = `Acquire::http::Proxy "http://10.78.0.1:${port}";\\nAcquire::Languages "none";\\n`
  // A host of a test need not survive a power cut.
  const dpkg = 'force-unsafe-io\\n'
  await Promise.all(
    hosts.map((host) =>
      host.run(`printf '${settings}' >/etc/apt/apt.conf.d/90test; printf '${dpkg}' >/etc/dpkg/dpkg.cfg.d/test`),
    ),
  )
  return {
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const listening = (server: Server): Promise<AddressInfo> =>
  new Promise((resolve) => server.listen(0, '10.78.0.1', () => resolve(server.address() as AddressInfo)))

interface Answer {
  readonly status: number
  readonly body: Buffer
  readonly modified?: string | undefined
}

async function get(url: string, since: string | undefined): Promise<Answer> {
  const file = join(cache, createHash('sha256').update(url).digest('hex'))
  const keeps = /\/(pool|by-hash)\//.test(url)
  if (keeps && existsSync(file)) return { status: 200, body: readFileSync(file) }
  const answer = await fetch(url, since ? { headers: { 'If-Modified-Since': since } } : {})
  const body = Buffer.from(await answer.arrayBuffer())
  if (keeps && answer.ok) {
    writeFileSync(`${file}.${process.pid}`, body)
    renameSync(`${file}.${process.pid}`, file)
  }
  const modified = answer.headers.get('last-modified')
  return { status: answer.status, body, ...(modified ? { modified } : {}) }
}

const failed = (error: Error): Answer => ({ status: 502, body: Buffer.from(`${error.message}\n`) })
