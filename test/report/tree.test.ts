import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Event } from '../../lib/core/event.ts'
import { frame } from '../../lib/report/tree/frame.ts'
import { emptyModel, hear } from '../../lib/report/tree/model.ts'
import { openScreen } from '../../lib/report/tree/screen.ts'
import { themeOf } from '../../lib/report/tree/theme.ts'
import { phase, start, step, summary, told, written } from './story.ts'

const test = suite('tree')
const theme = themeOf({ color: false })

/** Of events that were all heard at once, some seconds ago. */
const frameOf = (events: readonly Event[], columns: number, rows: number, seconds = 0): string[] => {
  const { play } = events.reduce((model, event) => hear(model, event, 0), emptyModel)
  return play ? frame(play, { tick: 0, now: seconds * 1000 }, { columns, rows }, theme) : []
}

const steps = ['make the home', 'edit axis2.xml']
const two = start({ web: { is1: steps, is10: steps, is3: steps } })
const play: Event = { type: 'play', play: 'web' }

test('a frame shows each host at work with its step, then how far the play is', () => {
  const events = [
    two,
    play,
    phase('web/is1', 'applying'),
    step('web/is1/0/make the home', 'ok'),
    phase('web/is10', 'reading'),
  ]
  assert.equal(frameOf(events, 60, 12), [
    '  ⠋ is1   applying  2/2 edit axis2.xml',
    '  ⠋ is10  reading',
    'web: 0 of 3 hosts done, 1 waiting',
  ])
})

test('an upload shows how far it is', () => {
  const progress: Event = { type: 'progress', play: 'web', host: 'is1', id: 'web/is1/1', bytes: 50e6, total: 200e6 }
  assert.is(
    frameOf([two, play, phase('web/is1', 'applying'), progress], 80, 12)[0],
    '  ⠋ is1  applying  2/2 edit axis2.xml  upload 25 % of 200 MB',
  )
})

test('what takes long says for how long, and an upload how fast it is', () => {
  const progress: Event = { type: 'progress', play: 'web', host: 'is1', id: 'web/is1/1', bytes: 50e6, total: 200e6 }
  const output: Event = { type: 'output', play: 'web', host: 'is1', id: 'web/is1/1', line: '7 of 9' }
  const begun = [two, play, phase('web/is1', 'applying')]
  assert.is(frameOf([...begun, output], 80, 12, 4)[0], '  ⠋ is1  applying  2/2 edit axis2.xml: 7 of 9')
  assert.is(frameOf([...begun, output], 80, 12, 75)[0], '  ⠋ is1  applying 1:15  2/2 edit axis2.xml: 7 of 9')
  assert.is(
    frameOf([...begun, progress], 80, 12, 10)[0],
    '  ⠋ is1  applying 10 s  2/2 edit axis2.xml  upload 25 % of 200 MB, 5 MB/s',
  )
})

test('an interrupted run says so', () => {
  const { out } = told('tree', [
    two,
    play,
    step('web/is1/0/a', 'changed'),
    { ...summary({}), interrupted: true } as Event,
  ])
  assert.match(out, /^interrupted: not all was done, /m)
})

test('a frame fits any terminal, with 50 hosts at work', () => {
  const names = Array.from({ length: 50 }, (_, n) => `host-with-a-long-name-${n}`)
  const all = start({ web: Object.fromEntries(names.map((name) => [name, ['a step with a long, long title 日本語']])) })
  const events = [all, play, ...names.map((name) => phase(`web/${name}`, 'applying'))]
  for (const [columns, rows] of [
    [80, 24],
    [40, 10],
    [20, 5],
    [10, 4],
  ] as const) {
    const lines = frameOf(events, columns, rows)
    assert.ok(lines.length < rows, `${lines.length} lines on ${rows} rows`)
    for (const line of lines) assert.ok([...line].length < columns, line)
  }
  assert.is(frameOf(events, 80, 24).at(-1), 'web: 0 of 50 hosts done, 30 more at work')
})

