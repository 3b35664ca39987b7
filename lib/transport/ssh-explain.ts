import { outOfFiles, TransportFault } from './faults.ts'
import { keywordOf } from './ssh-algorithms.ts'
import type { HostOffer } from './ssh-offer.ts'
import type { SshSettings } from './ssh-settings.ts'

/** How far an attempt came, in the words of a time-out. */
export type Stage = 'connecting' | 'key exchange' | 'authentication'

interface Explained {
  readonly settings: SshSettings
  /** The host that is gone through. */
  readonly via: string | undefined
  readonly offer: HostOffer | undefined
}

/** An error of the network or of ssh2, worded: which host, what happened, what to try. */
export function explain(error: unknown, { settings, via, offer }: Explained): Error {
  if (error instanceof TransportFault) return error
  const { label, host, port } = settings
  const { code, message } = error as NodeJS.ErrnoException
  const full = outOfFiles(error, label)
  if (full) return full
  const seen = via === undefined ? '' : `, as seen from ${via}`
  if (code === 'ECONNREFUSED' || /Connection refused/i.test(message)) {
    return new TransportFault(
      'refused',
      `${label} refuses connections${seen}: is sshd running there, and is ${port} its port?`,
    )
  }
  if (
    code === 'ENOTFOUND' ||
    code === 'EAI_AGAIN' ||
    /Name or service not known|Temporary failure in name/i.test(message)
  ) {
    return new TransportFault(
      'unknown-name',
      `${label}: the name ${host} is not known${seen}: check its spelling and the name service`,
    )
  }
  if (
    code === 'EHOSTUNREACH' ||
    code === 'ENETUNREACH' ||
    code === 'ETIMEDOUT' ||
    /No route to host|unreachable|timed out/i.test(message)
  ) {
    return new TransportFault(
      'timeout',
      `${label} does not answer${seen} (${message}): check the address, the network and firewalls`,
    )
  }
  if (/administratively prohibited|open failed/i.test(message) && via !== undefined) {
    return new TransportFault(
      'refused',
      `${via} forwards no connection to ${label}: set AllowTcpForwarding yes in its sshd_config`,
    )
  }
  if (/Too many authentication failures/i.test(message)) {
    return new TransportFault(
      'authentication',
      `${label} gave up after too many wrong keys: name the right one by identity`,
    )
  }
  if (/no matching/i.test(message)) {
    const keyword = keywordOf(message)
    const offered = offer?.get(keyword)
    const some = offered?.split(',').at(0) ?? '…'
    return new TransportFault(
      'lost',
      `${label} and this program have no algorithm in common (${message}${offered === undefined ? '' : `; the host offers ${offered}`}): renew its sshd, or allow an old one for this host alone, by \`${keyword} +${some}\` in your ssh configuration; what only OpenSSH itself can do is reached by shell(['ssh', …, 'sh'])`,
    )
  }
  if (/before handshake|ECONNRESET|closed|socket hang up|EPIPE/i.test(`${code} ${message}`)) {
    return new TransportFault(
      'lost',
      `${label} closed the connection before it stood (${message}): is that sshd's port? If many connect at once, raise MaxStartups in its sshd_config`,
    )
  }
  return new TransportFault('lost', `${label}: ${plainReason(message)}: check that it is an sshd, then run again`)
}

export const tooLate = ({ label, connectTimeout }: SshSettings, stage: Stage) =>
  new TransportFault(
    'timeout',
    `${label} gave no answer within ${connectTimeout} s (${stage}): check the address, the network and firewalls, or raise connectTimeout`,
  )

export const connectionLost = ({ label }: SshSettings, reason: string) =>
  new TransportFault(
    'lost',
    `the connection to ${label} was lost (${plainReason(reason)}): check the host and the network, then run again`,
  )

/** What OpenSSL and the ssh library say of bytes that make no sense is of use to nobody. */
const plainReason = (message: string): string =>
  /^error:|lib\(\d+\)|Unsupported state|Bad packet|Invalid MAC|packet length|Unexpected packet|Out of range|out of bounds/i.test(
    message,
  )
    ? 'what it sends cannot be read'
    : message
