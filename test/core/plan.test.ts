import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { itemsOf } from '../../lib/core/build.ts'
import { commandFact, contentFact, each, foretell, on, pathFact } from '../../lib/core/fact.ts'
import { found, refuse } from '../../lib/core/failure.ts'
import type { Operation } from '../../lib/core/operation.ts'
import { type PlanInput, plan, type Step } from '../../lib/core/plan.ts'
import { keyOf } from '../../lib/core/question.ts'
import { holdsReference, refer } from '../../lib/core/reference.ts'
import type { Planned, Reads, Resource, Resources } from '../../lib/core/resource.ts'
import { secret } from '../../lib/core/secret.ts'
import { type Node, nodeAt } from '../../lib/core/state.ts'
import { directory, file, stateOf } from './nodes.ts'

const test = suite('plan')
const word = secret('word', { value: 'old' })

/** A step that reads and plans as it is told. */
const step = <Asked extends Reads<Asked>>(
  key: string,
  reads: Asked,
  planned: Planned | ((answers: never) => Planned),
): Resource => ({
  task: 'test',
  key,
  title: `do ${key}`,
  tags: [],
  args: {},
  reads: reads as Resource['reads'],
  plan: (answers) => (typeof planned === 'function' ? planned(answers as never) : planned),
})

const write = (path: string, text: string): Operation => ({ op: 'write', path, content: { text } })
const run = (effects: Extract<Operation, { op: 'run' }>['effects'] = {}): Operation => ({
  op: 'run',
  script: 'do it',
  effects,
})
const asked = commandFact('ask\nmore', ['/in'])
const said = (output: string) => ({ [keyOf(asked.question)]: { status: 0, output } })

const nodes: Readonly<Record<string, Node>> = {
  '/': directory(),
  '/f': file('old'),
  '/in': file(''),
  '/made': { type: 'absent' },
}

const planned = (resources: Resources, known: Parameters<typeof stateOf>[1] = {}, more: Partial<PlanInput> = {}) =>
  plan({
    items: itemsOf(resources, 'p/h'),
    state: stateOf(nodes, known),
    privilege: () => 'login',
    identity: () => ({ user: 'u', group: 'g' }),
    elsewhere: () => undefined,
    ...more,
  })

const outcome = (one: Step): string => {
  switch (one.outcome) {
    case 'ok':
      return one.found === undefined ? 'ok' : `ok: ${one.found}`
    case 'change':
      return `change: ${one.operations.map(({ op }) => op).join(' ')}`
    case 'deferred':
      return `deferred: ${one.waitsFor}`
    case 'refused':
      return `refused: ${one.refusal.refusal}`
  }
}

interface Situation {
  readonly name: string
  readonly resources: Resources
  readonly known?: Readonly<Record<string, unknown>>
  readonly outcomes: readonly string[]
  /** Questions that have to be put to a host first. */
  readonly unasked?: readonly string[]
}

const f = { at: contentFact('/f') }

const situations: readonly Situation[] = [
  { name: 'nothing', resources: [], outcomes: [] },
  { name: 'nothing to do', resources: step('a', f, []), outcomes: ['ok'] },
  { name: 'something to do', resources: step('a', f, [write('/f', 'new'), run()]), outcomes: ['change: write run'] },
  { name: 'a write of the same bytes is no change', resources: step('a', f, [write('/f', 'old')]), outcomes: ['ok'] },
  { name: 'a refusal', resources: step('a', f, refuse('it is so', 'do that')), outcomes: ['refused: it is so'] },
  { name: 'a finding', resources: step('a', f, found('all is well')), outcomes: ['ok: all is well'] },
  {
    name: 'a refusal does not keep what comes after from being planned',
    resources: [step('a', f, refuse('no', '')), step('b', f, [write('/f', 'b')])],
    outcomes: ['refused: no', 'change: write'],
  },
  {
    name: 'a path is one however it is written',
    resources: [
      step('a', { at: contentFact('//f/.') }, [write('/./f//', 'new')]),
      step('b', { at: contentFact('/f/') }, (({ at }: { at: { content: { text: string } } }) =>
        found(at.content.text)) as never),
    ],
    outcomes: ['change: write', 'ok: new'],
  },
  {
    name: 'what comes after sees what will have been done',
    resources: [
      step('a', f, [write('/f', 'new')]),
      step('b', f, (({ at }: { at: { content: { text: string } } }) => found(at.content.text)) as never),
    ],
    outcomes: ['change: write', 'ok: new'],
  },
  {
    name: 'a question that nobody has put',
    resources: [step('a', { asked, there: pathFact('/x') }, []), step('b', { there: pathFact('/in') }, [])],
    outcomes: ['deferred: an answer', 'ok'],
    unasked: ['ask\nmore', '/x'],
  },
  {
    name: 'an answer that a later change makes doubtful: only the host can tell',
    resources: [step('a', { at: pathFact('/in') }, [write('/in', 'new')]), step('b', { asked }, [])],
    known: said('x'),
    outcomes: ['change: write', 'deferred: the answer of "ask"'],
  },
  {
    name: 'a change elsewhere leaves an answer as it is',
    resources: [step('a', f, [write('/f', 'new')]), step('b', { asked }, [])],
    known: said('x'),
    outcomes: ['change: write', 'ok'],
  },
  {
    name: 'an answer that is foretold',
    resources: [
      step('a', { at: pathFact('/in') }, [
        write('/in', 'new'),
        run({ answers: [foretell(commandFact('told', []), { status: 0, output: 'new' })] }),
      ]),
      step('b', { told: commandFact('told', []) }, (({ told }: { told: { output: string } }) =>
        found(told.output)) as never),
    ],
    outcomes: ['change: write run', 'ok: new'],
  },
  {
    name: 'what a script makes unknown',
    resources: [
      step('a', { at: pathFact('/made') }, [run({ unknown: ['/made'] })]),
      step('b', { at: contentFact('/made') }, []),
    ],
    outcomes: ['change: run', 'deferred: /made'],
  },
  {
    name: 'what waits may change all that it reads, so that others wait for that, and nobody else',
    resources: [
      step('a', { at: pathFact('/made') }, [run({ unknown: ['/made'] })]),
      step('b', { made: contentFact('/made'), at: pathFact('/f') }, []),
      step('c', f, []),
      step('d', { at: pathFact('/in') }, []),
    ],
    outcomes: ['change: run', 'deferred: /made', 'deferred: /f', 'ok'],
  },
  {
    name: 'each of several: the answers by their keys',
    resources: step('a', { all: each(['/f', '/made'], pathFact) }, (({
      all,
    }: {
      all: ReadonlyMap<string, { type: string }>
    }) => found([...all].map(([path, { type }]) => `${path} ${type}`).join())) as never),
    outcomes: ['ok: /f file,/made absent'],
  },
  {
    name: 'each of several, of which one waits and another has not been asked',
    resources: [
      step('a', { at: pathFact('/made') }, [run({ unknown: ['/made'] })]),
      step('b', { all: each(['/f', '/made'], contentFact) }, []),
    ],
    outcomes: ['change: run', 'deferred: /made'],
  },
  {
    name: 'a fact that only some options need is left out',
    resources: step(
      'a',
      { at: undefined, f: contentFact('/f') } as never,
      ((answers: object) => found(Object.keys(answers).join())) as never,
    ),
    outcomes: ['ok: f'],
  },
  {
    name: 'another host that has not been asked',
    resources: step('a', { there: on('other', pathFact('/f')) }, []),
    outcomes: ['deferred: an answer'],
    unasked: ['/f on other'],
  },
  {
    name: 'a script that refers to a secret',
    resources: step('a', f, [{ op: 'run', script: `echo ${refer(secret('db', { value: 'x' }))}`, effects: {} }]),
    outcomes: ['refused: the script of "do a" refers to a secret, which others on the host could read'],
  },
]

