import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import { build, exampleFollowers, followersOf, isAsker, withExamples } from '../../lib/core/build.ts'
import { commandFact } from '../../lib/core/fact.ts'
import { given } from '../../lib/core/given.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import { play } from '../../lib/core/playbook.ts'
import { type Answers, type Resources, tagged } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { absent, command, file, packages, symlink } from '../../tasks/index.ts'

const test = suite('build')
const { hosts } = defineInventory({
  hosts: ['a', 'b'].map((name) => ({ name, connect: { kind: 'local', options: {} } })),
})

const built = (resources: Resources) => build([play('p', hosts, () => resources)])
const itemsOn = (resources: Resources) => built(resources)[0]?.hosts[0]?.items ?? []
const ids = (resources: Resources) => itemsOn(resources).map(({ id }) => id)

const nginx = packages({ names: ['nginx'] })
const [motd, issue] = [file({ path: '/etc/motd', text: '' }), file({ path: '/etc/issue', text: '' })]

const situations: readonly (readonly [name: string, resources: Resources, ids: readonly string[]])[] = [
  ['a task and its chief path', motd, ['p/a/file /etc/motd']],
  ['lists in lists, in order', [[motd, []], [[issue]]], ['p/a/file /etc/motd', 'p/a/file /etc/issue']],
  ['nothing', [], []],
  [
    'the same again: numbered',
    [motd, issue, motd, motd],
    ['p/a/file /etc/motd', 'p/a/file /etc/issue', 'p/a/file /etc/motd #2', 'p/a/file /etc/motd #3'],
  ],
  ['an id of its own', file({ path: '/etc/motd', text: '', id: 'greeting' }), ['p/a/greeting']],
  ['an id of its own, twice', ['x', 'x'].map((id) => file({ path: '/etc/motd', text: '', id })), ['p/a/x', 'p/a/x #2']],
  [
    'an id that looks like a number given',
    [nginx, file({ path: '/x', text: '', id: 'packages nginx #2' }), nginx],
    ['p/a/packages nginx', 'p/a/packages nginx #2', 'p/a/packages nginx #3'],
  ],
  ['a script: its first line', command({ script: 'make\nmake install', creates: '/x' }), ['p/a/command make']],
  ['several: the first of them', packages({ names: ['nginx', 'curl'] }), ['p/a/packages nginx']],
  [
    'a title is for readers: it changes no id',
    file({ path: '/etc/motd', text: '', title: 'greet' }),
    ['p/a/file /etc/motd'],
  ],
]

for (const [name, resources, wanted] of situations) test(`ids: ${name}`, () => assert.equal(ids(resources), wanted))

test('ids: a task that is about nothing is called by its name', () => {
  const plain = defineTask('plain', {
    options: v.strictObject({ text: v.string() }),
    title: ({ text }) => text,
    reads: () => ({}),
    plan: () => [],
  })
  assert.equal(ids([plain({ text: 'a' }), plain({ text: 'b' })]), ['p/a/plain', 'p/a/plain #2'])
})

test('ids hold when something else is put before, between and behind', () => {
  const before = ids([motd, issue])
  const after = ids([symlink({ path: '/l', target: 'x' }), motd, absent({ path: '/y' }), issue, absent({ path: '/z' })])
  assert.equal(
    after.filter((id) => before.includes(id)),
    before,
  )
})

test('every id is there once, on each host and in each play', () => {
  const many = [motd, motd, nginx, file({ path: '/x', text: '', id: 'packages nginx #2' }), nginx, motd]
  const plays = build([play('p', hosts, () => many), play('q', hosts, () => many)])
  const all = plays.flatMap((one) => one.hosts.flatMap(({ items }) => items.map(({ id }) => id)))
  assert.is(new Set(all).size, all.length)
})

test('the function of a play is called once for each host, in the order of the inventory', () => {
  const called: string[] = []
  build([
    play('p', hosts, ({ name }) => {
      called.push(name)
      return motd
    }),
  ])
  assert.equal(called, ['a', 'b'])
})

test('a host that is in two of the groups of a play is one host', () => {
  const [one] = build([play('p', [...hosts, ...hosts], () => motd)])
  assert.equal(
    one?.hosts.map(({ host }) => host),
    ['a', 'b'],
  )
})

