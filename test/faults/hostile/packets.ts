import type { Socket } from 'node:net'
import type { Connection } from 'ssh2'

/** The parts of a connection that its types do not know. */
interface Inner {
  readonly _sock: Socket
  readonly _protocol: {
    readonly _cipher: { encrypt(packet: Uint8Array): void }
    readonly _packetRW: {
      readonly write: { allocStart: number; alloc(size: number): Buffer; finalize(packet: Buffer): Buffer }
    }
  }
}

/** Sends a packet of any kind, well formed or not. */
export function send(client: Connection, payload: Uint8Array): void {
  const { _sock, _protocol } = client as unknown as Inner
  if (!_sock.writable) return
  const { write } = _protocol._packetRW
  const packet = write.alloc(payload.length)
  packet.set(payload, write.allocStart)
  _protocol._cipher.encrypt(write.finalize(packet))
}

/** Sends packets as fast as they go, as long as the connection stands. `deaf`: what comes from the other side is not read any more. */
export function flood(client: Connection, payloads: readonly Uint8Array[], deaf = false): void {
  const { _sock } = client as unknown as Inner
  if (deaf) _sock.pause()
  const more = () => {
    for (let n = 0; n < 500 && _sock.writable && _sock.writableLength < 1 << 20; n++)
      for (const payload of payloads) send(client, payload)
    if (!_sock.writable) return
    if (_sock.writableLength < 1 << 20) setImmediate(more)
    else _sock.once('drain', more)
  }
  more()
}

export const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}
export const text = (value: string | Uint8Array): Buffer =>
  Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value as string)])
export const packet = (kind: number, ...parts: readonly Uint8Array[]): Buffer =>
  Buffer.concat([Buffer.from([kind]), ...parts])

/** Kinds of packets, by their numbers in RFC 4253 and 4254. */
export const kinds = {
  disconnect: 1,
  ignore: 2,
  unimplemented: 3,
  debug: 4,
  serviceAccept: 6,
  keyExchange: 20,
  newKeys: 21,
  authSuccess: 52,
  banner: 53,
  globalRequest: 80,
  requestSuccess: 81,
  open: 90,
  confirm: 91,
  openFailure: 92,
  adjust: 93,
  data: 94,
  extendedData: 95,
  eof: 96,
  close: 97,
  request: 98,
  success: 99,
  failure: 100,
} as const
