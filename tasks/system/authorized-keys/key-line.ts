/** A line of an authorized_keys file that holds a key. */
export interface KeyLine {
  /** What stands before the key: what it may be used for. */
  readonly options: string
  readonly type: string
  /** The key itself, in base64: it tells one key from another. */
  readonly key: string
  readonly comment: string
}

const types =
  /^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp(?:256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com|(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp(?:256|384|521)|sk-ssh-ed25519|sk-ecdsa-sha2-nistp256)-cert-v01@openssh\.com)$/

/** A word in which blanks between quotes are its own, as sshd reads options. */
const word = /^(?:"(?:\\"|[^"])*"|[^\s"])+/

/** What sshd reads of a line; undefined: no key. */
export function readKeyLine(line: string): KeyLine | undefined {
  const text = line.trim()
  if (text === '' || text.startsWith('#')) return undefined
  const bare = readKey(text)
  if (bare) return { options: '', ...bare }
  const [options = ''] = word.exec(text) ?? []
  const after = readKey(text.slice(options.length).trim())
  return options === '' || after === undefined ? undefined : { options, ...after }
}

function readKey(text: string): Omit<KeyLine, 'options'> | undefined {
  const [, type = '', key = '', comment = ''] = /^(\S+)[ \t]+([A-Za-z0-9+/]+=*)(?:[ \t]+(.*))?$/.exec(text) ?? []
  return types.test(type) && key !== '' ? { type, key, comment } : undefined
}

export const writeKeyLine = ({ options, type, key, comment }: KeyLine): string =>
  [options, type, key, comment].filter((part) => part !== '').join(' ')

/** Why a line is none to let somebody in by; undefined: it is. Nothing of it is repeated: it may be a private key. */
export function keyFault(line: string): string | undefined {
  if (/BEGIN [A-Z ]*PRIVATE KEY/.test(line))
    return 'it is a private key: give the public one, as in a file that ends in .pub'
  const found = readKeyLine(line)
  if (found === undefined) return "it is no public key of SSH: give a line such as 'ssh-ed25519 AAAA… name'"
  return namedInside(found.key) === found.type
    ? undefined
    : `the key is not whole, or none of ${found.type}: copy it again, on one line`
}

/** A key begins with the length and the letters of its own type. */
function namedInside(key: string): string {
  const bytes = Buffer.from(key, 'base64')
  return bytes.length < 4 ? '' : bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString('latin1')
}
