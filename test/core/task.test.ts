import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import { defineCheck } from '../../lib/core/check.ts'
import { collectFaults } from '../../lib/core/collect-faults.ts'
import { commandFact, pathFact } from '../../lib/core/fact.ts'
import { isFinding, refuse, UsageError } from '../../lib/core/failure.ts'
import type { Given, Resource } from '../../lib/core/resource.ts'
import type { Schema } from '../../lib/core/schema.ts'
import { secret } from '../../lib/core/secret.ts'
import { defineTask } from '../../lib/core/task.ts'

const test = suite('task')

const options = v.strictObject({ path: v.pipe(v.string(), v.trim()), mode: v.optional(v.number(), 0o644) })
const touch = defineTask('touch', {
  options,
  title: ({ path }) => `touch ${path}`,
  reads: ({ path }) => ({ at: pathFact(path) }),
  plan: ({ path, mode }, { at }) => (at.type === 'absent' ? [{ op: 'write', path, mode, content: { text: '' } }] : []),
})
const two = defineTask('two', {
  options,
  tasks: ({ path }) => [touch({ path }), [touch({ path: `${path}.2`, tags: ['second'], become: false })]],
})

test('a task is made of what its schema gives', () => {
  const made = touch({ path: ' /x ' })
  assert.equal([made.task, made.key, made.title, made.tags], ['touch', 'touch /x', 'touch /x', []])
  assert.equal(made.reads, { at: pathFact('/x') })
  assert.equal(made.plan({ at: { type: 'absent', real: '/x', parent: 'directory' } }), [
    { op: 'write', path: '/x', mode: 0o644, content: { text: '' } },
  ])
  assert.ok(Object.isFrozen(made))
  assert.is(touch.schema, options)
})

test('what every task takes is not shown to its schema', () => {
  const made = touch({ path: '/x', id: 'one', title: 'make it', tags: ['web'], become: 'app' })
  assert.equal([made.key, made.title, made.tags, made.become], ['one', 'make it', ['web'], 'app'])
  assert.equal(touch({ path: '/x', id: undefined, tags: undefined, become: undefined, title: undefined }).tags, [])
})

test('a task that stands for others gives them in order, with its tags, acting as it does', () => {
  const made = two({ path: '/x', tags: ['all'], become: true }) as readonly (Resource | Given)[]
  assert.equal(
    made.map(({ key, tags, become }) => [key, tags, become]),
    [
      ['touch /x', ['all'], true],
      ['touch /x.2', ['second', 'all'], false],
    ],
  )
})

const says = (words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof UsageError)
  assert.match(error.message, words)
  return true
}

const misuses: readonly (readonly [name: string, call: () => unknown, words: RegExp])[] = [
  ['nothing', () => touch(undefined as never), /^touch: it is given undefined: give it one object of options/],
  ['a text', () => touch('/x' as never), /^touch: it is given a value of type string: give it one object/],
  ['a list', () => touch(['/x'] as never), /^touch: it is given an array: give it one object/],
  ['a mistyped option', () => touch({ pth: '/x' } as never), /it has no option pth: did you mean path\?/],
  [
    'an option like no other',
    () => touch({ path: '/x', colour: 1 } as never),
    /^touch: it has no option colour: it takes path, mode$/,
  ],
  [
    'a mistyped option that all tasks take',
    () => touch({ path: '/x', becom: true } as never),
    /it has no option becom: did you mean become\?/,
  ],
  ['a missing option', () => touch({ mode: 1 } as never), /^touch: the option path is missing$/],
  ['an option that is undefined', () => touch({ path: undefined } as never), /^touch: path: /],
  [
    'a tag for tags',
    () => touch({ path: '/x', tags: 'web' } as never),
    /^touch: tags is a value of type string: give a list of tags, as in \['web'\]$/,
  ],
  ['a number for an id', () => touch({ path: '/x', id: 7 } as never), /^touch: id is 7: give a name without a slash$/],
  ['an empty title', () => touch({ path: '/x', title: '' }), /^touch: title is empty: give a text$/],
  [
    'a mistyped way to act',
    () => touch({ path: '/x', become: { methode: 'su' } } as never),
    /become\.methode is no key of become: did you mean method\?/,
  ],
  [
    'a password in plain text',
    () => touch({ path: '/x', become: { password: 'hunter2' } } as never),
    /^touch: become\.password is a value of type string: give secret/,
  ],
  [
    'all that is wrong, at once',
    () => touch({ pth: '/x', mode: 'rw', tags: 1 } as never),
    /the option path is missing; .*mode: .*; tags is 1: give a list|it has no option pth: did you mean path\?; .*tags is 1: give a list/,
  ],
  ['an id for several', () => two({ path: '/x', id: 'x' } as never), /^two: it has no option id: it takes path, mode$/],
  [
    'a second argument',
    () => (touch as (...args: unknown[]) => unknown)({ path: '/x' }, { tags: ['x'] }),
    /^touch: it is given more than one argument: give it all in one object of options$/,
  ],
  ['a title for several', () => two({ path: '/x', title: 'x' } as never), /^two: it has no option title: /],
]

