import { TransportFault } from './faults.ts'
import type { SshSettings } from './ssh-settings.ts'

/** How far an attempt came, in the words of a time-out. */
export type Stage = 'connecting' | 'key exchange' | 'authentication'

/** An error of the network or of ssh2, worded: which host, what happened, what to try. */
export function explain(error: unknown, settings: SshSettings, via: string | undefined): Error {
  if (error instanceof TransportFault) return error
  const { label, host, port } = settings
  const { code, message } = error as NodeJS.ErrnoException
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
    return new TransportFault(
      'lost',
      `${label} and this program have no algorithm in common (${message}): connect with shell(['ssh', …, 'sh']), or renew its sshd`,
    )
  }
  if (/before handshake|ECONNRESET|closed|socket hang up|EPIPE/i.test(`${code} ${message}`)) {
    return new TransportFault(
      'lost',
      `${label} closed the connection before it stood (${message}): is that sshd's port? If many connect at once, raise MaxStartups in its sshd_config`,
    )
  }
  return new TransportFault('lost', `${label}: ${message}`)
}

export const tooLate = ({ label, connectTimeout }: SshSettings, stage: Stage) =>
  new TransportFault(
    'timeout',
    `${label} gave no answer within ${connectTimeout} s (${stage}): check the address, the network and firewalls, or raise connectTimeout`,
  )

export const connectionLost = ({ label }: SshSettings, reason: string) =>
  new TransportFault(
    'lost',
    `the connection to ${label} was lost (${reason}): check the host and the network, then run again`,
  )
