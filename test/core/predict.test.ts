import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { invalidate, predict } from '../../lib/core/predict.ts'
import type { Question } from '../../lib/core/question.ts'
import { nodeAt, type State } from '../../lib/core/state.ts'
import { stateOf } from './nodes.ts'
import { archive, listed, scripts } from './predict-scripts.ts'
import { type Situation, situations } from './predict-situations.ts'

const test = suite('predict')
const who = { user: 'me', group: 'mine' }

const predicted = ({ nodes = {}, answers = {}, operation }: Omit<Situation, 'name' | 'after'>): State => {
  const state = stateOf({ '/': { type: 'directory', below: 'absent' }, ...nodes }, answers)
  predict(state, operation, who)
  return state
}

for (const { name, after, ...situation } of [...situations, ...scripts]) {
  test(name, () => {
    const state = predicted(situation)
    for (const [path, node] of Object.entries(after)) assert.equal(nodeAt(state, path), node, path)
  })
}

test('an operation says of each path what was there before', () => {
  const { log } = predicted({
    nodes: { '/f': { type: 'file' } },
    operation: { op: 'move', from: '/f', to: '/g' },
  })
  assert.equal(
    log.map(({ real, before, after }) => [real, before?.type, after.type]),
    [
      ['/g', 'absent', 'file'],
      ['/f', 'file', 'absent'],
    ],
  )
})

test('a file from an archive that is written to is compared with what the archive has, once that is read', () => {
  const source = { file: '/pack.zip', entries: ['p/f'] }
  const question: Question = { ask: 'local', source, want: 'content' }
  const before = { type: 'file', predicted: true, content: { source, size: 3 } } as const
  const operation = { op: 'write', path: '/f', content: { text: 'new' } } as const
  const [unread] = predicted({ nodes: { '/f': before }, operation }).log
  assert.equal(unread?.before, before)
  const answers = { [JSON.stringify(question)]: { content: { text: 'old' }, sha256: '' } }
  const [read] = predicted({ nodes: { '/f': before }, answers, operation }).log
  assert.equal(read?.before, { ...before, content: { text: 'old' } })
})

test('an archive of which nobody has the list makes a folder of which nothing is known', () => {
  const operation = { op: 'run', script: 'x', effects: { unpacks: { archive, strip: 1, path: '/is' } } } as const
  for (const answers of [{}, { [listed]: { missing: 'no such file' } }])
    assert.equal(nodeAt(predicted({ answers, operation }), '/is'), {
      type: 'directory',
      below: 'absent',
      predicted: true,
    })
})

test('scripts are counted, and what they say that questions will answer is remembered', () => {
  const question: Question = { ask: 'command', script: 'id -u wso2' }
  const effects = { answers: [{ question, answer: { status: 0, output: '7' } }] }
  const state = predicted({ operation: { op: 'run', script: 'useradd wso2', effects } })
  assert.is(state.runs.count, 1)
  assert.equal(state.answers.get(JSON.stringify(question)), { status: 0, output: '7' })
  assert.is(predicted({ operation: { op: 'remove', path: '/x' } }).runs.count, 0)
})

test('of what nobody could plan yet, nothing is known where it may touch', () => {
  const state = stateOf({
    '/': { type: 'directory', below: 'absent' },
    '/l': { type: 'symlink', target: 'd' },
    '/d': { type: 'directory', below: 'absent' },
    '/d/f': { type: 'file' },
    '/k': { type: 'symlink', target: 'e' },
    '/e': { type: 'file' },
    '/other': { type: 'file' },
  })
  invalidate(state, [
    { ask: 'digest', path: '/l' },
    { ask: 'path', path: '/k' },
    { ask: 'command', script: 'x' },
  ])
  const types = ['/l', '/d', '/d/f', '/k', '/e', '/other'].map((path) => [path, nodeAt(state, path)?.type])
  assert.equal(types, [
    ['/l', 'unknown'],
    ['/d', 'unknown'],
    ['/d/f', 'unknown'],
    ['/k', 'unknown'],
    ['/e', 'file'],
    ['/other', 'file'],
  ])
  assert.is(state.runs.count, 1)
})

test.run()
