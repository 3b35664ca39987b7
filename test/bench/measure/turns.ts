/** What a conversation over SSH was, by its packets. */
export interface Turns {
  readonly connections: number
  /** How often the client spoke after the server had: round trips that it takes where nothing overlaps, key exchange included. */
  readonly turns: number
}

/** Counts the turns in a file that tcpdump has written, Ethernet and IPv4. */
export function turnsOf(capture: Buffer): Turns {
  const last = new Map<string, 'up' | 'down'>()
  let turns = 0
  for (const packet of packetsOf(capture)) {
    const spoken = wordOf(packet)
    if (spoken === undefined) continue
    const before = last.get(spoken.connection)
    if (spoken.says === 'up' && before !== 'up') turns++
    last.set(spoken.connection, spoken.says)
  }
  return { connections: last.size, turns }
}

const headerBytes = 24

function* packetsOf(capture: Buffer): Generator<Buffer> {
  for (let at = headerBytes; at + 16 <= capture.length; ) {
    const size = capture.readUInt32LE(at + 8)
    yield capture.subarray(at + 16, at + 16 + size)
    at += 16 + size
  }
}

/** Who says something in a packet, where it is TCP with content, to or from the port of SSH. */
function wordOf(packet: Buffer): { readonly connection: string; readonly says: 'up' | 'down' } | undefined {
  const ip = 14
  if (packet.length < 54 || packet.readUInt16BE(12) !== 0x0800 || packet[ip + 9] !== 6) return undefined
  const tcp = ip + ((packet[ip] ?? 0) & 15) * 4
  // Of what leaves in one piece for the hardware to cut, the length is not told.
  const length = packet.readUInt16BE(ip + 2) || Number.POSITIVE_INFINITY
  const content = length - (tcp - ip) - ((packet[tcp + 12] ?? 0) >> 4) * 4
  if (content <= 0) return undefined
  const [from, to] = [packet.readUInt16BE(tcp), packet.readUInt16BE(tcp + 2)]
  if (to !== 22 && from !== 22) return undefined
  const says = to === 22 ? 'up' : 'down'
  const client = packet.subarray(ip + (says === 'up' ? 12 : 16), ip + (says === 'up' ? 16 : 20))
  return { connection: `${client.join('.')}:${says === 'up' ? from : to}`, says }
}
