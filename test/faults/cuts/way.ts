import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { play } from '../../../lib/core/playbook.ts'
import { posix } from '../../../lib/remote/posix/index.ts'
import { connectSsh } from '../../../lib/transport/ssh.ts'
import { type Ran, runOn } from '../../support/runs.ts'
import { scratch } from '../../support/shells.ts'
import { startSshd } from '../../support/sshd.ts'
import { type CuttingProxy, cuttingProxy } from './cutting-proxy.ts'
import { resources } from './job.ts'

/** A host whose connections can be cut, with a folder, a lock and a journal of its own. */
export interface Way {
  readonly work: string
  readonly proxy: CuttingProxy
  /** A run over the proxy, or past it. */
  run(past?: 'past'): Promise<Ran>
  /** Bytes that the host has said when the login is over. */
  login(): Promise<number>
  end(): Promise<void>
}

export async function openWay(): Promise<Way> {
  const folder = scratch('cuts')
  const [home, work] = [join(folder, 'home'), join(folder, 'host')]
  mkdirSync(home)
  // What a user's shell does at each login may be slow, and a cut in the middle of it leaves things there.
  const own = { HOME: home, RUNBOOK_LOCKS: folder, RUNBOOK_JOURNAL: join(folder, 'journal'), SHLVL: '1' }
  const words = Object.entries(own).map(([name, value]) => `${name}=${value}`)
  const sshd = await startSshd({ config: `SetEnv ${words.join(' ')}` })
  const proxy = await cuttingProxy(sshd.port)
  const knownHosts = join(folder, 'known_hosts')
  const [, , key = ''] = /^(\S+ )?(ssh-ed25519 \S+)/.exec(sshd.hostKey('ed25519')) ?? []
  writeFileSync(knownHosts, `[127.0.0.1]:${proxy.port} ${key}\n`)
  const near = sshd.spec({ port: proxy.port, keepAlive: 0.2, knownHosts })
  return {
    work,
    proxy,
    run: (past) =>
      runOn({ a: past ? sshd.spec() : near }, (inventory) => [
        play('p', inventory.group('all'), () => resources(work)),
      ]),
    async login() {
      const connection = await connectSsh(near, { dialect: posix })
      const bytes = proxy.pieces().reduce((all, size) => all + size, 0)
      await connection.close()
      return bytes
    },
    end: async () => {
      await proxy.close()
      await sshd.stop()
    },
  }
}
