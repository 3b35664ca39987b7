import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import type { OsAnswer } from '../../lib/core/answers.ts'
import { itemsOf } from '../../lib/core/build.ts'
import { commandFact, contentFact, each, type Fact, osFact, pathFact } from '../../lib/core/fact.ts'
import { type GivenOptions, given } from '../../lib/core/given.ts'
import { type PlanInput, plan, type Step } from '../../lib/core/plan.ts'
import { keyOf } from '../../lib/core/question.ts'
import type { NamedResources, Resources } from '../../lib/core/resource.ts'
import { resolveSecret, secret } from '../../lib/core/secret.ts'
import { nodeAt } from '../../lib/core/state.ts'
import { defineTask } from '../../lib/core/task.ts'
import { syntaxFault } from '../../lib/remote/posix/frame.ts'
import { absent, command, file, lines } from '../../tasks/index.ts'
import { perFamily } from '../../tasks/system/per-family.ts'
import { directory, file as fileNode, stateOf } from './nodes.ts'

const test = suite('given')

const os = (family: OsAnswer['family'], id: string = family): OsAnswer => ({
  ...{ id, version: '1', family, architecture: 'x86_64', init: 'none' },
})
const asked = commandFact('ask', ['/in'])
const known = (answers: readonly (readonly [Fact<unknown>, unknown])[]) =>
  Object.fromEntries(answers.map(([{ question }, answer]) => [keyOf(question), answer]))
/** A shell can read the scripts of all these commands. */
const readable = known(
  ['first', 'x'].map((script) => [commandFact(syntaxFault, [], [script]), { status: 0, output: '' }]),
)
const says = (output: string) => known([[asked, { status: 0, output }]])

const planned = (resources: Resources, answers: Parameters<typeof stateOf>[1] = {}, more: Partial<PlanInput> = {}) =>
  plan({
    items: itemsOf(resources, 'p'),
    state: stateOf(
      {
        '/': directory({ below: 'absent' }),
        '/in': fileNode('x'),
        '/etc': directory({ below: 'absent' }),
        '/etc/f': fileNode('old\n'),
      },
      { ...readable, ...answers },
    ),
    privilege: () => 'login',
    identity: () => ({ user: 'u', group: 'g' }),
    elsewhere: () => undefined,
    ...more,
  })

const line = ({ id, ...step }: Step): string => {
  const name = id.slice('p/'.length)
  switch (step.outcome) {
    case 'change':
      return `${name}: ${step.operations.map((one) => ('path' in one ? `${one.op} ${one.path}` : one.op)).join()}`
    case 'deferred':
      return `${name}: waits for ${step.waitsFor}`
    case 'refused':
      return `${name}: ${step.refusal.refusal}`
    case 'ok':
      return `${name}: ok`
  }
}

const write = (path: string, text = 'x') => file({ path, text })
const answer = (
  options: GivenOptions<{ answer: typeof asked }> = {},
  follow: (output: string) => Resources | NamedResources = (path) => write(path),
) => given({ answer: asked }, ({ answer: { output } }) => follow(output), options)
/** Runs, so that nobody knows what the question would be answered then. */
const first = command({ script: 'first', creates: '/in/made', touches: ['/in'] })

interface Situation {
  readonly name: string
  readonly resources: Resources
  readonly answers?: Readonly<Record<string, unknown>>
  readonly steps: readonly string[]
}

