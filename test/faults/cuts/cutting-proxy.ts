import { createServer, connect as dial, type Socket } from 'node:net'

/** What a proxy does with a connection, once it has passed on so many bytes of what the host says. */
export interface Cut {
  readonly bytes: number
  /** `close` ends the connection; `stall` keeps it open and says nothing more. */
  readonly how: 'close' | 'stall'
}

/** A way to a port of this machine on which connections break. */
export interface CuttingProxy {
  readonly port: number
  /** For the connections to come; none: they are left alone. */
  set(cut: Cut | undefined): void
  /** The sizes of what the host has said since the last look, piece by piece. */
  pieces(): number[]
  close(): Promise<void>
}

export async function cuttingProxy(to: number): Promise<CuttingProxy> {
  let cut: Cut | undefined
  let pieces: number[] = []
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const mine = cut
    let passed = 0
    const far = dial(to, '127.0.0.1')
    const end = () => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', end).on('close', () => {
        sockets.delete(socket)
        end()
      })
    }
    near.pipe(far)
    far.on('data', (chunk) => {
      pieces.push(chunk.length)
      const room = mine === undefined ? chunk.length : Math.max(0, mine.bytes - passed)
      passed += chunk.length
      if (room > 0) near.write(chunk.subarray(0, room))
      if (mine !== undefined && passed >= mine.bytes && mine.how === 'close') near.end(end)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    set(next) {
      cut = next
    },
    pieces() {
      const seen = pieces
      pieces = []
      return seen
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
