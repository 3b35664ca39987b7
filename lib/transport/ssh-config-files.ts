import { readdir, readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { sshGlob } from './known-hosts.ts'

/**
 * The files of an ssh configuration, as one text, where they say the same of an address as of any other that they do not name:
 * then one answer of `ssh -G` holds for all of these. Undefined wherever only ssh itself could tell.
 *
 * @example await silentTexts('10.0.0.11', undefined) // defined where there is only `Host *`
 */
export async function silentTexts(address: string, config: string | undefined): Promise<string | undefined> {
  // A name is told by ssh in small letters.
  if (address !== address.toLowerCase()) return undefined
  const own = join(userInfo().homedir, '.ssh')
  const files: readonly File[] =
    config === undefined
      ? [
          { path: join(own, 'config'), folder: own },
          { path: '/etc/ssh/ssh_config', folder: '/etc/ssh' },
        ]
      : config === 'none'
        ? []
        : [{ path: config, folder: own }]
  const read: string[] = []
  for (const file of files) if (!(await isSilent(file, address, read))) return undefined
  return read.length === 0 && config !== undefined && config !== 'none' ? undefined : read.join('\0')
}

interface File {
  readonly path: string
  /** The folder from which it names others. */
  readonly folder: string
}

async function isSilent({ path, folder }: File, address: string, read: string[]): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => error.code)
  if (text === 'ENOENT') return true
  if (text === undefined || text === 'EACCES' || read.length > 100) return false
  read.push(text)
  for (const line of text.split('\n')) {
    const [, word = '', value = ''] = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line) ?? []
    const keyword = word.toLowerCase()
    if (only.has(keyword) || /["'\\]/.test(value)) return false
    if (keyword === 'host' && value.split(/\s+/).some((pattern) => pattern !== '*' && names(pattern, address)))
      return false
    if (/%[^%du]/.test(value) && !unread.has(keyword)) return false
    if (keyword === 'include' && !(await areSilent(value.split(/\s+/), folder, address, read))) return false
  }
  return true
}

/** Words by which a host may be meant that no `Host` names. */
const only = new Set(['match', 'hostname', 'canonicalizehostname', 'canonicaldomains', 'tag'])
/** Words that may hold the name of a host, and that nobody here asks about. */
const unread = new Set(['controlpath', 'localcommand', 'remotecommand', 'knownhostscommand'])

async function areSilent(patterns: readonly string[], folder: string, address: string, read: string[]) {
  for (const pattern of patterns) {
    const path = isAbsolute(pattern) ? pattern : join(folder, pattern)
    const at = dirname(path)
    if (pattern.startsWith('~') || /[*?[]/.test(at) || path.includes('[')) return false
    const inside = await readdir(at).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : undefined))
    if (inside === undefined) return false
    for (const name of inside.filter((one) => names(basename(path), one)))
      if (!(await isSilent({ path: join(at, name), folder }, address, read))) return false
  }
  return true
}

/** Whether a pattern with `*` and `?` names something; one that excludes, as well: there something is said of it. */
const names = (pattern: string, name: string): boolean =>
  sshGlob(pattern.replace(/^!/, '').toLowerCase()).test(name.toLowerCase())
