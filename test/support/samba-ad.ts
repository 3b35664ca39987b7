import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { needs, needsRoot } from './debian.ts'
import { scratch } from './shells.ts'

/** A running domain controller of a test. */
export interface SambaAd {
  readonly url: string
  readonly tlsUrl: string
  /** `samba-tool ARGUMENTS` on its domain. */
  tool(...args: readonly string[]): string
  stop(): Promise<void>
}

/** Its ports are what an Active Directory has, so it has an address of its own. */
export const sambaAddress = '127.0.0.77'
export const sambaBase = 'DC=ad,DC=example,DC=com'
export const sambaPassword = 'Pa55"w<&\'rd é'

/** A domain controller by Debian's Samba: the directory alone, in a scratch folder and on loopback. It needs root, and half a minute. */
export async function sambaAd(pair: { readonly certificate: string; readonly key: string }): Promise<SambaAd> {
  needsRoot('a domain controller')
  needs(['samba', 'samba-ad-provision', 'samba-dsdb-modules', 'samba-vfs-modules'])
  const folder = scratch('samba')
  const at = (name: string) => join(folder, name)
  for (const name of ['log', 'run']) mkdirSync(at(name))
  writeFileSync(at('crt'), pair.certificate)
  writeFileSync(at('key'), pair.key)
  chmodSync(at('key'), 0o600)
  const options = [
    ...[`interfaces = ${sambaAddress}/8`, 'bind interfaces only = yes', 'server services = ldap'],
    ...[`tls certfile = ${at('crt')}`, `tls keyfile = ${at('key')}`, 'tls cafile ='],
    ...[`log file = ${at('log/log')}`, `pid directory = ${at('run')}`, `ncalrpc dir = ${at('run/ncalrpc')}`],
    `winbindd socket directory = ${at('run/winbindd')}`,
  ]
  const named = ['--realm=AD.EXAMPLE.COM', '--domain=EXAMPLE', '--host-name=dc1', `--host-ip=${sambaAddress}`]
  const run = (...args: readonly string[]) => execFileSync('samba-tool', args, { encoding: 'utf8', stdio: 'pipe' })
  const kind = [`--targetdir=${at('ad')}`, '--server-role=dc', '--dns-backend=NONE', `--adminpass=${sambaPassword}`]
  run('domain', 'provision', ...kind, ...named, ...options.map((one) => `--option=${one}`))
  const conf = at('ad/etc/smb.conf')
  const server = spawn('samba', ['-i', '-M', 'single', '-s', conf], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  process.once('exit', () => server.kill('SIGKILL'))
  for (let tries = 0; !(await listens(636)); tries++) {
    if (tries > 300 || server.exitCode !== null) throw new Error(`samba does not listen: samba -i -d 3 -s ${conf}`)
    await sleep(200)
  }
  return {
    url: `ldap://${sambaAddress}:389`,
    tlsUrl: `ldaps://${sambaAddress}:636`,
    tool: (...args) => run(...args, '-s', conf),
    stop: async () => {
      server.kill('SIGTERM')
      await ended
    },
  }
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, sambaAddress, () => resolve(socket.destroy() !== undefined))
    socket.once('error', () => resolve(false))
  })
