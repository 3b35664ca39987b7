import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { needs } from './debian.ts'

/** BusyBox's web server on a free port of the loopback, serving a folder, until `stop`. */
export async function httpd(folder: string): Promise<{ port: number; url: string; stop: () => void }> {
  needs(['busybox'])
  const port = await freePort()
  const child = spawn('/bin/busybox', ['httpd', '-f', '-p', `127.0.0.1:${port}`, '-h', folder], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  for (let turn = 0; ; turn++) {
    try {
      await fetch(url)
      return { port, url, stop: () => void child.kill() }
    } catch (error) {
      if (turn > 100 || child.exitCode !== null) throw error
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
