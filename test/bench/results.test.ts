import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { canonicalXml } from './job/canonical-xml.ts'
import type { Comparison, Row } from './measured.ts'
import { barChart, growthChart } from './show/chart.ts'
import { goalsOf } from './show/goals.ts'
import { resultsText } from './show/results-text.ts'
import { figure, table } from './show/table.ts'

const test = suite('bench: what is shown')

test('a table has its numbers to the right, with as many digits as mean something', () => {
  assert.is(
    table(
      ['a', 'b'],
      [
        ['x|y', 1.234],
        ['z', undefined],
      ],
    ),
    '| a | b |\n| --- | ---: |\n| x\\|y | 1.23 |\n| z | – |',
  )
  assert.equal([123.4, 12.34, 1.234, 0.01234, 7].map(figure), ['123', '12.3', '1.23', '0.012', '7'])
})

test('the longest bar takes the room, and names are text', () => {
  const svg = barChart({
    title: 'a < b',
    unit: 's',
    bars: [
      { label: 'x', value: 2 },
      { label: 'y', value: 1, own: true },
    ],
  })
  assert.match(svg, /a &lt; b/)
  assert.equal(
    [...svg.matchAll(/<rect x.* width="([\d.]+)"/g)].map(([, width]) => width),
    ['460.0', '230.0'],
  )
})

test('what grows linearly lies on its dotted line', () => {
  const svg = growthChart({
    title: '',
    x: 'n',
    y: 's',
    lines: [
      {
        label: 'l',
        points: [
          [1, 1],
          [10, 10],
        ],
      },
    ],
  })
  const [drawn, dotted] = [...svg.matchAll(/points="([^"]*)"/g)].map(([, points]) => points)
  assert.is(drawn, dotted)
})

const row = (tool: Row['tool'], wall: number, more: Partial<Row> = {}): Row => ({
  ...{ tool, hosts: 1, rtt: 0, phase: 'converged', status: 0, wall, controllerCpu: 1, hostsCpu: 1 },
  ...{ largest: 50, memory: 60, sent: 1, received: 10 },
  ...more,
})
const compare: Comparison = {
  machine: {},
  isQuick: true,
  rows: [row('runbook', 1), row('runbook', 3), row('ansible', 50), row('ansible', 1, { status: 2 }), row('floor', 1)],
  results: { ansible: [], mitogen: ['/etc/x: a / b'] },
  missing: { pyinfra: 'not installed' },
}

test('goals are reached or missed by medians of what came to its end', () => {
  const found = goalsOf({ compare })
  const of = (words: string) => found.find(({ what }) => what.includes(words))
  assert.equal([of('fast as ansible')?.measured, of('fast as ansible')?.isReached], [25, true])
  assert.equal([of('times of the floor')?.measured, of('times of the floor')?.isReached], [2, false])
  assert.is(of('fast as pyinfra')?.isReached, undefined)
})

test('the page says what failed, what is not here, and whose result is another', () => {
  const { text, charts } = resultsText({ compare }, 'Why.')
  assert.match(text, /Ansible, tuned \(1 failed\)/)
  assert.match(text, /pyinfra: not here/)
  assert.match(text, /Mitogen differs \(\/etc\/x: a \/ b\)/)
  assert.equal(Object.keys(charts), ['apply-1-hosts-0-ms', 'converged-1-hosts-0-ms'])
})

test('XML is the same however it is written, and another where it says something else', () => {
  const of = (text: string, encoding: BufferEncoding = 'utf8') => canonicalXml(Buffer.from(text, encoding))
  const one = '<?xml version="1.0" encoding="ISO-8859-1"?><a x="1" y=\'é\'><!-- c --> <b/></a>'
  assert.is(of(one, 'latin1'), of('<a y="é" x="1">\n<b></b></a>'))
  assert.is.not(of('<a>1</a>'), of('<a>2</a>'))
})

test.run()
