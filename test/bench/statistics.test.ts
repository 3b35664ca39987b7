import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { exponent } from './grow/growth.ts'
import { counted } from './measure/traffic.ts'
import { turnsOf } from './measure/turns.ts'
import { median, ratio, spread } from './show/statistics.ts'

const test = suite('bench: numbers')

test('the middle of some numbers, and how far they lie apart', () => {
  assert.is(median([3, 1, 2]), 2)
  assert.is(median([4, 1, 2, 3]), 2.5)
  assert.is(median([]), undefined)
  assert.is(spread([10, 9, 11]), 0.2)
  assert.is(spread([10]), undefined)
  assert.is(ratio(6, 3), 2)
  assert.is(ratio(undefined, 3), undefined)
})

test('what is linear has the exponent 1, and what is quadratic 2', () => {
  const curve = (points: [number, number][]) => exponent({ what: '', x: '', points })
  assert.is(
    curve([
      [100, 1],
      [200, 2],
    ]),
    1,
  )
  assert.is(
    curve([
      [1, 9],
      [100, 1],
      [200, 4],
    ]),
    2,
  )
  assert.is(curve([[100, 1]]), undefined)
})

test('what a host has received was sent to it', () => {
  const table = 'Inter-| Receive\n  lo: 9 9 0 0 0 0 0 0 9 9\n  eth0: 1200 4 0 0 0 0 0 0 800 3 0 0 0 0 0 0\n'
  assert.equal(counted(table), { sent: 1200, received: 800 })
})

/** A packet of TCP with so many bytes, from one port to another, as tcpdump writes it. */
function packet(from: number, to: number, bytes: number): Buffer {
  const frame = Buffer.alloc(54)
  frame.writeUInt16BE(0x0800, 12)
  frame[14] = 0x45
  frame.writeUInt16BE(40 + bytes, 16)
  frame[23] = 6
  frame.writeUInt16BE(from, 34)
  frame.writeUInt16BE(to, 36)
  frame[46] = 0x50
  const head = Buffer.alloc(16)
  head.writeUInt32LE(frame.length, 8)
  return Buffer.concat([head, frame])
}

test('a turn begins where the client speaks after the server; empty packets and other ports say nothing', () => {
  const [up, down, ack] = [packet(4000, 22, 10), packet(22, 4000, 10), packet(4000, 22, 0)]
  const capture = Buffer.concat([
    Buffer.alloc(24),
    up,
    up,
    down,
    ack,
    down,
    up,
    packet(4000, 80, 5),
    packet(4001, 22, 5),
  ])
  assert.equal(turnsOf(capture), { connections: 2, turns: 3 })
})

test.run()
