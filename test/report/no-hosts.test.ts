import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Event } from '../../lib/core/event.ts'
import { told } from './story.ts'

const test = suite('a play without hosts')

const events: readonly Event[] = [
  { type: 'start', playbook: 'site', mode: 'apply', plays: [{ name: 'web', hosts: [] }] },
  { type: 'play', play: 'web' },
  { type: 'summary', mode: 'apply', hosts: {}, seconds: 0 },
]

for (const kind of ['lines', 'tree'] as const) {
  test(`${kind}: says so, for its group may be misspelt`, () =>
    assert.match(told(kind, events, {}).out, /web[\s|]+no hosts/))
}

test.run()
