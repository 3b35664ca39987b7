import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import { UsageError } from '../../lib/core/failure.ts'
import { defineInventory, withHosts } from '../../lib/core/inventory.ts'
import type { InventorySpec } from '../../lib/core/inventory-spec.ts'
import { secret } from '../../lib/core/secret.ts'

const test = suite('groups')
const at = { connect: local() }
const define = (spec: unknown) => defineInventory<object>(spec as InventorySpec<object>)

const groups = define({
  hosts: { a: { ...at, groups: ['web'] }, b: at },
  groups: { site: { children: ['web'] }, idle: {} },
})

const asked: readonly (readonly [group: string, optional: boolean, found: string[] | RegExp])[] = [
  ['all', false, ['a', 'b']],
  ['web', false, ['a']],
  ['site', false, ['a']],
  ['idle', false, []],
  ['lb', true, []],
  ['web', true, ['a']],
  ['wbe', false, /^the inventory has no group wbe: did you mean web\?$/],
  [
    'a',
    false,
    /^the inventory has no group a: its groups are web, site, idle; if it may be missing, write inventory\.group\('a', \{ optional: true \}\)$/,
  ],
]

for (const [group, optional, found] of asked) {
  test(`the group ${group}${optional ? ', which may be missing' : ''}`, () => {
    const names = () => groups.group(group, { optional }).map(({ name }) => name)
    if (Array.isArray(found)) assert.equal(names(), found)
    else assert.throws(names, (error: Error) => error instanceof UsageError && found.test(error.message))
  })
}

test('a group that loses its last host is still a group', () => {
  const rest = withHosts(groups, groups.hosts.slice(1), {})
  assert.equal(rest.group('web'), [])
  assert.throws(() => rest.group('wbe'), /no group wbe: did you mean web\?/)
})

/** Variables of the groups of one host `h`, and what comes of them. */
const layered: readonly {
  readonly name: string
  readonly named: readonly string[]
  readonly groups: Readonly<Record<string, { readonly children?: string[]; readonly vars?: object }>>
  readonly own?: object
  readonly vars: object
  readonly notes?: readonly string[]
}[] = [
  {
    name: 'a group over the inventory, the host over its groups',
    named: ['web'],
    groups: { web: { vars: { x: 'web', y: 'web' } } },
    own: { y: 'own' },
    vars: { w: 'shared', x: 'web', y: 'own' },
  },
  {
    name: 'a child over its parents, however they are named',
    named: ['web', 'site'],
    groups: { site: { children: ['web'], vars: { x: 'site', y: 'site' } }, web: { vars: { x: 'web' } } },
    vars: { w: 'shared', x: 'web', y: 'site' },
  },
  {
    name: 'of two groups the one that is named later, and a note says so',
    named: ['web', 'slow'],
    groups: { web: { vars: { x: 1, y: 1 } }, slow: { vars: { x: 2, y: 1 } } },
    vars: { w: 'shared', x: 2, y: 1 },
    notes: [
      'host h: the groups web and slow give x different values: that of slow holds, which the host names later; if that is not meant, give the host its own',
    ],
  },
  {
    name: 'nothing is said where the host settles it',
    named: ['web', 'slow'],
    groups: { web: { vars: { x: 1 } }, slow: { vars: { x: 2 } } },
    own: { x: 3 },
    vars: { w: 'shared', x: 3 },
  },
  {
    name: 'nothing is said of a parent that a child has overruled',
    named: ['web', 'slow'],
    groups: { site: { children: ['web'], vars: { x: 1 } }, web: { vars: { x: 2 } }, slow: { vars: { x: 2 } } },
    vars: { w: 'shared', x: 2 },
  },
  {
    name: 'equal secrets are no conflict, and no value is told',
    named: ['web', 'slow'],
    groups: {
      web: { vars: { x: secret('db'), y: 'hunter2' } },
      slow: { vars: { x: secret('db'), y: secret('other') } },
    },
    vars: { w: 'shared', x: secret('db'), y: secret('other') },
    notes: [
      'host h: the groups web and slow give y different values: that of slow holds, which the host names later; if that is not meant, give the host its own',
    ],
  },
]

for (const { name, named, groups, own, vars, notes = [] } of layered) {
  test(name, () => {
    const made = define({ hosts: { h: { ...at, groups: named, vars: own } }, groups, vars: { w: 'shared' } })
    assert.equal(JSON.stringify(made.host('h').vars), JSON.stringify(vars))
    assert.equal(made.notes, notes)
  })
}

test('a note is made once for all hosts that it is about', () => {
  const host = { ...at, groups: ['web', 'slow'] }
  const groups = { web: { vars: { x: 1 } }, slow: { vars: { x: 2 } } }
  const { notes } = define({
    hosts: { a: host, b: { ...host, vars: { x: 0 } }, c: host, d: { ...at, groups: ['web'] } },
    groups,
  })
  assert.is(notes.length, 1)
  assert.match(notes[0] ?? '', /^hosts a, c: the groups web and slow give x different values/)
})

test.run()
