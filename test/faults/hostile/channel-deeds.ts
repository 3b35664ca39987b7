import type { ServerChannel } from 'ssh2'
import { kinds, number, packet, text } from './packets.ts'

/** What a host has at hand when its moment comes. */
export interface Wire {
  send(payload: Uint8Array): void
  flood(payloads: readonly Uint8Array[], deaf?: boolean): void
  /** The number that the other side has given to the channel. */
  readonly id: number
  /** Of a program that has begun. */
  readonly channel?: ServerChannel | undefined
  /** What was asked for, a session or a program, is refused. */
  refuse(): void
  /** The program that was asked for is begun, by name only. */
  accept(): ServerChannel
}

/** `instead`: what was asked for is not done. */
export type Deed = (wire: Wire) => 'instead' | undefined

/** When it is done: as a session or a program is asked for, as a shell begins to answer, as it changes something, as the run ends. */
export type Moment = 'session' | 'program' | 'answer' | 'apply' | 'end'

interface Named {
  readonly name: string
  readonly at: readonly Moment[]
  readonly deed: Deed
  /** Only a limit of half a minute or more ends it. */
  readonly slow?: true
}

const evil = '\u001b[2J\u202e$(touch PWNED)\n../../x'
const yes = Buffer.from([1])
const later: readonly Moment[] = ['answer', 'apply', 'end']
const always: readonly Moment[] = ['program', ...later]
const instead =
  (work: (wire: Wire) => void): Deed =>
  (wire) => {
    work(wire)
    return 'instead'
  }
const beside =
  (work: (wire: Wire) => void): Deed =>
  (wire) => {
    work(wire)
    return undefined
  }
const request = (id: number, name: string, wantsReply: boolean, ...rest: readonly Uint8Array[]) =>
  packet(kinds.request, number(id), text(name), Buffer.from([wantsReply ? 1 : 0]), ...rest)
const open = (kind: string, sender: number) =>
  packet(
    kinds.open,
    text(kind),
    number(sender),
    number(1 << 20),
    number(1 << 15),
    text('0.0.0.0'),
    number(22),
    text('::1'),
    number(1),
  )
const global = (name: string) => packet(kinds.globalRequest, text(name), yes)
/** Numbers of channels that there are not, and one that is no number of any. */
const strange = [4242, 0x7fffffff, 0xffffffff]

