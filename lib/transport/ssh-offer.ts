import type { Duplex } from 'node:stream'

/** The lists that a host sends before anything is agreed on, by the words of the ssh configuration. */
export type HostOffer = ReadonlyMap<string, string>

const keywords = ['KexAlgorithms', 'HostKeyAlgorithms', 'Ciphers', 'Ciphers', 'MACs', 'MACs']
/** Bytes in which the lists have come, if they come at all. */
const enough = 65536
const kexInit = 20

/** Listens to what a host offers, which comes in the open; the ssh library itself says only that nothing fits. */
export function hearOffer(socket: Duplex): { readonly offer: () => HostOffer } {
  let heard: Buffer = Buffer.alloc(0)
  const hear = (chunk: Buffer) => {
    heard = Buffer.concat([heard, chunk])
    if (heard.length > enough) socket.off('data', hear)
  }
  socket.on('data', hear)
  return { offer: () => readOffer(heard) }
}

/** After the lines of the banner: length, padding, the message's number, 16 random bytes, the lists. */
function readOffer(bytes: Buffer): HostOffer {
  const banner = bytes.indexOf('SSH-2.0-')
  const start = banner < 0 ? -1 : bytes.indexOf('\n', banner) + 1
  if (start <= 0 || bytes[start + 5] !== kexInit) return new Map()
  const found = new Map<string, string>()
  let at = start + 22
  for (const keyword of keywords) {
    if (at + 4 > bytes.length) break
    const length = bytes.readUInt32BE(at)
    if (at + 4 + length > bytes.length) break
    found.set(keyword, bytes.toString('latin1', at + 4, at + 4 + length))
    at += 4 + length
  }
  return found
}
