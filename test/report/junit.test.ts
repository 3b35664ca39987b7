import { SaxesParser } from 'saxes'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { storyWithFaults } from './page-story.ts'
import { start, step, summary, told, written } from './story.ts'

const test = suite('junit')

interface Found {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  text: string
}

/** The elements of a document, as a reader of XML finds them; throws where it is none. */
function elements(xml: string): Found[] {
  const found: Found[] = []
  const open: Found[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const one = { name, attributes: { ...(attributes as Record<string, string>) }, text: '' }
    found.push(one)
    open.push(one)
  })
  parser.on('text', (text) => {
    for (const one of open.slice(-1)) one.text += text
  })
  parser.on('closetag', () => void open.pop())
  parser.write(xml).close()
  return found
}

const named = (xml: string, name: string) => elements(xml).filter((one) => one.name === name)

test('a suite for each host of each play, a case for each step, and how it ended', () => {
  const xml = told('junit', storyWithFaults).out
  const [all] = named(xml, 'testsuites')
  const counts = { tests: '11', failures: '1', errors: '1', skipped: '4' }
  assert.equal(all?.attributes, { name: 'site', ...counts, time: '1.250' })
  const suites = named(xml, 'testsuite').map(({ attributes }) => attributes)
  assert.equal(
    suites.map(({ name }) => name),
    ['databases: db', 'web: is1', 'web: is2', 'web: is3'],
  )
  assert.equal(suites[2], {
    ...{ name: 'web: is2', hostname: 'is2', tests: '3', failures: '1', errors: '0', skipped: '1' },
    ...{ time: '7.000', timestamp: '2026-11-26T12:00:07' },
  })
  const [failure] = named(xml, 'failure')
  assert.equal(failure?.attributes, { message: 'no space left', type: 'failed' })
  assert.is(failure?.text, 'no space left\non the device')
  const [error] = named(xml, 'error')
  assert.equal(error?.attributes, { message: 'connection refused', type: 'unreachable' })
})

test('what a host says is text, whatever it is', () => {
  const reason = 'a\u001b[2J <b>&amp;]]> "q" \ufffe \ud800'
  const xml = told('junit', [start({ web: { is1: [] } }), step('web/is1/0/a <b> "c"', 'failed', { reason })]).out
  assert.is(named(xml, 'failure')[0]?.text, 'a␛[2J <b>&amp;]]> "q" \ufffd \ufffd')
  assert.is(named(xml, 'testcase')[0]?.attributes.name, 'a <b> "c"')
})

test('with --diff what is changed stands in its output', () => {
  const events = [
    step('web/is1/0/one', 'changed', { changes: written('/x', 'a\n', 'b\n') }),
    summary({ is1: { changed: 1 } }),
  ]
  assert.equal(named(told('junit', events).out, 'system-out'), [])
  assert.match(named(told('junit', events, { diff: true }).out, 'system-out')[0]?.text ?? '', /-a\n\+b\n/)
})

test('a run that was broken off: what it did not come to is skipped', () => {
  const xml = told('junit', [start({ web: { is1: ['one', 'two'] } }), step('web/is1/0/one', 'ok')]).out
  assert.equal(named(xml, 'skipped')[0]?.attributes, { message: 'the run did not come to it' })
})

test.run()
