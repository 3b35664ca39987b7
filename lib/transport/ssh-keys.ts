import { readFile } from 'node:fs/promises'
import ssh2, { type ParsedKey } from 'ssh2'
import { TransportFault } from './faults.ts'
import type { Identity } from './ssh-settings.ts'

/** Deriving a key from a passphrase takes 400 ms of this process, so each file is decrypted once in a run. */
const parsed = new Map<string, ParsedKey | Error>()

/**
 * A private key, or why it cannot be used. What is wrong with a key that the spec names is thrown: nobody wants to hear
 * "permission denied" for a wrong file name.
 */
export async function readIdentity({ path, required }: Identity, passphrase?: string): Promise<ParsedKey | string> {
  const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => error)
  if (content instanceof Error) {
    if (required) throw keyFault(`cannot read the key file ${path}: ${content.message}`)
    return content.code === 'ENOENT' ? '' : `${path}: ${content.message}`
  }
  const id = `${path}\0${passphrase ?? ''}\0${content}`
  const key = parsed.get(id) ?? [ssh2.utils.parseKey(content, passphrase)].flat()[0]
  if (key === undefined) return `${path}: empty`
  parsed.set(id, key)
  if (!(key instanceof Error)) return key
  const reason = explain(path, key.message)
  if (required) throw keyFault(reason)
  return reason
}

/** The public half, which is readable without a passphrase: from the file beside it, or the head of the key itself. */
export async function publicKeyOf({ path }: Identity): Promise<string | undefined> {
  const beside = await readFile(`${path}.pub`, 'utf8').catch(() => '')
  const [, blob] = beside.trim().split(/\s+/)
  if (blob !== undefined) return blob
  return publicHead(await readFile(path, 'utf8').catch(() => ''))
}

const magic = 'openssh-key-v1\0'

/** OpenSSH's own format: magic, cipher, key derivation, its options, the number of keys, the public key, … */
function publicHead(content: string): string | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]+)-----/.exec(content)?.[1]
  if (body === undefined) return undefined
  const bytes = Buffer.from(body, 'base64')
  if (bytes.toString('latin1', 0, magic.length) !== magic) return undefined
  let at = magic.length
  const next = () => {
    const end = at + 4 + bytes.readUInt32BE(at)
    const field = bytes.subarray(at + 4, end)
    at = end
    return field
  }
  try {
    for (let skipped = 0; skipped < 3; skipped++) next()
    at += 4
    return next().toString('base64')
  } catch {
    return undefined
  }
}

function explain(path: string, message: string): string {
  if (/no passphrase given/.test(message)) {
    return `the key file ${path} is encrypted and no passphrase was given: name it with passphrase: secret(…), or ssh-add ${path}`
  }
  if (/passphrase|malformed/i.test(message)) return `the passphrase of the key file ${path} is wrong`
  if (/sk-/.test(message)) {
    return `the key file ${path} belongs to a security key (FIDO), which only ssh itself can use: connect with shell(['ssh', …, 'sh'])`
  }
  return `the key file ${path} cannot be used: ${message}`
}

const keyFault = (message: string) => new TransportFault('key-file', message)
