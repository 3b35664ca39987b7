import { portInHex } from './listening.ts'

export interface TcpConnection {
  readonly local: Endpoint
  readonly remote: Endpoint
}

export interface Endpoint {
  /** Undefined for an address of IPv6. */
  readonly address?: string
  readonly port: number
}

/** The TCP connections of a host that are established and have one of these ports at either end. */
export const askConnections = (ports: readonly number[]): string =>
  `cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "01" && ($2 ~ /:(${hexes(ports)})$/ || $3 ~ /:(${hexes(ports)})$/) { print $2, $3 }'`

const hexes = (ports: readonly number[]): string => [...new Set(ports)].map(portInHex).join('|')

/** Reads what `askConnections` prints. */
export const readConnections = (output: string): TcpConnection[] =>
  output
    .split('\n')
    .filter((line) => line.includes(' '))
    .map((line) => {
      const [local = '', remote = ''] = line.split(' ')
      return { local: endpoint(local), remote: endpoint(remote) }
    })

/** The kernel writes an address as the machine holds it: of a little-endian one the bytes are in reverse. */
function endpoint(text: string): Endpoint {
  const [address = '', port = ''] = text.split(':')
  const four = address.length === 8 ? address : /^0{16}FFFF0000(.{8})$/.exec(address)?.[1]
  const bytes = four?.match(/../g)?.map((byte) => Number.parseInt(byte, 16))
  return { port: Number.parseInt(port, 16), ...(bytes ? { address: bytes.reverse().join('.') } : {}) }
}