for (const { name, resources, known, outcomes, unasked = [] } of situations) {
  test(name, () => {
    const result = planned(resources, known)
    assert.equal(result.steps.map(outcome), outcomes)
    assert.equal(
      result.unasked.map(({ question, host }) => {
        const what = 'script' in question ? question.script : 'path' in question ? question.path : question.ask
        return host === undefined ? what : `${what} on ${host}`
      }),
      unasked,
    )
    assert.equal(
      result.items.map(({ id }) => id),
      result.steps.map(({ id }) => id),
      'a step for each resource',
    )
    assert.equal(JSON.parse(JSON.stringify(result.steps)), result.steps, 'a document')
  })
}

test('the state that was given is left as it was', () => {
  const state = stateOf(nodes)
  planned(step('a', f, [write('/f', 'new')]), {}, { state })
  assert.equal([nodeAt(state, '/f'), state.log], [file('old'), []])
})

test('observed: what would be done is said, and nothing of it is predicted', () => {
  const steps = [
    step('a', f, [write('/f', 'new')]),
    step('b', f, [write('/f', 'new')]),
    step('c', f, refuse('no', '')),
    step('d', f, found('well')),
    step('e', f, [write('/f', refer(word))]),
  ]
  const result = planned(steps, {}, { mode: 'observe' })
  assert.equal(result.steps.map(outcome), ['change: write', 'change: write', 'refused: no', 'ok: well', 'ok'])
  assert.equal([result.operations, result.state.log], [[], []])
})

test('a task that touches what it does not read is a bug, and throws', () => {
  assert.throws(
    () => planned(step('a', f, [write('/g', '')])),
    /^task test touches \/g, which it does not read \(it reads \/f\)$/,
  )
  assert.throws(() => planned(step('a', {}, [run({ unknown: ['/g'] })])), /touches \/g, .*\(it reads no path\)/)
  assert.throws(
    () =>
      planned(
        step('a', { there: on('other', pathFact('/f')) }, [write('/f', '')]),
        {},
        { elsewhere: () => stateOf(nodes) },
      ),
    /touches \/f/,
    'what is read of another host is not this one’s',
  )
})

test('a secret that is there already is known as one from then on, and nothing is written', () => {
  const result = planned([
    step('a', f, [write('/f', refer(word))]),
    step('b', f, [write('/f', `${refer(word)} and more`)]),
  ])
  assert.equal(result.steps.map(outcome), ['ok', 'change: write'])
  const [operation] = result.operations
  const before = operation?.effects[0]?.before
  assert.ok(before?.type === 'file' && before.content && 'text' in before.content)
  assert.ok(holdsReference(before.content.text), 'the side that was there refers to it, too')
  assert.not.match(JSON.stringify(result.operations), /old/)
})

test('who acts is asked of the privilege of each step', () => {
  const result = planned(
    [step('a', { at: pathFact('/made') }, [write('/made', '')])],
    {},
    { privilege: ({ id }) => id, identity: (name) => ({ user: name, group: 'staff' }) },
  )
  assert.is(result.operations[0]?.privilege, 'p/h/a')
  const made = nodeAt(result.state, '/made')
  assert.ok(made?.type === 'file')
  assert.equal([made.owner, made.group], ['p/h/a', 'staff'])
})

test.run()
