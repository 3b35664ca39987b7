import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { answer } from '../../lib/core/answer.ts'
import { predict } from '../../lib/core/predict.ts'
import { keyOf, type Question } from '../../lib/core/question.ts'
import { unknown } from '../../lib/core/state.ts'
import { commands } from './answer-commands.ts'
import { files } from './answer-files.ts'
import { paths } from './answer-paths.ts'
import { stateOf } from './nodes.ts'

for (const [name, situations] of Object.entries({ paths, files, commands })) {
  const test = suite(`answer: ${name}`)
  for (const { name, nodes = {}, answers = [], after = [], question, is } of situations) {
    test(name, () => {
      const state = stateOf(nodes, Object.fromEntries(answers.map(([asked, said]) => [keyOf(asked), said])))
      for (const operation of after) predict(state, operation, { user: 'u', group: 'g' })
      assert.equal(answer(state, question), is)
    })
  }
  test.run()
}

const test = suite('answer: to anything')
const questions: readonly Question[] = [
  { ask: 'path', path: '/f' },
  { ask: 'path', path: '/f', follow: true },
  { ask: 'digest', path: '/f' },
  { ask: 'content', path: '/f' },
  { ask: 'entry', archive: '/f', entry: 'e' },
  { ask: 'command', script: 'x' },
  { ask: 'command', script: 'x', inputs: [] },
  { ask: 'local', source: { file: 'f' }, want: 'content' },
  { ask: 'os' },
  { ask: 'archive', source: { file: 'f' } },
]

for (const question of questions) {
  test(`where nothing is known, ${keyOf(question)} is to be asked`, () => {
    const { follow: _, ...asked } = { follow: undefined, ...question }
    assert.equal(answer(stateOf({}), question), { unasked: asked })
  })
}

test('what only the host can tell later stays so', () => {
  const question: Question = { ask: 'archive', source: { file: 'f' } }
  assert.is(answer(stateOf({}, { [keyOf(question)]: unknown }), question), unknown)
})

test.run()