for (const [name, call, words] of misuses) test(`given ${name}`, () => assert.throws(call, says(words)))

test('faults are collected, and what has one stands for nothing that is ever run', () => {
  const { value, faults } = collectFaults(() => [touch({} as never), touch({ path: '/x' }), two({ pth: 1 } as never)])
  assert.is(faults.length, 2)
  const [none, right, list] = value as [Resource, Resource, readonly Resource[]]
  assert.equal([none.plan({}), none.reads, right.key, list], [[], {}, 'touch /x', []])
})

test('faults that are collected inside are not seen outside, and a throw ends the collecting', () => {
  const outer = collectFaults(() => collectFaults(() => touch({} as never)).faults.length)
  assert.equal([outer.value, outer.faults], [1, []])
  const no = new Error('no')
  const thrown = collectFaults(() => {
    touch({} as never)
    throw no
  })
  assert.equal([thrown.value, thrown.faults.length, thrown.faults[1]], [undefined, 2, no], 'what is thrown comes last')
  assert.throws(() => touch({} as never), /the option path is missing/, 'thrown again')
})

test('what a map gives beside each of its options is no slip', () =>
  assert.equal(
    [{ path: '/x' }, { path: '/y' }].map(touch).map(({ key }) => key),
    ['touch /x', 'touch /y'],
  ))

const spec = { title: () => 't', reads: () => ({}), plan: () => [] }

test('a task without a schema cannot be made', () => {
  for (const schema of [undefined, null, {}, { path: 'string' }, () => true])
    assert.throws(
      () => defineTask('t', { ...spec, options: schema as never }),
      says(/^task t has no schema: give options: v\.strictObject/),
    )
})

test('a task cannot take what all tasks take', () => {
  for (const option of ['id', 'title', 'tags', 'become'])
    assert.throws(
      () => defineTask('t', { ...spec, options: v.strictObject({ [option]: v.string() }) }),
      says(new RegExp(`^task t: every task takes the option ${option}: name its own otherwise$`)),
    )
  assert.ok(defineTask('t', { options: v.strictObject({ title: v.string() }), tasks: () => [] }))
})

test('a schema that answers later is told', () => {
  const later: Schema<{ a: string }> = {
    '~standard': { version: 1, vendor: 'test', validate: async (value) => ({ value: value as { a: string } }) },
  }
  const made = defineTask('t', { ...spec, options: later })
  assert.throws(() => made({ a: 'x' }), says(/^t: its schema answers with a promise: use one that checks at once$/))
})

test('a check says what it has found, or what is wrong', () => {
  const uptime = defineCheck('uptime', {
    options: v.strictObject({ days: v.number() }),
    title: ({ days }) => `up for ${days} days`,
    reads: () => ({ up: commandFact('uptime', []) }),
    check: ({ days }, { up }) => (Number(up.output) >= days ? `up for ${up.output}` : refuse('it is not', 'ask why')),
  })
  const found = uptime({ days: 3 }).plan({ up: { status: 0, output: '5' } })
  assert.ok(isFinding(found))
  assert.equal(found, { finding: 'up for 5' })
  assert.equal(uptime({ days: 9 }).plan({ up: { status: 0, output: '5' } }), refuse('it is not', 'ask why'))
  assert.throws(() => uptime({ day: 1 } as never), says(/^uptime: .*it has no option day: did you mean days\?/))
})

test('what is told of a wrong value never repeats a text that might have been meant to be secret', () => {
  const login = defineTask('login', {
    ...spec,
    options: v.strictObject({ password: v.custom(() => false, 'give secret(…)'), port: v.number() }),
  })
  assert.throws(
    () => login({ password: 'hunter2', port: 1 } as never),
    (error: Error) => !error.message.includes('hunter2'),
  )
  assert.throws(
    () => login({ password: secret('p', { value: 'hunter2' }), port: 1 } as never),
    (error: Error) => !error.message.includes('hunter2'),
  )
})

test.run()