export const channelDeeds: readonly Named[] = [
  { name: 'refuses', at: ['session', 'program'], deed: instead(({ refuse }) => refuse()) },
  { name: 'never answers', at: ['session', 'program'], deed: instead(() => {}), slow: true },
  { name: 'closes at once', at: ['program'], deed: instead(({ accept }) => accept().close()) },
  {
    name: 'ends at once, and well',
    at: ['program'],
    deed: instead(({ accept }) => {
      const channel = accept()
      channel.exit(0)
      channel.end()
    }),
  },
  { name: 'ends without a status', at: ['program'], deed: instead(({ accept }) => void accept().end()) },
  { name: 'ends and never closes', at: ['program'], deed: instead(({ accept }) => accept().exit(0)) },
  {
    name: 'confirms and never says anything',
    at: ['program'],
    deed: instead(({ accept }) => void accept()),
    slow: true,
  },
  { name: 'status before the data', at: later, deed: beside(({ channel }) => channel?.exit(0)) },
  { name: 'end before the data', at: later, deed: beside(({ id, send }) => send(packet(kinds.eof, number(id)))) },
  { name: 'close before the data', at: later, deed: beside(({ id, send }) => send(packet(kinds.close, number(id)))) },
  {
    name: 'errors without end',
    at: always,
    deed: beside(({ id, flood }) =>
      flood([packet(kinds.extendedData, number(id), number(1), text(`${evil}${'x'.repeat(8000)}`))]),
    ),
  },
  {
    name: 'data of a kind that there is not',
    at: always,
    deed: beside(({ id, flood }) =>
      flood([packet(kinds.extendedData, number(id), number(77), text('x'.repeat(8000)))]),
    ),
  },
  {
    name: 'data beyond the window',
    at: always,
    deed: beside(({ id, flood }) => flood([packet(kinds.data, number(id), text(Buffer.alloc(32_000, 'x')))])),
  },
  {
    name: 'windows without end',
    at: always,
    deed: beside(({ id, flood }) => flood([packet(kinds.adjust, number(id), number(0xffffffff))])),
  },
  {
    name: 'wrong numbers',
    at: always,
    deed: beside(({ send }) => {
      for (const id of strange) {
        for (const kind of [kinds.eof, kinds.close, kinds.success, kinds.failure]) send(packet(kind, number(id)))
        send(packet(kinds.adjust, number(id), number(1)))
        send(packet(kinds.data, number(id), text(evil)))
        send(packet(kinds.extendedData, number(id), number(1), text(evil)))
        send(request(id, 'exit-status', false, number(0)))
        send(packet(kinds.confirm, number(id), number(1), number(1), number(1)))
        send(packet(kinds.openFailure, number(id), number(1), text(evil), text('')))
      }
    }),
  },
  {
    name: 'the same channel confirmed again',
    at: later,
    deed: beside(({ id, send }) => {
      for (const other of [0, id, 99]) send(packet(kinds.confirm, number(id), number(other), number(0), number(0)))
      send(packet(kinds.openFailure, number(id), number(1), text(evil), text('')))
    }),
  },
  {
    name: 'channels towards the client',
    at: always,
    deed: beside(({ flood }) =>
      flood(
        ['forwarded-tcpip', 'x11', 'auth-agent@openssh.com', 'session', 'direct-tcpip', evil].map((kind, nth) =>
          open(kind, nth),
        ),
      ),
    ),
  },
  {
    name: 'requests without end',
    at: always,
    deed: beside(({ id, flood }) =>
      flood([
        global('keepalive@openssh.com'),
        global(evil),
        request(id, 'xon-xoff', true, yes),
        request(id, evil, true),
      ]),
    ),
  },
  {
    name: 'requests without end, whose answers are not read',
    at: always,
    deed: beside(({ id, flood }) => flood([global('keepalive@openssh.com'), request(id, evil, true)], true)),
  },
  {
    name: 'keys offered without end',
    at: later,
    deed: beside(({ flood }) =>
      flood([packet(kinds.globalRequest, text('hostkeys-00@openssh.com'), Buffer.from([0]), text('x'.repeat(9000)))]),
    ),
  },
  {
    name: 'nothing and notes without end',
    at: always,
    deed: beside(({ flood }) =>
      flood([packet(kinds.ignore, text('x'.repeat(9000))), packet(kinds.debug, yes, text(evil), text(''))]),
    ),
  },
  {
    name: 'endings again and again',
    at: later,
    deed: beside(({ id, flood }) =>
      flood([
        request(id, 'exit-status', false, number(0)),
        request(id, 'exit-signal', false, text(evil), yes, text(evil), text('')),
        packet(kinds.eof, number(id)),
      ]),
    ),
  },
  {
    name: 'packets that are cut',
    at: later,
    deed: beside(({ id, send }) => {
      for (const kind of Object.values(kinds))
        if (kind !== kinds.disconnect) send(packet(kind, number(id).subarray(0, 3)))
    }),
  },
  {
    name: 'kinds that there are not',
    at: always,
    deed: beside(({ send }) => [0, 49, 79, 200, 255].map((one) => send(packet(one, text(evil))))),
  },
  {
    name: 'another login',
    at: later,
    deed: beside(({ send }) => {
      send(packet(kinds.banner, text(evil), text('')))
      send(packet(kinds.authSuccess))
      send(packet(kinds.serviceAccept, text('ssh-connection')))
    }),
  },
  {
    name: 'a key exchange that is none',
    at: later,
    deed: beside(({ flood }) =>
      flood([packet(kinds.keyExchange, Buffer.alloc(16), ...Array(10).fill(text(evil)), Buffer.alloc(5))]),
    ),
  },
  {
    name: 'a farewell',
    at: always,
    deed: beside(({ send }) => send(packet(kinds.disconnect, number(11), text(evil), text('')))),
  },
]
