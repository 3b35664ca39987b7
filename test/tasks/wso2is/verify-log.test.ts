import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Planned } from '../../../lib/core/resource.ts'
import { readConnections } from '../../../lib/remote/posix/connections.ts'
import { clusterIsComplete } from '../../../tasks/wso2is/checks/cluster-is-complete.ts'
import { readLog } from '../../../tasks/wso2is/posix/log.ts'

const test = suite('what a server says of itself')

const line = (message: string) => `TID: [-1234] [] [2018-01-10 12:00:00,000]  INFO {org.wso2.X} -  ${message}\n`
const local = (port: number) =>
  line(`Local member: [u1] - Host:10.0.0.11, Remote Host:null, Port: ${port}, HTTP:9763, HTTPS:9443`)
const joined = (address: string) => line(`Member joined [u]: /${address}`)
const left = (address: string) => line(`Member left [u]: /${address}`)

test('joined, left, and joined again', () => {
  const { joined: now, left: gone } = readLog(
    joined('10.0.0.12:4000') +
      joined('10.0.0.13:4000') +
      left('10.0.0.12:4000') +
      left('10.0.0.13:4000') +
      joined('10.0.0.12:4000'),
  )
  assert.equal({ now, gone }, { now: ['10.0.0.12:4000'], gone: ['10.0.0.13:4000'] })
})

test('addresses as the kernel holds them', () => {
  const found = readConnections(
    '0B00000A:0FA0 0C00000A:C350\n0000000000000000FFFF00000B00000A:C351 0000000000000000FFFF00000C00000A:0FA0\n',
  )
  assert.equal(found, [
    { local: { address: '10.0.0.11', port: 4000 }, remote: { address: '10.0.0.12', port: 50000 } },
    { local: { address: '10.0.0.11', port: 50001 }, remote: { address: '10.0.0.12', port: 4000 } },
  ])
})

const members = ['10.0.0.11', '10.0.0.12', '10.0.0.13'].map((host) => ({ host, port: 4000 }))
const check = clusterIsComplete({ version: '5.4.1', home: '/opt/is', self: { host: '10.0.0.11', port: 4000 }, members })
const verdict = (log: string, open: string): Planned =>
  check.plan({ log: { status: 0, output: log }, open: { status: 0, output: open } })
const words = (planned: Planned) =>
  'refusal' in planned ? planned.refusal : 'finding' in planned ? planned.finding : planned
const whole = 'it sees 10.0.0.12:4000, 10.0.0.13:4000'

const fromTwelve = '0B00000A:0FA0 0C00000A:C350\n'
const toThirteen = '0B00000A:C350 0D00000A:0FA0\n'
const rows: readonly (readonly [string, string, string, unknown])[] = [
  ['all have joined', local(4000) + joined('10.0.0.12:4000') + joined('10.0.0.13:4000'), '', whole],
  ['who was there before is connected', local(4000), fromTwelve + toThirteen, whole],
  ['one is missing', local(4000), toThirteen, 'this node does not see 10.0.0.12:4000'],
  [
    'one left',
    local(4000) + joined('10.0.0.12:4000') + left('10.0.0.12:4000'),
    toThirteen,
    'this node does not see 10.0.0.12:4000 (it left)',
  ],
  [
    'the port was taken',
    local(4001),
    fromTwelve + toThirteen,
    'this node took port 4001, not 4000, which was in use when it started',
  ],
  ['no cluster', '', fromTwelve, 'this node is in no cluster, says its log'],
  [
    'a stranger',
    local(4000) + joined('10.0.0.99:4000'),
    fromTwelve + toThirteen,
    '10.0.0.99:4000 joined, which the inventory does not name',
  ],
]
for (const [name, log, open, expected] of rows) {
  test(name, () => {
    assert.equal(words(verdict(log, open)), expected)
  })
}

test.run()
