import { randomBytes } from 'node:crypto'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { quote } from '../remote/posix/quote.ts'
import { TransportFault } from './faults.ts'
import {
  fingerprint,
  hashName,
  judge,
  type KnownKey,
  keysFor,
  keyType,
  knownLine,
  parseKnownHosts,
  type Verdict,
} from './known-hosts.ts'

export interface HostKeyPolicy {
  /** How known_hosts names the host. */
  readonly name: string
  /** How messages name it. */
  readonly label: string
  readonly files: readonly string[]
  /** The one of the files that new keys go to. */
  readonly pinFile?: string
  readonly accept: 'strict' | 'accept-new'
  /** Pin hashed names, as HashKnownHosts asks. */
  readonly hash: boolean
}

/** Throws unless the key is the host's own. Nothing is ever accepted silently but a key that is already known. */
export async function checkHostKey(policy: HostKeyPolicy, key: Buffer, known: readonly KnownKey[]): Promise<void> {
  const verdict = judge(known, key)
  if (verdict.state === 'known') return
  if (policy.accept !== 'accept-new' || !isNew(verdict)) throw refusal(policy, key, verdict)
  await pin(policy, key)
}

/** The keys that the files hold for a host. A file that is not there holds none. */
export async function readKnown({ files, name }: HostKeyPolicy): Promise<KnownKey[]> {
  const texts = await Promise.all(files.map(readIfThere))
  return keysFor(
    texts.flatMap((text, index) => parseKnownHosts(text, files[index] ?? '')),
    name,
  )
}

/** A file that cannot be read might hold another key for the host, or revoke this one: that is no absence. */
async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return ''
    throw new TransportFault(
      'configuration',
      `known hosts cannot be read: ${message}; correct its permissions or name other files by knownHosts`,
    )
  }
}

/** A host with a key of another type is not new: somebody in between could offer just what is not yet pinned. */
const isNew = (verdict: Verdict) => verdict.state === 'unknown' && verdict.others.length === 0

let pinning: Promise<unknown> = Promise.resolve()

/** One at a time, on what the file holds by then: of several connections that meet a host first, one pins its key. */
function pin(policy: HostKeyPolicy, key: Buffer): Promise<void> {
  const pinned = pinning.then(async () => {
    const file = policy.pinFile
    const verdict = judge(await readKnown(policy), key)
    if (verdict.state === 'known') return
    if (!isNew(verdict) || file === undefined) throw refusal(policy, key, verdict)
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const before = await readIfThere(file)
    const name = policy.hash ? hashName(policy.name, randomBytes(20)) : policy.name
    const gap = before === '' || before.endsWith('\n') ? '' : '\n'
    await appendFile(file, `${gap}${knownLine(name, key)}\n`, { mode: 0o600 })
  })
  pinning = pinned.catch(() => {})
  return pinned
}

function refusal(policy: HostKeyPolicy, key: Buffer, verdict: Exclude<Verdict, { state: 'known' }>): TransportFault {
  const { label, name } = policy
  const file = policy.pinFile ?? '~/.ssh/known_hosts'
  const shown = `${keyType(key)} ${fingerprint(key)}`
  const add = `echo ${quote(knownLine(name, key))} >> ${quote(file)}`
  const compare = 'compare it with what `ssh-keygen -lf` says of /etc/ssh/ssh_host_*_key.pub on its console'
  switch (verdict.state) {
    case 'revoked':
      return new TransportFault(
        'host-key-revoked',
        `${label} shows a revoked host key, ${shown} (${verdict.by.file} line ${verdict.by.line}): do not trust this host before it has a new key`,
      )
    case 'changed': {
      const { from } = verdict
      return new TransportFault(
        'host-key-changed',
        `${label} shows another host key than the known one: ${shown} in place of ${fingerprint(Buffer.from(from.key, 'base64'))} (${from.file} line ${from.line}). ` +
          `Somebody may be in between, or the host was made anew: ${compare}; only if it is the same, ssh-keygen -f ${quote(from.file)} -R ${quote(name)} && ${add}`,
      )
    }
    case 'unknown': {
      const types = [...new Set(verdict.others.map(({ type }) => type))].join(', ')
      const others = types === '' ? '' : ` (known for it: only ${types})`
      const authority =
        verdict.authorities.length === 0
          ? ''
          : `. Its @cert-authority line cannot be used here: connect with shell(['ssh', …, 'sh'])`
      const pinned = types === '' ? `, or set hostKey: 'accept-new' to pin keys on first use` : ''
      return new TransportFault(
        'host-key-unknown',
        `${label} shows a host key that is not known: ${shown}${others}: ${compare}, then ${add}${pinned}${authority}`,
      )
    }
  }
}
