import { createServer, connect as dial, type Socket } from 'node:net'

/** A way to a port of this machine that counts what is sent there, and may end after so many bytes of it. */
export interface CountingProxy {
  readonly port: number
  /** Bytes that were sent since the last look, of all layers above TCP. */
  sent(): number
  /** The next connections end when so many bytes were sent on one. Undefined: they do not. */
  cutAfter(bytes: number | undefined): void
  close(): Promise<void>
}

export async function countingProxy(to: number): Promise<CountingProxy> {
  let count = 0
  let most: number | undefined
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const room = most ?? Number.POSITIVE_INFINITY
    const far = dial(to, '127.0.0.1')
    let mine = 0
    const end = () => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) sockets.add(socket.on('error', end).on('close', end))
    far.pipe(near)
    near.on('data', (chunk: Buffer) => {
      mine += chunk.length
      if (mine > room) return end()
      count += chunk.length
      if (!far.write(chunk)) {
        near.pause()
        far.once('drain', () => near.resume())
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    sent() {
      const seen = count
      count = 0
      return seen
    },
    cutAfter(bytes) {
      most = bytes
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
