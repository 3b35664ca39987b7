import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local, shell, ssh } from '../../lib/core/connection.ts'
import { UsageError } from '../../lib/core/failure.ts'
import { defineInventory, isInventory, withHosts } from '../../lib/core/inventory.ts'
import type { InventorySpec } from '../../lib/core/inventory-spec.ts'
import { secret } from '../../lib/core/secret.ts'
import { wrong } from './inventory-faults.ts'

const test = suite('inventory')
type Spec = InventorySpec<Record<string, unknown>>
const connect = local()

/** What is said of an inventory with faults; none: it has none. */
function faultsOf(spec: unknown): readonly string[] {
  try {
    defineInventory(spec as Spec)
    return []
  } catch (error) {
    assert.instance(error, UsageError)
    const [first = '', ...rest] = (error as Error).message.split('\n  - ')
    assert.match(first, /^the inventory has faults:/)
    return rest.length > 0 ? rest : [first.replace('the inventory has faults: ', '')]
  }
}

for (const [name, spec, ...faults] of wrong) test(`refused: ${name}`, () => assert.equal(faultsOf(spec), faults))

for (const name of ['a', 'IS1', '10.0.0.1', '_x', 'a-b.example.com'])
  test(`a host may be named ${name}`, () => assert.equal(faultsOf({ hosts: { [name]: { connect } } }), []))

test('a child may be a group that only hosts name', () => {
  const spec = { hosts: { a: { connect, groups: ['web'] } }, groups: { site: { children: ['web'] } } }
  const inventory = defineInventory(spec)
  assert.equal(inventory.groups, { web: ['a'], site: ['a'] })
})

/** Variables `x` by where they stand, and the one that the host has. */
const variables: readonly (readonly [
  name: string,
  spec: Partial<Spec>,
  groups: readonly string[],
  own: object,
  x: string,
])[] = [
  ['of the inventory', { vars: { x: 'all' } }, [], {}, 'all'],
  ['of a group', { vars: { x: 'all' }, groups: { g: { vars: { x: 'g' } } } }, ['g'], {}, 'g'],
  ['of the host', { groups: { g: { vars: { x: 'g' } } } }, ['g'], { x: 'own' }, 'own'],
  ['of a group that it is not in', { vars: { x: 'all' }, groups: { g: { vars: { x: 'g' } } } }, [], {}, 'all'],
  [
    'of the group that is named last',
    { groups: { g: { vars: { x: 'g' } }, h: { vars: { x: 'h' } } } },
    ['h', 'g'],
    {},
    'g',
  ],
  ['of a group above', { groups: { up: { children: ['g'], vars: { x: 'up' } }, g: {} } }, ['g'], {}, 'up'],
  [
    'of a group, and not of one above',
    { groups: { up: { children: ['g'], vars: { x: 'up' } }, g: { vars: { x: 'g' } } } },
    ['g'],
    {},
    'g',
  ],
  [
    'of a group, and not of one above that another group is in, too',
    { groups: { up: { children: ['h', 'g'], vars: { x: 'up' } }, g: { vars: { x: 'g' } }, h: {} } },
    ['g', 'h'],
    {},
    'g',
  ],
  [
    'of a group two above',
    { groups: { top: { children: ['up'], vars: { x: 'top' } }, up: { children: ['g'] }, g: {} } },
    ['g'],
    {},
    'top',
  ],
]

for (const [name, spec, groups, vars, x] of variables) {
  test(`a variable ${name}`, () => {
    const inventory = defineInventory({ ...spec, hosts: { a: { connect, groups, vars } } } as Spec)
    assert.is(inventory.host('a').vars.x, x)
  })
}

const cluster = defineInventory<Record<string, unknown>>({
  hosts: {
    is1: { connect: ssh('10.0.0.1'), groups: ['is'], become: false },
    db: { connect, groups: ['db', 'is'] },
    lb: { connect },
  },
  groups: { machines: { children: ['is', 'db'] } },
  vars: { x: 1 },
  become: true,
})
const names = (hosts: readonly { readonly name: string }[]) => hosts.map(({ name }) => name)

