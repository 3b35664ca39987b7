import { execFile, execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { quote } from '../../lib/remote/posix/quote.ts'
import type { TestHost } from './hosts.ts'

const execute = promisify(execFile)
const shindig = 'repository/deployment/server/webapps/shindig'

/** A copy of a product's tree that may be written to. */
export function copyTree(from: string, to: string): void {
  cpSync(from, to, { recursive: true })
  execFileSync('chmod', ['-R', 'u=rwX,go=rX', to])
}

/** The tree as the product is shipped: in a zip, under a top folder, the gadget server still a war. */
export function zipTree(home: string, scratch: string, top: string): string {
  const tree = join(scratch, top)
  copyTree(home, tree)
  zipFolder(join(tree, shindig), '.', join(tree, `${shindig}.war`))
  rmSync(join(tree, shindig), { recursive: true })
  const zip = zipFolder(scratch, top, join(scratch, `${top}.zip`))
  rmSync(tree, { recursive: true })
  return zip
}

export function zipFolder(folder: string, what: string, zip: string): string {
  rmSync(zip, { force: true })
  execFileSync('zip', ['-qrX', zip, what], { cwd: folder })
  return zip
}

/** Puts a local folder on a host, by tar and the system's ssh. */
export async function sendTree(host: TestHost, folder: string, path: string): Promise<void> {
  await piped(
    `tar -C ${quote(folder)} -cf - . | ${sshTo(host)} ${quote(`mkdir -p ${quote(path)} && tar -C ${quote(path)} -xof -`)}`,
  )
}

/** Brings a host's folder here. */
export async function fetchTree(host: TestHost, path: string, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true })
  await piped(`${sshTo(host)} ${quote(`tar -C ${quote(path)} -cf - .`)} | tar -C ${quote(folder)} -xf -`)
  return folder
}

const piped = (line: string) => execute('bash', ['-o', 'pipefail', '-c', line])

/** The system's ssh, as an argument list: also the way to a host for `shell()`. */
export const sshArguments = ({ address, identity, knownHosts }: TestHost, user = 'root'): string[] => [
  ...['ssh', '-F', 'none', '-i', identity, '-o', `UserKnownHostsFile=${knownHosts}`, '-o', 'IdentitiesOnly=yes'],
  ...['-o', 'BatchMode=yes', '-o', 'KexAlgorithms=curve25519-sha256', `${user}@${address}`],
]

const sshTo = (host: TestHost): string => sshArguments(host).map(quote).join(' ')

/** What is in a folder: by relative path, `directory`, `link TARGET`, or the SHA-256 of a file. */
export function inventoryOf(folder: string): Map<string, string> {
  const found = new Map<string, string>()
  const walk = (at: string) => {
    for (const name of readdirSync(at).sort()) {
      const path = join(at, name)
      const stat = lstatSync(path)
      const key = relative(folder, path)
      if (stat.isSymbolicLink()) found.set(key, `link ${readlinkSync(path)}`)
      else if (stat.isDirectory()) {
        found.set(key, 'directory')
        walk(path)
      } else found.set(key, sha256(readFileSync(path)))
    }
  }
  walk(folder)
  return found
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