const situations: readonly Situation[] = [
  {
    name: 'what is known expands in its place',
    resources: [write('/a'), answer(), write('/b')],
    answers: says('/x'),
    steps: ['file /a: write /a', 'given answer: ok', 'given answer/file /x: write /x', 'file /b: write /b'],
  },
  {
    name: 'nothing follows',
    resources: answer({}, () => []),
    answers: says(''),
    steps: ['given answer: ok'],
  },
  {
    name: 'what follows sees what was done before, and what comes after sees what follows',
    resources: [
      write('/etc/f', 'a\n'),
      answer({}, () => lines({ path: '/etc/f', edits: [lines.ensure('b')] })),
      lines({ path: '/etc/f', edits: [lines.ensure('b')] }),
    ],
    answers: says(''),
    steps: [
      'file /etc/f: write /etc/f',
      'given answer: ok',
      'given answer/lines /etc/f: write /etc/f',
      'lines /etc/f: ok',
    ],
  },
  {
    name: 'an answer on the predicted state, not on what is there now',
    resources: [
      write('/etc/new'),
      given({ at: pathFact('/etc/new') }, ({ at }) => write(at.type === 'file' ? '/there' : '/missing')),
    ],
    steps: ['file /etc/new: write /etc/new', 'given at: ok', 'given at/file /there: write /there'],
  },
  {
    name: 'an answer that only the host can give, later: all after it waits, too',
    resources: [first, answer(), write('/etc/f'), given({ os: osFact() }, () => write('/b'))],
    answers: { ...says('/x'), ...known([[osFact(), os('debian')]]) },
    steps: [
      'command first: run',
      'given answer: waits for the answer of "ask"',
      'file /etc/f: waits for /etc/f',
      'given os: ok',
      'given os/file /b: waits for /b',
    ],
  },
  {
    name: 'bounded by paths: only those wait, and what is below them',
    resources: [first, answer({ may: ['/etc/'] }), write('/etc/f'), write('/b')],
    answers: says('/x'),
    steps: [
      'command first: run',
      'given answer: waits for the answer of "ask"',
      'file /etc/f: waits for /etc/f',
      'file /b: write /b',
    ],
  },
  {
    name: 'bounded by commands: files do not wait, and answers do',
    resources: [
      first,
      answer({ may: 'commands' }),
      write('/etc/f'),
      command({ script: 'x', unless: 'y' }),
      command({ script: 'x', unless: 'z', inputs: ['/elsewhere'] }),
    ],
    answers: { ...says('/x'), ...known([[commandFact('z', ['/elsewhere']), { status: 0, output: '' }]]) },
    steps: [
      'command first: run',
      'given answer: waits for the answer of "ask"',
      'file /etc/f: write /etc/f',
      'command x: waits for the answer of "y"',
      'command x #2: ok',
    ],
  },
  {
    name: 'what may is kept to, so that what was planned on its word holds',
    resources: [answer({ may: ['/etc/', '/opt'], title: 'choose' })],
    answers: says('/x'),
    steps: ['given answer: ok', 'given answer/file /x: it touches /x, and "choose" may touch /etc, /opt'],
  },
  {
    name: 'within what may',
    resources: [answer({ may: ['/etc'] })],
    answers: says('/etc/f'),
    steps: ['given answer: ok', 'given answer/file /etc/f: write /etc/f'],
  },
  {
    name: 'commands change no file: one that says what it makes is none of these',
    resources: [
      answer({ may: 'commands', id: 'a' }, () => [
        command({ script: 'x', unless: 'y', inputs: [] }),
        command({ script: 'x', creates: '/made' }),
      ]),
    ],
    answers: { ...says(''), ...known([[commandFact('y', []), { status: 1, output: '' }]]) },
    steps: [
      'a: ok',
      'a/command x: run',
      'a/command x #2: it touches /made, and "what follows from answer" may touch no file',
    ],
  },
  {
    name: 'questions in questions',
    resources: answer({ id: 'outer' }, (path) => [
      write('/a'),
      given({ os: osFact() }, (one) => write(`${path}/${one.os.id}`), { id: 'inner' }),
    ]),
    answers: { ...says('/etc'), ...known([[osFact(), os('debian')]]) },
    steps: [
      'outer: ok',
      'outer/file /a: write /a',
      'outer/inner: ok',
      'outer/inner/file /etc/debian: write /etc/debian',
    ],
  },
  {
    name: 'questions in questions: the bounds of both hold',
    resources: answer({ id: 'outer', may: ['/etc'] }, () =>
      given({ os: osFact() }, () => [write('/etc/a'), write('/opt')], { id: 'inner', may: ['/etc/a', '/opt'] }),
    ),
    answers: { ...says(''), ...known([[osFact(), os('debian')]]) },
    steps: [
      'outer: ok',
      'outer/inner: ok',
      'outer/inner/file /etc/a: write /etc/a',
      'outer/inner/file /opt: it touches /opt, and "what follows from answer" may touch /etc',
    ],
  },
  {
    name: 'questions in questions: one that says nothing keeps to what the other says',
    resources: [
      answer({ id: 'outer', may: ['/etc'] }, () => [
        command({ script: 'x', creates: '/etc/made' }),
        given({ at: contentFact('/etc/made') }, () => []),
      ]),
      write('/b'),
      write('/etc/f'),
    ],
    answers: says(''),
    steps: [
      'outer: ok',
      'outer/command x: run',
      'outer/given at: waits for /etc/made',
      'file /b: write /b',
      'file /etc/f: waits for /etc/f',
    ],
  },
  {
    name: 'one that throws',
    resources: [
      answer({}, () => {
        throw new TypeError('x is not a function')
      }),
      write('/b'),
    ],
    answers: says(''),
    steps: [
      "given answer: what follows from the host's answers cannot be made: TypeError: x is not a function",
      'file /b: write /b',
    ],
  },
  {
    name: 'names of its own, which the ids below it keep',
    resources: answer({}, () => ({ one: write('/a'), two: [write('/a'), write('/b')], none: [] })),
    answers: says(''),
    steps: [
      'given answer: ok',
      'given answer/one/file /a: write /a',
      'given answer/two/file /a: ok',
      'given answer/two/file /b: write /b',
    ],
  },
  {
    name: 'a name of its own for no task',
    resources: answer({}, () => ({ one: 5 as never })),
    answers: says(''),
    steps: [
      "given answer: what follows from the host's answers cannot be made: UsageError: p/given answer: its function gives a value of type number where a task is wanted: return a list of tasks, [] for none",
    ],
  },
  {
    name: 'one that gives no task',
    resources: answer({}, () => null as never),
    answers: says(''),
    steps: [
      "given answer: what follows from the host's answers cannot be made: UsageError: p/given answer: its function gives null where a task is wanted: return a list of tasks, [] for none",
    ],
  },
  {
    name: 'one that gives a promise: it has no names, and is not nothing',
    resources: answer({}, () => Promise.resolve([]) as never),
    answers: says(''),
    steps: [
      "given answer: what follows from the host's answers cannot be made: UsageError: p/given answer: its function gives a promise where a task is wanted: return a list of tasks, [] for none",
    ],
  },
  {
    name: 'a promise under a name',
    resources: answer({}, () => ({ one: Promise.resolve([]) }) as never),
    answers: says(''),
    steps: [
      "given answer: what follows from the host's answers cannot be made: UsageError: p/given answer: its function gives a promise where a task is wanted: return a list of tasks, [] for none",
    ],
  },
  {
    name: 'a Map',
    resources: answer({}, () => new Map([['one', write('/a')]]) as never),
    answers: says(''),
    steps: [
      "given answer: what follows from the host's answers cannot be made: UsageError: p/given answer: its function gives a value of type object where a task is wanted: return a list of tasks, [] for none",
    ],
  },
  {
    name: 'one whose tasks are misused: all that is wrong, and nothing of it is planned',
    resources: answer({}, () => [
      write('/a'),
      file({ path: 'etc', text: '' }),
      absent({ pth: '/x' } as never),
      file({ path: 'etc', text: '' }),
    ]),
    answers: says(''),
    steps: [
      'given answer: what follows from the host\'s answers cannot be made: UsageError: file: path: "etc" is no path on a host: write it from / on, as in /etc/motd; UsageError: absent: the option path is missing; it has no option pth: did you mean path?',
    ],
  },
  {
    name: 'several questions of one kind',
    resources: given({ all: each(['/in', '/x'], pathFact) }, ({ all }) =>
      [...all].map(([path, { type }]) => write(`/etc${path}.${type}`)),
    ),
    steps: [
      'given all: ok',
      'given all/file /etc/in.file: write /etc/in.file',
      'given all/file /etc/x.absent: write /etc/x.absent',
    ],
  },
  {
    name: 'a secret that was never seen before',
    resources: answer({}, () => file({ path: '/x', text: secret('never seen') })),
    answers: says(''),
    steps: ["given answer: secret never seen is first named in what follows from the host's answers"],
  },
  {
    name: 'a password by which to act that was never seen before',
    resources: answer({}, () => absent({ path: '/x', become: { password: secret('never seen') } })),
    answers: says(''),
    steps: ["given answer: secret never seen is first named in what follows from the host's answers"],
  },
  {
    name: 'a secret in a question that was never seen before',
    resources: answer({}, () =>
      defineTask('asks', {
        options: v.strictObject({}),
        title: () => 'ask',
        reads: () => ({ at: commandFact('cat', [], [secret('never seen')]) }),
        plan: () => [],
      })({}),
    ),
    answers: says(''),
    steps: ["given answer: secret never seen is first named in what follows from the host's answers"],
  },
  {
    name: 'the family of the host',
    resources: perFamily('apache', { debian: () => write('/deb'), redhat: () => write('/rpm') }),
    answers: known([[osFact(), os('redhat', 'rocky')]]),
    steps: ['given apache: ok', 'given apache/file /rpm: write /rpm'],
  },
  {
    name: 'a family that nobody thought of',
    resources: perFamily('apache', { debian: () => write('/deb') }),
    answers: known([[osFact(), os('alpine')]]),
    steps: ['given apache: ok', 'given apache/unknownFamily: apache is not known for alpine'],
  },
  {
    name: 'a system that does not say what it is',
    resources: perFamily('apache', { debian: () => write('/deb') }),
    answers: known([[osFact(), os('other', '')]]),
    steps: [
      'given apache: ok',
      'given apache/unknownFamily: apache is not known for a system that does not say what it is',
    ],
  },
]

