import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import { UsageError } from '../../lib/core/failure.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import { isPlaybook, type Play, play, playbook } from '../../lib/core/playbook.ts'
import { absent, file } from '../../tasks/index.ts'

const test = suite('playbook')
const { hosts } = defineInventory({
  hosts: ['a', 'b'].map((name) => ({ name, connect: { kind: 'local', options: {} } })),
})
const [first] = hosts
if (first === undefined) throw new Error('no host')
const vars = v.object({})
const plays = () => []

test('a playbook is what it was given, and cannot be changed', () => {
  const made = playbook('p', { vars, plays, check: () => ['a fault'] })
  assert.equal([made.name, made.plays, made.verify, made.check?.({} as never)], ['p', plays, undefined, ['a fault']])
  assert.ok(Object.isFrozen(made))
})

test('a playbook is known as one, also to another instance of this library', () => {
  const made = playbook('p', { vars, plays })
  assert.ok(isPlaybook(made))
  assert.ok(isPlaybook({ ...made }))
  for (const other of [undefined, null, 'p', {}, { name: 'p', vars, plays }, playbook]) assert.not.ok(isPlaybook(other))
})

/** Some libraries make a schema that can be called. */
const callable = Object.assign(() => true, { '~standard': vars['~standard'] })

const playbooks: readonly (readonly [name: string, given: readonly unknown[], says: RegExp])[] = [
  ['no name', [undefined, { vars, plays }], /^a playbook has undefined for a name: write playbook\('name', /],
  ['nothing but a name', ['p'], /^playbook p is given undefined: write playbook\('p', /],
  ['a schema for all of it', ['p', vars, plays], /^playbook p is given a schema: /],
  [
    'a schema that can be called for all of it',
    ['p', callable],
    /^playbook p is given a (schema|value of type function): /,
  ],
  ['no schema', ['p', { plays }], /^playbook p: vars is missing: give a schema, as in vars: v\.object/],
  [
    'what is no schema',
    ['p', { vars: { text: v.string() }, plays }],
    /^playbook p: vars is a value of type object: give a schema/,
  ],
  ['no plays', ['p', { vars }], /^playbook p: plays is missing: give plays: \(inventory\) => /],
  ['plays as a list', ['p', { vars, plays: [] }], /^playbook p: plays is an array: give plays: \(inventory\)/],
  [
    'a key that there is not',
    ['p', { vars, plays, verfiy: plays }],
    /^playbook p: verfiy is no key of a playbook: did you mean verify\?$/,
  ],
  [
    'a check that is no function',
    ['p', { vars, plays, check: ['x'] }],
    /^playbook p: check is an array: give check: \(inventory\) => faults$/,
  ],
]

for (const [name, given, says] of playbooks)
  test(`a playbook with ${name}`, () => assert.throws(() => Reflect.apply(playbook, undefined, given), refusing(says)))

test('a schema that can be called is one', () => assert.ok(playbook('p', { vars: callable as never, plays })))

const refusing = (says: RegExp) => (error: unknown) => {
  assert.ok(error instanceof UsageError)
  assert.match(error.message, says)
  return true
}

const none = () => []

const wrong: readonly (readonly [name: string, given: readonly unknown[], says: RegExp])[] = [
  ['no name', ['', hosts, none], /^play : its name is empty: give a name without a slash$/],
  [
    'the name of a group for hosts',
    ['p', 'web', none],
    /^play p is given a value of type string and a value of type function: write play\('p', inventory\.group/,
  ],
  ['one host for hosts', ['p', first, none], /^play p is given a value of type object and/],
  [
    'names for hosts',
    ['p', ['a'], none],
    /^play p: hosts\[0\] is a value of type string: give a host, as inventory\.host/,
  ],
  ['tasks for a function', ['p', hosts, []], /^play p is given an array and an array: /],
  [
    'an option that there is not',
    ['p', hosts, none, { serail: 1 }],
    /^play p: options\.serail is no option of a play: did you mean serial\?$/,
  ],
  ['none at a time', ['p', hosts, none, { serial: 0 }], /options\.serial is 0: give a whole number from 1 up/],
  [
    'half a host at a time',
    ['p', hosts, none, { serial: 1.5 }],
    /options\.serial is 1\.5: give a whole number from 1 up/,
  ],
  [
    'a tag for tags',
    ['p', hosts, none, { tags: 'web' }],
    /options\.tags is a value of type string: give a list of tags/,
  ],
  ['a tag that is empty', ['p', hosts, none, { tags: [''] }], /options\.tags\[0\] is empty: give a tag/],
  ['a number for who acts', ['p', hosts, none, { become: 1 }], /options\.become is 1: give true, a user's name, or /],
  [
    'a password in plain text',
    ['p', hosts, none, { become: { password: 'x' } }],
    /options\.become\.password is a value of type string: give secret/,
  ],
  [
    'names for what it requires',
    ['p', hosts, none, { requires: ['a'] }],
    /options\.requires\[0\] is a value of type string: give a host/,
  ],
]

for (const [name, given, says] of wrong)
  test(`a play with ${name}`, () => assert.throws(() => Reflect.apply(play, undefined, given), refusing(says)))

test('options that are not given may be undefined', () => {
  const made = play('p', hosts, none, { serial: undefined, tags: undefined, become: undefined, requires: undefined })
  assert.is(made.name, 'p')
})

test('a play gives its tasks as one list, in order, to each host', () => {
  const [motd, gone] = [file({ path: '/etc/motd', text: '' }), absent({ path: '/x' })]
  const made: Play = play('p', hosts, ({ name }) => (name === 'a' ? [[motd], [[gone]]] : motd))
  assert.equal(
    hosts.map((host) => made.resources(host).map(({ key }) => key)),
    [['file /etc/motd', 'absent /x'], ['file /etc/motd']],
  )
})

for (const [what, given] of [
  ['undefined', undefined],
  ['null', [null]],
  ['a value of type boolean', false],
  ['a value of type string', ['touch /x']],
  ['a value of type function', [absent]],
  ['a value of type object', { path: '/x' }],
] as const) {
  test(`${what} is no task, and is told with the play and the host`, () => {
    const made = play('p', hosts, () => given as never)
    assert.throws(
      () => made.resources(first),
      refusing(
        new RegExp(`^play p, host a: its function gives ${what} where a task is wanted: return a list of tasks`),
      ),
    )
  })
}

test.run()
