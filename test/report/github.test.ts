import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { storyWithFaults } from './page-story.ts'
import { start, step, summary, told } from './story.ts'

const test = suite('github')

test('an error for each fault, a warning for each, and how it ended', () => {
  assert.is(
    told('github', storyWithFaults).out,
    `::warning title=databases%3A make the database::db: its password is that of the pack
::error title=web%3A unreachable::is3: connection refused
::error title=web%3A write /etc/motd::is2: no space left%0Aon the device
::notice title=is1::an earlier run died here
::notice title=site%3A ended with faults::db: 1 ok%0Ais1: 2 ok, 1 changed%0Ais2: 1 ok, 1 skipped, 1 failed%0Ais3: nothing to do
`,
  )
})

test('what a host says begins no command of its own, and no line', () => {
  const reason = '100 % \n::set-output name=a::b\r\n::stop-commands::x'
  const { out } = told('github', [start({ web: { is1: ['a'] } }), step('web/is1/0/a,b::c', 'failed', { reason })])
  assert.is(
    out.split('\n')[0],
    '::error title=web%3A a%2Cb%3A%3Ac::is1: 100 %25 %0A::set-output name=a::b␍%0A::stop-commands::x',
  )
  assert.equal(
    out.split('\n').filter((line) => !/^::(error|notice) title=/.test(line)),
    [''],
  )
})

test('hosts with the same fault share a command: of each kind, GitHub shows ten', () => {
  const hosts = Array.from({ length: 60 }, (_, nth) => `h${nth}`)
  const { out } = told('github', [
    start({ web: Object.fromEntries(hosts.map((name) => [name, ['a']])) }),
    ...hosts.map((name) => step(`web/${name}/0/a`, 'failed', { reason: 'no' })),
    summary(Object.fromEntries(hosts.map((name) => [name, { failed: 1 }]))),
  ])
  assert.is(
    out,
    '::error title=web%3A a::all 60 hosts: no\n::notice title=demo%3A ended with faults::60 hosts, 0 of them all right\n',
  )
})

test.run()