for (const { name, resources, answers, steps } of situations) {
  test(name, () => {
    const result = planned(resources, answers)
    assert.equal(result.steps.map(line), steps)
    assert.equal(JSON.parse(JSON.stringify(result.steps)), result.steps, 'a document')
    assert.equal(
      result.items.map(({ id }) => id),
      result.steps.map(({ id }) => id),
    )
  })
}

test('what was not asked yet is asked', () => {
  const result = planned([answer(), write('/etc/f')])
  assert.equal(
    result.unasked.map(({ question }) => question.ask),
    ['command'],
  )
})

test('what is not to be done of what follows is left out, and is not seen', () => {
  const result = planned(
    [answer({}, () => [write('/a'), write('/b')]), given({ at: pathFact('/a') }, ({ at }) => write(`/etc/${at.type}`))],
    says(''),
    { selects: ({ id }) => !id.endsWith('/file /a') },
  )
  assert.equal(result.steps.map(line), [
    'given answer: ok',
    'given answer/file /b: write /b',
    'given at: ok',
    'given at/file /etc/absent: write /etc/absent',
  ])
})

test('observed: what follows is judged, and predicts nothing', () => {
  const result = planned(answer(), says('/x'), { mode: 'observe' })
  assert.equal(result.steps.map(line), ['given answer: ok', 'given answer/file /x: write /x'])
  assert.equal(nodeAt(result.state, '/x'), { type: 'absent' })
})

