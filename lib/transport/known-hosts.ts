import { createHash, createHmac } from 'node:crypto'
import { literalPattern } from '../core/literal-pattern.ts'

/** A line of a known_hosts file. */
export interface KnownKey {
  readonly names: string
  readonly type: string
  /** As the file spells it: base64. */
  readonly key: string
  readonly marker?: 'revoked' | 'cert-authority'
  readonly file: string
  readonly line: number
}

export type Verdict =
  | { readonly state: 'known' }
  | { readonly state: 'revoked'; readonly by: KnownKey }
  | { readonly state: 'changed'; readonly from: KnownKey }
  /** `others`: keys of other types, so that this host is not new. `authorities`: certificates might vouch for it. */
  | { readonly state: 'unknown'; readonly others: readonly KnownKey[]; readonly authorities: readonly KnownKey[] }

/** What a key is, by those that the files hold for a host. `judge(keysFor(known, '[10.0.0.1]:2222'), key)` */
export function judge(known: readonly KnownKey[], key: Buffer): Verdict {
  const text = key.toString('base64')
  const revoked = known.find((entry) => entry.marker === 'revoked' && entry.key === text)
  if (revoked !== undefined) return { state: 'revoked', by: revoked }
  const plain = known.filter(({ marker }) => marker === undefined)
  if (plain.some((entry) => entry.key === text)) return { state: 'known' }
  const from = plain.find(({ type }) => type === keyType(key))
  if (from !== undefined) return { state: 'changed', from }
  return { state: 'unknown', others: plain, authorities: known.filter(({ marker }) => marker === 'cert-authority') }
}

/** The lines of a known_hosts file; what is not one is passed over, as ssh does. */
export function parseKnownHosts(text: string, file: string): KnownKey[] {
  return text.split('\n').flatMap((content, index): KnownKey[] => {
    const words = content.trim().split(/[ \t]+/)
    const marker = words[0]?.startsWith('@') ? words.shift()?.slice(1) : undefined
    const [names, type, key] = words
    if (names === undefined || names.startsWith('#') || type === undefined || key === undefined) return []
    const entry = { names, type, key, file, line: index + 1 }
    if (marker === undefined) return [entry]
    return marker === 'revoked' || marker === 'cert-authority' ? [{ ...entry, marker }] : []
  })
}

export const keysFor = (known: readonly KnownKey[], name: string): KnownKey[] =>
  known.filter(({ names }) => matches(names, name))

/** How known_hosts names a host: the port only when it is not 22. */
export const knownName = (host: string, port: number): string =>
  port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`

export const knownLine = (name: string, key: Buffer): string => `${name} ${keyType(key)} ${key.toString('base64')}`

/** A name as `HashKnownHosts` writes it. */
export function hashName(name: string, salt: Buffer): string {
  const digest = createHmac('sha1', salt).update(name).digest('base64')
  return `|1|${salt.toString('base64')}|${digest}`
}

/** A key as people compare it, and as `ssh-keygen -l` prints it. */
export const fingerprint = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

/** The type that a key in SSH's own encoding states. */
export const keyType = (key: Buffer): string => key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1')

function matches(names: string, name: string): boolean {
  if (names.startsWith('|1|')) {
    const salt = Buffer.from(names.split('|')[2] ?? '', 'base64')
    return hashName(name, salt) === names
  }
  const patterns = names.toLowerCase().split(',')
  const found = (pattern: string) => sshGlob(pattern).test(name)
  return (
    patterns.some((pattern) => !pattern.startsWith('!') && found(pattern)) &&
    !patterns.some((pattern) => pattern.startsWith('!') && found(pattern.slice(1)))
  )
}

/** What a pattern of OpenSSH matches: `*` is any text, `?` one character, all else itself. */
export function sshGlob(pattern: string): RegExp {
  const source = pattern.replace(/[\s\S]/g, (one) => (one === '*' ? '.*' : one === '?' ? '.' : literalPattern(one)))
  return new RegExp(`^${source}$`, 's')
}