const xml = written('/x', 'a\n', 'b\n')
const story: readonly Event[] = [
  start({ web: { is1: steps, is2: steps, is3: steps, is4: steps } }),
  play,
  phase('web/is1', 'applying'),
  step('web/is1/0/make the home', 'ok'),
  step('web/is1/1/edit axis2.xml', 'changed', { changes: xml }),
  phase('web/is1', 'done'),
  step('web/is2/0/make the home', 'ok'),
  step('web/is2/1/edit axis2.xml', 'changed', { changes: xml }),
  phase('web/is2', 'done'),
  step('web/is3/0/make the home', 'refused', { reason: '/opt is a file:\nmove it away' }),
  step('web/is3/1/edit axis2.xml', 'skipped', { reason: 'an earlier step is refused' }),
  phase('web/is3', 'done'),
  { type: 'unreachable', play: 'web', host: 'is4', reason: 'connection refused' },
  phase('web/is4', 'done'),
  summary({
    is1: { ok: 1, changed: 1, roundTrips: 4 },
    is2: { ok: 1, changed: 1, roundTrips: 4 },
    is3: { refused: 1, skipped: 1, roundTrips: 2 },
    is4: { unreachable: true, skipped: 2 },
  }),
]
const hosts = `web
  ✔ is1  1 ok, 1 changed
  ✔ is2  1 ok, 1 changed
  ✖ is3  1 skipped, 1 refused
      ✖ refused make the home
          /opt is a file:
          move it away
  ✖ is4  unreachable
      connection refused
`
const end = `
ended with faults, 1.3 s
  ✔ is1 is2  1 ok, 1 changed, 4 round trips
  ✖ is3  1 skipped, 1 refused, 2 round trips
  ✖ is4  unreachable, 2 skipped

first fault, on is3 in web:
  ✖ refused make the home
      /opt is a file:
      move it away
`

test('the last line of what runs is shown behind its step, until that ends', () => {
  const said = (line: string): Event => ({ type: 'output', play: 'web', host: 'is1', id: 'web/is1/1', line })
  const shown = (...events: Event[]) => frameOf([two, play, phase('web/is1', 'applying'), ...events], 80, 12)[0]
  assert.is(shown(said('50 %'), said('51\u001b[31m %')), '  ⠋ is1  applying  2/2 edit axis2.xml: 51␛[31m %')
  assert.not.match(shown(said('50 %'), step('web/is1/1/edit axis2.xml', 'changed')) ?? '', /50 %/)
})

test('what is fine is folded, what is not stays with its reason', () => {
  assert.is(told('tree', story).out, `${hosts}  ~ edit axis2.xml   is1 is2\n${end}`)
})

test('with --diff a difference that hosts share is shown once', () => {
  const diff = `    --- /x\n    +++ /x (after)\n    @@ -1,1 +1,1 @@\n    -a\n    +b\n`
  assert.is(told('tree', story, { diff: true }).out, `${hosts}  ~ edit axis2.xml   is1 is2\n${diff}${end}`)
})

test('with -v what is fine is listed, too', () => {
  assert.match(told('tree', story, { verbose: true }).out, '  ✔ make the home   is1 is2\n')
})

test('a dry run says that it would, and what it cannot know', () => {
  const deferred = step('web/is1/1/edit axis2.xml', 'deferred', { reason: 'known once this is: /x' })
  const events = [
    start({ web: { is1: steps } }, 'plan'),
    play,
    step('web/is1/0/make the home', 'changed'),
    deferred,
    phase('web/is1', 'done'),
    summary({ is1: { changed: 1, deferred: 1 } }, 'plan'),
  ]
  assert.is(
    told('tree', events).out,
    `web
  ✔ is1  1 would change, 1 deferred
  ~ make the home   is1
  ? edit axis2.xml (known once this is: /x)   is1

dry run: nothing was changed, 1.3 s
  ✔ is1  1 would change, 1 deferred
`,
  )
})

test('a step that did not converge is no change but a fault', () => {
  const again = step('web/is1/0/make the home', 'failed', { reason: 'not converged' })
  const { out } = told('tree', [
    start({ web: { is1: steps } }),
    play,
    step('web/is1/0/make the home', 'changed'),
    again,
    phase('web/is1', 'done'),
    summary({}),
  ])
  assert.match(out, '  ✖ is1  1 failed\n      ✖ failed make the home\n          not converged\n')
  assert.not.match(out, '~ make the home')
})

for (const count of [60, 500])
  test(`${count} hosts: what is fine shares a line, and what is not is told in full, and again at the end`, () => {
    const names = Array.from({ length: count }, (_, nth) => `host-with-a-name-${nth}`)
    const bad = names[7] ?? ''
    const { out } = told('tree', [
      start({ web: Object.fromEntries(names.map((name) => [name, steps])) }),
      play,
      ...names.flatMap((name) => [
        step(`web/${name}/0/make the home`, 'ok'),
        name === bad
          ? step(`web/${name}/1/edit axis2.xml`, 'failed', { reason: 'no space left' })
          : step(`web/${name}/1/edit axis2.xml`, 'changed', { changes: xml }),
        phase(`web/${name}`, 'done'),
      ]),
      summary(Object.fromEntries(names.map((name) => [name, name === bad ? { failed: 1 } : { ok: 1, changed: 1 }]))),
    ])
    const others = `host-with-a-name-0 and ${count - 2} more`
    const fault = '✖ failed edit axis2.xml'
    const longest = names.at(-1)?.length ?? 0
    assert.is(
      out,
      `web
  ✖ ${bad.padEnd(longest)}  1 ok, 1 failed
      ${fault}
          no space left
  ✔ ${others}  1 ok, 1 changed
  ~ edit axis2.xml   ${others}

ended with faults, 1.3 s
  ✔ ${others}  1 ok, 1 changed
  ✖ ${bad}  1 failed

first fault, on ${bad} in web:
  ${fault}
      no space left
`,
    )
  })

