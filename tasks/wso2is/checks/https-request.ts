import * as v from 'valibot'
import { bracketed } from '../../../lib/core/address.ts'
import { quote } from '../../../lib/remote/posix/quote.ts'
import { host, hostName, port } from '../../support/schema.ts'

/** The options that every check has that goes where a browser would go. */
export type FrontOptions = {
  /** The one name by which clients reach the cluster. */
  readonly hostname: v.GenericSchema<string>
  /** Default: 443. */
  readonly port: v.OptionalSchema<v.GenericSchema<number>, undefined>
  /** Where to connect to. Default: what the host takes the name for. */
  readonly address: v.OptionalSchema<v.GenericSchema<string>, undefined>
}

/** The options of such a check: those that all of them have, and its own. */
export const ofFront = <const Own extends v.ObjectEntries>(
  own: Own,
): v.StrictObjectSchema<FrontOptions & Own, undefined> =>
  v.strictObject({ hostname: hostName, port: v.optional(port), address: v.optional(host), ...own })

/** Where a browser would go. */
export const front = ofFront({})
export type Front = v.InferInput<typeof front>

export const loginPage = '/carbon/admin/login.jsp'

export const urlOf = ({ hostname, port = 443 }: Front): string =>
  `https://${hostname}${port === 443 ? '' : `:${port}`}${loginPage}`

/**
 * Shell functions: `rb_get HEADER` asks for the login page, and prints the certificates that are presented, what this host
 * thinks of them, and the answer. The tool is openssl, which a host with certificates has, because it alone shows all three.
 */
export function getFunction({ hostname, port = 443, address = hostname }: Front): string {
  const to = `${bracketed(address)}:${port}`
  const head = `GET ${loginPage} HTTP/1.1\r\nHost: ${hostname}${port === 443 ? '' : `:${port}`}\r\nConnection: close\r\n`
  return `command -v openssl >/dev/null 2>&1 || { echo 'no openssl'; exit 127; }
rb_get() {
  { printf %s ${quote(head)}; [ -z "$1" ] || printf '%s\\r\\n' "$1"; printf '\\r\\n'; } |
    timeout 15 openssl s_client -connect ${quote(to)} -servername ${quote(hostname)} -showcerts -ign_eof 2>&1
}`
}