test('groups hold their hosts, in the order of the inventory', () => {
  assert.equal(cluster.groups, { is: ['is1', 'db'], machines: ['is1', 'db'], db: ['db'] })
  assert.equal(
    ['is', 'machines', 'all', 'none'].map((group) => names(cluster.group(group, { optional: true }))),
    [['is1', 'db'], ['is1', 'db'], ['is1', 'db', 'lb'], []],
  )
  assert.equal(cluster.host('db').groups, ['db', 'machines', 'is'])
})

test('a host says how it is reached and as whom it is acted on, else as all are', () => {
  assert.equal(cluster.host('is1').connect, ssh('10.0.0.1'))
  assert.equal(
    ['is1', 'db', 'lb'].map((name) => cluster.host(name).become),
    [false, true, true],
  )
  assert.not.ok('become' in defineInventory({ hosts: { a: { connect } } }).host('a'))
})

test('what all hosts share is known of the whole', () => {
  assert.equal(cluster.vars, { x: 1 })
  assert.equal(defineInventory({ hosts: { a: { connect } } }).vars, {})
})

test('a host that is not there is named, with what was meant', () => {
  assert.throws(() => cluster.host('is2'), /^no host is2 in the inventory: did you mean is1\?$/)
})

test('hosts may be a list, in an order of their own', () => {
  const inventory = defineInventory({ hosts: ['2', '10', '1'].map((name) => ({ name, connect, groups: ['g'] })) })
  assert.equal(names(inventory.hosts), ['2', '10', '1'])
  assert.equal(names(inventory.group('g')), ['2', '10', '1'])
})

test('an inventory is known as one, whoever made it, and nothing else is', () => {
  assert.ok(isInventory(cluster))
  assert.ok(isInventory(withHosts(cluster, cluster.hosts.slice(0, 1), {})))
  for (const other of [undefined, null, {}, { hosts: [] }, 'x']) assert.not.ok(isInventory(other))
})

test('it cannot be changed', () => {
  assert.ok(Object.isFrozen(cluster))
  assert.ok(cluster.hosts.every(Object.isFrozen))
})

test('an inventory that uses every key is right', () => {
  const connect = ssh('a', {
    ...{ user: 'u', port: 22, identity: ['k'], passphrase: secret('p'), password: secret('q'), agent: false },
    ...{
      jump: [ssh('j'), 'u@h:1'],
      hostKey: 'accept-new',
      knownHosts: [],
      config: false,
      connectTimeout: 1.5,
      keepAlive: 5,
    },
  })
  const become = { user: 'root', method: 'su', password: secret('r') } as const
  const spec = {
    hosts: {
      a: { connect, groups: ['web'], vars: { x: 1 }, become },
      b: { connect: local({ env: { A: '' }, shell: 'dash' }), become: 'x' },
      c: { connect: shell(['docker', 'exec', '']), become: false, vars: undefined },
    },
    groups: { site: { children: ['web'], vars: {} }, idle: {} },
    vars: {},
    become: true,
  }
  assert.equal(defineInventory<object>(spec).groups, { site: ['a'], web: ['a'], idle: [] })
})

test('what a JSON file may leave out of a connection is filled in', () => {
  const jump = [{ kind: 'ssh', address: 'j' }, 'k']
  const spec = {
    hosts: { a: { connect: { kind: 'ssh', address: 'a', options: { jump } } }, b: { connect: { kind: 'local' } } },
  }
  const { hosts } = defineInventory(spec as unknown as Spec)
  assert.equal(hosts[0]?.connect, ssh('a', { jump: [ssh('j'), 'k'] }))
  assert.equal(hosts[1]?.connect, local())
})

test.run()