test('what is thrown is told in the words of who runs it', () => {
  const thrown = answer({}, () => {
    throw new Error('no')
  })
  const { steps } = planned(thrown, says(''), { faultWords: (error) => `p.ts:1: ${(error as Error).message}` })
  assert.equal(steps.map(line), ["given answer: what follows from the host's answers cannot be made: p.ts:1: no"])
})

test('a secret that was read before is known wherever it is named again', () => {
  resolveSecret(secret('seen'), 'value')
  const result = planned(
    answer({}, () => file({ path: '/x', text: secret('seen') })),
    says(''),
  )
  assert.equal(result.steps.map(line), ['given answer: ok', 'given answer/file /x: write /x'])
  assert.not.match(JSON.stringify(result.operations), /value/)
})

test('families are chosen by name, and all choices are functions', () => {
  assert.throws(
    () => perFamily('', { debain: () => [], redhat: [] } as never),
    /^perFamily:\n {2}- what is chosen is empty: give a text\n {2}- debain is no family: did you mean debian\?\n {2}- redhat is an array: give \(\) => \[ … \]$/,
  )
})

test('all that is wrong with it is told at once', () => {
  const facts = { os: osFact(), at: { path: '/x' } }
  const options = { exmaples: [], may: '/etc', tags: 'web', become: 1, id: '' }
  assert.throws(
    () => given(facts as never, 'tasks' as never, options as never),
    (error: Error) => {
      assert.is(
        error.message,
        [
          'given:',
          'its facts.at is a value of type object: give a fact, as in osFact()',
          'what follows is a value of type string: give (answers) => [ … ]',
          'its options.exmaples is no option of given: did you mean examples?',
          "its options.may is a value of type string: give paths from / on, as in ['/etc/app'], or 'commands'",
          "its options.tags is a value of type string: give a list of tags, as in ['web']",
          "its options.become is 1: give true, a user's name, or { user, method, password }",
          'its options.id is empty: give a name without a slash',
        ].join('\n  - '),
      )
      return true
    },
  )
  assert.throws(
    () => given({ os: osFact() }, () => [], { examples: [{ oss: os('debian') } as never], may: ['etc'] }),
    /examples\[0\]\.oss is no fact of it: did you mean os\?|may is an array/,
  )
  assert.throws(() => given(osFact() as never, () => []), /its facts\.question is a value of type object: give a fact/)
})

test.run()
