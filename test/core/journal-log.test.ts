import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { pastRuns } from '../../lib/core/history.ts'
import { readLog, readRun } from '../../lib/core/journal-log.ts'
import { pastPaths } from '../../lib/core/past-paths.ts'

const test = suite('what a journal says')
const sum = 'a'.repeat(64)
const entry = (n: number, more: object) => `b ${JSON.stringify({ n, host: 'a', step: 's', title: 't', ...more })}`
const log = [
  entry(1, {
    op: 'write',
    path: '/etc/x',
    before: { type: 'file', sha256: sum },
    after: { type: 'file', sha256: sum },
  }),
  'w 1 640:0:12 8',
  'e 1',
  entry(2, { op: 'run', paths: ['/srv/y'] }),
  `p 2.0 file 600:0:0 k${sum} /srv/y`,
  'q 2.0 absent - - /srv/y',
  'e 2 7',
  entry(3, { op: 'remove', path: '/etc/z', before: { type: 'file' }, after: { type: 'absent' } }),
  'u 3 200000',
  'x 3',
].join('\n')

test('an operation, what was there, what it left, and how it ended', () => {
  const [write, run, remove] = readLog(log)
  assert.equal([write?.attributes, write?.size, write?.end], [{ mode: 0o640, uid: 0, gid: 12 }, 8, 0])
  assert.equal(
    run?.seen.map(({ name, path, before, after }) => [name, path, before.type, before.keyed, after?.type]),
    [['2.0', '/srv/y', 'file', sum, 'absent']],
  )
  assert.is(run?.end, 7)
  assert.equal([remove?.unkept, remove?.end], ['200000', 'undone'])
})

test('of several operations on one path, what was before the first and after the last', () => {
  const both = [
    entry(1, { op: 'attributes', path: '/x', before: { type: 'file' }, after: { type: 'attributes', mode: 384 } }),
    'w 1 644:0:0 3',
    entry(2, { op: 'write', path: '/x', before: { type: 'file', sha256: sum }, after: { type: 'file', sha256: 'b' } }),
    'w 2 600:0:0 3',
  ].join('\n')
  const run = { id: 'r', at: '', by: '', playbook: '', salt: '' }
  const [one] = pastPaths([{ folder: '/j/r', run, records: readLog(both), state: 'ended', undone: [] }])
  assert.equal(
    [one?.before.sha256, one?.before.numbers?.mode, one?.after?.sha256, one?.was],
    [sum, 0o644, 'b', '/j/r/was/old-2'],
  )
})

test('anything else says nothing: a line that is cut, or of another kind', () => {
  assert.equal(readLog('b {"n":1,"op":"wri\nzzz\ne 1'), [])
  assert.equal(readLog(entry(1, { op: 'write', path: 'no/path' })), [])
  assert.equal(readLog(entry(1, { op: 'run', undo: { script: 7 } })), [])
  assert.is(readRun('{"id":"../x","at":"","by":"","playbook":"","salt":""}'), undefined)
  assert.is(readRun('[]'), undefined)
  assert.is(readRun('{"id":"x","at":"","by":"","playbook":"","salt":"","commit":7}'), undefined)
  for (const before of [null, 7, { type: 7 }, { type: 'file', mode: 'x' }, { type: 'file', owner: 0 }])
    assert.equal(readLog(entry(1, { op: 'write', path: '/x', before, after: { type: 'file' } })), [])
  assert.equal(readLog(entry(1, { op: 'write', path: `/${'x/'.repeat(5000)}` })), [])
})

test('of many operations each is looked at once', () => {
  // By the square of their number this would take hours.
  const many = 300_000
  const long = `${entry(1, { op: 'run', paths: [] })}\n${Array.from({ length: many }, (_, n) => `p 1.${n} absent - - /x${n}\nq 1.${n} absent - - /x${n}`).join('\n')}`
  assert.is(readLog(long)[0]?.seen.length, many)
  const run = { id: 'r', at: '', by: '', playbook: '', salt: '' }
  const [record] = readLog(entry(1, { op: 'write', path: '/x' }))
  const records = record === undefined ? [] : Array.from({ length: many }, () => record)
  const [past] = pastRuns('a', [{ folder: '/j/r', run, records, state: 'ended', undone: [] }])
  assert.is(past?.steps.length, 1)
})

test('however it is mutated, it is read without a fault', () => {
  const mutation = fc.record({ at: fc.nat(log.length), length: fc.nat(20), text: fc.string({ maxLength: 10 }) })
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 5 }), (mutations) => {
      const text = mutations.reduce(
        (now, { at, length, text }) => now.slice(0, at) + text + now.slice(at + length),
        log,
      )
      const run = { id: 'r', at: '', by: '', playbook: '', salt: '' }
      pastPaths([{ folder: '/j/r', run, records: readLog(text), state: 'ended', undone: [] }])
      readRun(text)
    }),
    { numRuns: 2000, seed: 20_261_126 },
  )
})

test.run()
