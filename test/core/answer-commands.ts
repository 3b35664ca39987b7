import type { Operation } from '../../lib/core/operation.ts'
import type { Question } from '../../lib/core/question.ts'
import { unknown } from '../../lib/core/state.ts'
import type { Situation } from './answer-paths.ts'
import { directory, file, link } from './nodes.ts'

const said = { status: 0, output: 'yes' }
const write = (path: string, text: string): Operation => ({ op: 'write', path, content: { text } })
const script: Operation = { op: 'run', script: 'make', effects: {} }
const nodes = {
  '/': directory({ below: 'absent' }),
  '/etc': directory({ below: 'absent' }),
  '/etc/a': file('a'),
  '/etc/d': directory({ below: 'absent' }),
  '/l': link('etc/a'),
}

/** A command of which the answer is known, after operations that may have made it another. */
const asked = (
  name: string,
  inputs: readonly string[] | undefined,
  after: readonly Operation[],
  is: unknown,
): Situation => {
  const question: Question = { ask: 'command', script: 'x', ...(inputs ? { inputs } : {}) }
  return { name, nodes, answers: [[question, said]], after, question, is }
}

export const commands: readonly Situation[] = [
  asked('nothing is planned', undefined, [], said),
  asked('anything is planned', undefined, [write('/etc/b', '')], unknown),
  asked('what is planned changes nothing', undefined, [write('/etc/a', 'b'), write('/etc/a', 'a')], said),
  asked('a script is planned', undefined, [script], unknown),
  asked('a script is planned, and nothing has a part in the answer', [], [script, write('/etc/b', '')], said),
  asked('what has a part in it stays', ['/etc/a'], [script, write('/etc/b', ''), write('/etc/ab', '')], said),
  asked('what has a part in it changes', ['/etc/a'], [write('/etc/a', 'b')], unknown),
  asked('something in a folder that has a part in it changes', ['/etc/d'], [write('/etc/d/e', '')], unknown),
  asked('the folder of what has a part in it goes', ['/etc/d/e'], [{ op: 'remove', path: '/etc/d' }], unknown),
  asked('what a link leads to has a part in it', ['/l'], [write('/etc/a', 'b')], unknown),
  asked(
    'a script makes what has a part in it unknown',
    ['/etc/a'],
    [{ ...script, effects: { unknown: ['/etc/a'] } }],
    unknown,
  ),
  {
    name: 'a script says what the answer will be',
    nodes,
    after: [
      { ...script, effects: { answers: [{ question: { ask: 'command', script: 'x', inputs: [] }, answer: said }] } },
    ],
    question: { ask: 'command', script: 'x', inputs: [] },
    is: said,
  },
]