test('names with a slash, of which ids could not be told apart, are refused', () => {
  assert.throws(() => play('p/a', hosts, () => []), /^play p\/a: its name is .*: give a name without a slash$/)
  assert.throws(() => given({}, () => [], { id: 'a/b' }), /^given: its options.id is .*: give a name without a slash$/)
  assert.throws(() => given({}, () => ({ 'a/b': motd })).resources({}), /^what follows: "a\/b" is .*without a slash$/)
})

test('tags are a list', () => {
  assert.throws(() => tagged('web' as never, motd), /^tagged: its tags is .*: give a list of tags, as in \['web'\]$/)
})

test('two plays of one name are refused', () => {
  assert.throws(
    () => build(['p', 'q', 'p'].map((name) => play(name, hosts, () => []))),
    /^two plays are called p: give each its own name$/,
  )
})

const fact = { answer: commandFact('ask', []) }
const answered = (output: string) => ({ answer: { status: 0, output } })

test('what follows from examples: below what asks, with its tags, acting as it does', () => {
  const asks = given(fact, ({ answer }) => [file({ path: `/${answer.output}`, text: '', tags: ['inner'] }), motd], {
    tags: ['outer'],
    become: 'web',
    examples: [answered('x'), answered('y')],
  })
  const [asker] = itemsOn(asks)
  if (asker === undefined) throw new Error('no item')
  const followers = exampleFollowers(asker)
  assert.equal(
    followers.map(({ id }) => id),
    ['x', 'y'].flatMap((path) => [`p/a/given answer/file /${path}`, 'p/a/given answer/file /etc/motd']),
  )
  assert.equal(
    followers.map(({ resource: { tags, become } }) => [tags.join(), become]),
    ['x', 'y'].flatMap(() => [
      ['inner,outer', 'web'],
      ['outer', 'web'],
    ]),
  )
  assert.ok(followers.every((one) => one.asker === asker))
})

test('what acts as somebody of its own goes on doing so', () => {
  const [asker] = itemsOn(
    given(fact, () => [file({ path: '/x', text: '', become: false })], { become: true, examples: [answered('')] }),
  )
  assert.equal(asker && exampleFollowers(asker).map(({ resource }) => resource.become), [false])
})

test('questions in questions: all that examples lead to is found', () => {
  const inner = given(fact, ({ answer }) => file({ path: `/${answer.output}`, text: '' }), {
    examples: [answered('x')],
  })
  const outer = given({ first: commandFact('first', []) }, () => [motd, inner], {
    id: 'outer',
    examples: [{ first: { status: 0, output: '' } }],
  })
  assert.equal(
    withExamples(itemsOn([outer, issue])).map(({ id }) => id),
    [
      'p/a/outer',
      'p/a/outer/file /etc/motd',
      'p/a/outer/given answer',
      'p/a/outer/given answer/file /x',
      'p/a/file /etc/issue',
    ],
  )
})

test('an example that leads to nothing that can be made tells nothing', () => {
  const follow = ({ answer: { output } }: Answers<typeof fact>) => (output === '' ? (undefined as never) : motd)
  const [asker] = itemsOn(given(fact, follow, { examples: [answered(''), answered('x')] }))
  assert.equal(asker && exampleFollowers(asker).map(({ id }) => id), ['p/a/given answer/file /etc/motd'])
})

test('what is no task is told with the id of what gives it', () => {
  const [asker] = itemsOn(given(fact, () => undefined as never, { examples: [answered('')] }))
  assert.throws(
    () => asker && isAsker(asker) && followersOf(asker, answered('')),
    /^p\/a\/given answer: its function gives undefined where a task is wanted: return a list of tasks, \[\] for none$/,
  )
})

test('more tags are added to those that there are', () => {
  const tags = (resources: Resources) => itemsOn(resources).map(({ resource }) => resource.tags.join())
  const own = file({ path: '/x', text: '', tags: ['own'], become: true })
  assert.equal(tags(tagged(['all'], [own, motd])), ['own,all', 'all'])
  assert.is(tagged(['all'], own)[0]?.become, true)
})

test('a list of tasks passes on its tags and who acts', () => {
  const two = defineTask('two', {
    options: v.strictObject({ path: v.string() }),
    tasks: ({ path }) => [
      file({ path, text: '', tags: ['inner'] }),
      file({ path: `${path}.d`, text: '', become: 'other' }),
    ],
  })
  assert.equal(
    itemsOn(two({ path: '/x', tags: ['outer'], become: 'web' })).map(({ resource: { tags, become } }) => [
      tags.join(),
      become,
    ]),
    [
      ['inner,outer', 'web'],
      ['outer', 'other'],
    ],
  )
})

test.run()
