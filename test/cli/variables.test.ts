import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import { parseSettings } from '../../lib/cli/set.ts'
import { checkVariables } from '../../lib/cli/variables.ts'
import { local } from '../../lib/core/connection.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import { playbook } from '../../lib/core/playbook.ts'

const test = suite('variables')
const Vars = v.strictObject({
  home: v.string(),
  port: v.optional(v.number(), 9443),
  database: v.optional(v.strictObject({ host: v.string() })),
})
const demo = playbook('demo', { vars: Vars, plays: () => [] })

const check = (vars: object, hosts: readonly object[], set: readonly string[] = []) => {
  const named = hosts.map((own, n) => ({ name: `is${n + 1}`, connect: local(), groups: ['is'], vars: own }))
  return checkVariables(defineInventory<object>({ hosts: named, vars }), demo, parseSettings(set))
}

const faulty: readonly {
  name: string
  vars: object
  hosts: readonly object[]
  set?: string[]
  says: readonly RegExp[]
}[] = [
  {
    name: 'a text that would name a secret',
    vars: { home: '/opt', database: { host: '\u{f7a30}password\u{f7a31}' } },
    hosts: [{}, {}],
    says: [/^vars\.database\.host: it holds the character U\+F7A30, by which runbook refers to secrets: leave it out$/],
  },
  { name: 'a shared fault is told once', vars: { home: 1 }, hosts: [{}, {}], says: [/^vars\.home: .*string/] },
  {
    name: 'a fault of one host names it',
    vars: { home: '/opt' },
    hosts: [{ port: 'x' }, {}],
    says: [/^host is1: vars\.port: .*number/],
  },
  {
    name: 'what only some hosts have is missing',
    vars: {},
    hosts: [{ home: '/a' }, {}],
    says: [/^vars\.home is missing: .*: give it in the inventory, or by --set home=…$/],
  },
  {
    name: 'what each host has may be wrong on one',
    vars: {},
    hosts: [{ home: 1 }, { home: '/b' }],
    says: [/^host is1: vars\.home: .*string/],
  },
  {
    name: 'an unknown key inside',
    vars: { home: '/opt', database: { host: 'db', hots: 'x' } },
    hosts: [{}],
    says: [/^vars\.database\.hots: the playbook demo has no variable hots: did you mean host\?/],
  },
  {
    name: 'a wrong --set is told as such, once',
    vars: { home: '/opt' },
    hosts: [{}, { port: 1 }],
    set: ['port=x'],
    says: [/^--set port: .*number/],
  },
  {
    name: 'an unknown --set',
    vars: { home: '/opt' },
    hosts: [{}],
    set: ['hom=x'],
    says: [/^--set hom: .*did you mean home\?/],
  },
]

for (const { name, vars, hosts, set, says } of faulty) {
  test(name, async () => {
    const result = await check(vars, hosts, set)
    const faults = 'faults' in result ? result.faults : []
    assert.is(faults.length, says.length, faults.join('\n'))
    for (const [at, words] of says.entries()) assert.match(faults[at] ?? '', words)
  })
}

test('hosts and shared variables come back as the schema gives them', async () => {
  const result = await check({ home: '/opt' }, [{ port: 1 }, {}], ['home=/srv'])
  if ('faults' in result) throw new Error(result.faults.join())
  assert.equal(result.inventory.vars, { home: '/srv', port: 9443 })
  assert.equal(
    result.inventory.group('is').map(({ vars }) => vars),
    [
      { home: '/srv', port: 1 },
      { home: '/srv', port: 9443 },
    ],
  )
})

test('what every host has need not be shared, and is not taken for shared', async () => {
  const result = await check({ port: 1 }, [{ home: '/a' }, { home: '/b' }])
  if ('faults' in result) throw new Error(result.faults.join())
  const { vars } = result.inventory
  assert.equal({ ...vars }, { port: 1 })
  assert.throws(() => Reflect.get(vars, 'home'), /vars\.home differs from host to host: read it as host\.vars\.home/)
})

test.run()
