import type { CipherAlgorithm, KexAlgorithm, MacAlgorithm, ServerHostKeyAlgorithm } from 'ssh2'
import { TransportFault } from './faults.ts'
import type { SshConfig } from './ssh-config.ts'

/** What a connection may be made with, best first. Undefined: what the ssh library takes by itself. */
export interface SshAlgorithms {
  readonly hostKeys: readonly ServerHostKeyAlgorithm[]
  readonly kex?: readonly KexAlgorithm[]
  readonly ciphers?: readonly CipherAlgorithm[]
  readonly macs?: readonly MacAlgorithm[]
}

/**
 * The algorithms that the ssh configuration allows, as far as the ssh library knows them. Where it only says what OpenSSH
 * takes by itself (`usual`), the library takes its own choice, which is as safe, and quicker.
 */
export function algorithmsOf(config: SshConfig, usual: SshConfig, address: string): SshAlgorithms {
  function allowed<Name extends string>(keyword: string, known: readonly Name[]): Name[] | undefined {
    const said = config.get(keyword.toLowerCase())?.[0]
    if (said === undefined || said === usual.get(keyword.toLowerCase())?.[0]) return undefined
    const names = said.split(',')
    const found = names.flatMap((name) => known.filter((one) => one === name))
    if (found.length > 0) return found
    throw new TransportFault(
      'configuration',
      `${address} has ${keyword} ${said} in the ssh configuration, of which none can be done here: allow one of ${known.join(', ')} too, or connect with shell(['ssh', '${address}', 'sh'])`,
    )
  }
  const kex = allowed('KexAlgorithms', knownKex)
  const ciphers = allowed('Ciphers', knownCiphers)
  const macs = allowed('MACs', knownMacs)
  return {
    hostKeys: allowed('HostKeyAlgorithms', [...usualHostKeys, ...oldHostKeys]) ?? usualHostKeys,
    ...(kex ? { kex } : {}),
    ...(ciphers ? { ciphers } : {}),
    ...(macs ? { macs } : {}),
  }
}

/** The types that are known for a host come first: it would look unknown if it showed its key of another type. */
export function knownFirst(
  names: readonly ServerHostKeyAlgorithm[],
  known: readonly string[],
): ServerHostKeyAlgorithm[] {
  const isKnown = (name: ServerHostKeyAlgorithm) => known.includes(name.startsWith('rsa-') ? 'ssh-rsa' : name)
  return [...names.filter(isKnown), ...names.filter((name) => !isKnown(name))]
}

/** What the ssh configuration calls what a host and this program have not in common, by the words of the ssh library. */
export const keywordOf = (message: string): string =>
  /host key/i.test(message)
    ? 'HostKeyAlgorithms'
    : /key exchange/i.test(message)
      ? 'KexAlgorithms'
      : /MAC/.test(message)
        ? 'MACs'
        : 'Ciphers'

const usualHostKeys: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
]
/** Only where a configuration asks for them. */
const oldHostKeys: readonly ServerHostKeyAlgorithm[] = ['ssh-rsa', 'ssh-dss']

const knownKex: readonly KexAlgorithm[] = [
  ...(['curve25519-sha256', 'curve25519-sha256@libssh.org'] as const),
  ...(['ecdh-sha2-nistp256', 'ecdh-sha2-nistp384', 'ecdh-sha2-nistp521'] as const),
  ...(['diffie-hellman-group-exchange-sha256', 'diffie-hellman-group14-sha256'] as const),
  ...(['diffie-hellman-group15-sha512', 'diffie-hellman-group16-sha512'] as const),
  ...(['diffie-hellman-group17-sha512', 'diffie-hellman-group18-sha512'] as const),
  ...(['diffie-hellman-group-exchange-sha1', 'diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'] as const),
]

const knownCiphers: readonly CipherAlgorithm[] = [
  ...(['chacha20-poly1305@openssh.com', 'aes128-gcm@openssh.com', 'aes256-gcm@openssh.com'] as const),
  ...(['aes128-ctr', 'aes192-ctr', 'aes256-ctr', 'aes128-cbc', 'aes192-cbc', 'aes256-cbc', '3des-cbc'] as const),
]

const knownMacs: readonly MacAlgorithm[] = [
  ...(['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha1-etm@openssh.com'] as const),
  ...(['hmac-sha2-256', 'hmac-sha2-512', 'hmac-sha1', 'hmac-sha1-96', 'hmac-md5', 'hmac-md5-96'] as const),
]
