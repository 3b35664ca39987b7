import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Event } from '../../lib/core/event.ts'
import type { ReportOptions } from '../../lib/report/report.ts'
import { phase, start, step, summary, told } from './story.ts'

const test = suite('lines')

const situations: readonly {
  name: string
  events: readonly Event[]
  options?: Partial<ReportOptions>
  says: string
}[] = [
  {
    name: 'what is fine is not told',
    events: [step('web/is1/0/one', 'ok'), phase('web/is1', 'done')],
    says: '',
  },
  {
    name: 'what is fine is told with -v',
    events: [step('web/is1/0/one', 'ok')],
    options: { verbose: true },
    says: 'web | is1 | ok | one\n',
  },
  {
    name: 'each status has its line, with its reason',
    events: [
      step('web/is1/0/one', 'changed'),
      step('web/is1/1/two', 'failed', { reason: 'status 1:\n  no space left\n' }),
      step('web/is1/2/three', 'skipped', { reason: 'an earlier step did not succeed' }),
      step('web/is2/0/one', 'refused', { reason: '/etc/x is a directory: move it away' }),
    ],
    says: `web | is1 | changed | one
web | is1 | failed | two | status 1:; no space left
web | is1 | skipped | three | an earlier step did not succeed
web | is2 | refused | one | /etc/x is a directory: move it away
`,
  },
  {
    name: 'a dry run says that it would',
    events: [
      start({ web: { is1: ['one', 'two'] } }, 'plan'),
      step('web/is1/0/one', 'changed'),
      step('web/is1/1/two', 'deferred', { reason: 'known once this is: /x' }),
    ],
    says: 'web | is1 | would change | one\nweb | is1 | deferred | two | known once this is: /x\n',
  },
  {
    name: 'a host that cannot be reached',
    events: [{ type: 'unreachable', play: 'web', host: 'is1', reason: 'connection refused' }],
    says: 'web | is1 | unreachable | connection refused\n',
  },
  {
    name: 'a host cannot steer the terminal, nor add a line',
    events: [step('web/is1/0/one', 'failed', { reason: 'a\u001b[2Jb\nweb | is9 | ok | x\r' })],
    says: 'web | is1 | failed | one | a␛[2Jb; web | is9 | ok | x\n',
  },
  {
    name: 'the summary has a line for each host',
    events: [
      summary({
        is1: { ok: 3, changed: 2, roundTrips: 4 },
        is2: { unreachable: true, skipped: 5 },
        is3: { failed: 1, roundTrips: 1 },
      }),
    ],
    says: `summary | is1 | 3 ok, 2 changed, 4 round trips
summary | is2 | unreachable, 5 skipped
summary | is3 | 1 failed, 1 round trip
summary | 3 hosts | ended with faults, 1.3 s
`,
  },
  {
    name: 'of several hosts, the first fault is said again at the end',
    events: [
      start({ web: { is1: ['one'], is2: ['one'] } }),
      step('web/is1/0/one', 'failed', { reason: 'no space left\non /srv' }),
      step('web/is2/0/one', 'failed', { reason: 'no' }),
      summary({ is1: { failed: 1 }, is2: { failed: 1 } }),
    ],
    says: `web | is1 | failed | one | no space left; on /srv
web | is2 | failed | one | no
summary | is1 | 1 failed
summary | is2 | 1 failed
summary | 2 hosts | ended with faults, 1.3 s
first fault | web | is1 | failed | one | no space left; on /srv
`,
  },
]

for (const { name, events, options, says } of situations) {
  test(name, () => assert.is(told('lines', events, options).out, says))
}

test.run()