for (const count of [60, 500])
  test(`${count} hosts: those that fail alike are told in full once, where the first of them fails, then in a line`, () => {
    const names = Array.from({ length: count }, (_, nth) => `host-${nth}`)
    const other = names[9] ?? ''
    const { out } = told('tree', [
      start({ web: Object.fromEntries(names.map((name) => [name, steps])) }),
      play,
      ...names.flatMap((name) => [
        name === other
          ? step(`web/${name}/0/make the home`, 'refused', { reason: '/opt is a file' })
          : step(`web/${name}/0/make the home`, 'failed', { reason: `no space left on ${name}` }),
        phase(`web/${name}`, 'done'),
      ]),
      summary(Object.fromEntries(names.map((name) => [name, name === other ? { refused: 1 } : { failed: 1 }]))),
    ])
    const longest = names.at(-1)?.length ?? 0
    assert.is(
      out.slice(0, out.indexOf('ended with faults')),
      `web
  ✖ ${'host-0'.padEnd(longest)}  1 failed
      ✖ failed make the home
          no space left on host-0
  ✖ ${other.padEnd(longest)}  1 refused
      ✖ refused make the home
          /opt is a file
  ✖ host-1 host-2 host-3 host-4 and ${count - 6} more  as host-0

`,
    )
  })

test('many hosts that cannot be reached, each at an address of its own, are told in full once', () => {
  const names = Array.from({ length: 30 }, (_, nth) => `host-${nth}`)
  const { out } = told('tree', [
    start({ web: Object.fromEntries(names.map((name) => [name, steps])) }),
    play,
    ...names.flatMap((name, nth): Event[] => [
      {
        type: 'unreachable',
        play: 'web',
        host: name,
        reason: `10.0.0.${nth} port 22: ${nth === 4 ? 'no route' : 'refused'}`,
      },
      phase(`web/${name}`, 'done'),
    ]),
    summary(Object.fromEntries(names.map((name) => [name, { unreachable: true }]))),
  ])
  assert.is(
    out.slice(0, out.indexOf('\n\n')),
    `web
  ✖ host-0   unreachable
      10.0.0.0 port 22: refused
  ✖ host-4   unreachable
      10.0.0.4 port 22: no route
  ✖ host-1 host-2 host-3 host-5 and 24 more  as host-0`,
  )
})

test('a host that was left out says why', () => {
  const { out } = told('tree', [
    start({ web: { is1: steps } }),
    play,
    step('web/is1/0/a', 'skipped', { reason: 'left out by tags' }),
    summary({}),
  ])
  assert.match(out, '  - is1  1 skipped: left out by tags\n')
})

test('a screen redraws its last lines only, and gives the cursor back', () => {
  let text = ''
  const screen = openScreen({ write: (more) => (text += more), columns: 10, rows: 5 })
  const drawn = (printed: string[], live: string[]) => {
    text = ''
    screen.draw(printed, live)
    return text.replaceAll('\u001b', 'ESC')
  }
  assert.is(drawn([], ['one', 'two']), 'ESC[?25lone\ntwo\n')
  assert.is(drawn(['done'], ['one']), 'ESC[2A\rESC[Jdone\none\n')
  assert.is(drawn(['end'], []), 'ESC[?25hESC[1A\rESC[Jend\n')
  assert.is(drawn([], []), '')
})

test('what is no terminal is told what stays, and nothing that would be drawn over', () => {
  let text = ''
  const screen = openScreen({ write: (more) => (text += more) })
  screen.draw([], ['one', 'two'])
  screen.draw(['done'], ['one'])
  screen.draw(['end'], [])
  assert.is(text, 'done\nend\n')
})

test('a terminal that says 0 columns is taken for 80', () => {
  assert.equal(openScreen({ write: () => {}, columns: 0, rows: 0 }).size(), { columns: 80, rows: 24 })
})

test.run()
