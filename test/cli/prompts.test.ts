import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import { type Ask, withPrompts } from '../../lib/cli/prompts.ts'
import { parseSettings } from '../../lib/cli/set.ts'
import { local } from '../../lib/core/connection.ts'
import { defineInventory, type Inventory } from '../../lib/core/inventory.ts'
import { playbook } from '../../lib/core/playbook.ts'
import type { Prompt } from '../../lib/core/prompt.ts'
import { isSecret, reveal, secret } from '../../lib/core/secret.ts'

const test = suite('prompts')

const inventory = (vars = {}) => defineInventory({ hosts: { a: { connect: local() } }, vars })
const prompts: Readonly<Record<string, Prompt>> = {
  version: { ask: 'which version' },
  port: { ask: 'which port', default: 8080 },
  password: { ask: 'password of the database', secret: true },
}
const settled = async (set: readonly string[], vars: object, ask: Ask) =>
  Object.fromEntries(
    (await withPrompts(parseSettings(set), { name: 'p', prompts }, inventory(vars), ask)).map(({ path, value }) => [
      path.join('.'),
      value,
    ]),
  )
/** Types the same for each question, and remembers what was asked. */
function typing(value: string) {
  const asked: string[] = []
  const ask: Ask = async (question) => {
    asked.push(question)
    return value === '' ? { none: 'nothing was typed for it' } : { value }
  }
  return { asked, ask }
}

test('what nobody gives is asked for, once for all hosts; a secret is left to its sources', async () => {
  const { asked, ask } = typing('7')
  const given = await settled([], {}, ask)
  assert.equal(asked, ['which version', 'which port [8080]'])
  assert.equal([given.version, given.port], [7, 7])
  assert.ok(isSecret(given.password))
})

test('--set and the inventory answer without a terminal, and what is given for a secret is one', async () => {
  const { asked, ask } = typing('7')
  const given = await settled(['version=5.10', 'password=tiger12'], { port: 1 }, ask)
  assert.equal(asked, [])
  assert.equal(Object.keys(given), ['version', 'password'])
  assert.ok(isSecret(given.password))
  assert.is(reveal(given.password as never), 'tiger12')
})

test('an inventory that gives a secret in the open is at fault, wherever it gives it; one that names it is not', async () => {
  const { ask } = typing('7')
  const faultOf = (given: Inventory, set: readonly string[] = []) =>
    withPrompts(parseSettings(set), { name: 'p', prompts }, given, ask).then(
      () => 'none',
      (error: Error) => error.message,
    )
  const words = (place: string) =>
    `playbook p asks for what it needs: password is a secret, and the inventory gives it in the open, as ${place}: write secret('password') there, and give its value to a source of secrets`
  assert.is(await faultOf(inventory({ password: 'tiger12' })), words('vars.password'))
  const hosts = { a: { connect: local(), vars: { password: secret('a') } } }
  const own = { ...hosts, b: { connect: local(), vars: { password: 'tiger12' } } }
  assert.is(await faultOf(defineInventory<{ password: unknown }>({ hosts: own })), words('vars.password of b'))
  assert.is(await faultOf(defineInventory({ hosts })), 'none')
  assert.is(await faultOf(inventory({ password: secret('password') })), 'none')
  assert.is(await faultOf(inventory({ password: 'tiger12' }), ['password=other12']), 'none')
})

test('nothing typed is the default, and a fault that says what to give where there is none', async () => {
  const { ask } = typing('')
  assert.is((await settled(['version=1'], {}, ask)).port, 8080)
  const error: Error = await settled([], {}, ask).then(
    () => new Error('none'),
    (one) => one,
  )
  assert.is(
    error.message,
    'playbook p asks for what it needs: version (which version): nothing was typed for it: give --set version=…',
  )
})

test('what is wrong with a prompt is told', () => {
  const spec = { vars: v.object({ version: v.string() }), plays: () => [] }
  const make = (one: unknown) => () => playbook('p', { ...spec, prompts: { version: one } as never })
  assert.throws(make({}), /prompts\.version\.ask is missing: give ask: 'which version'/)
  assert.throws(make({ ask: 'x', hidden: true }), /prompts\.version\.hidden is no key of a prompt/)
  assert.throws(make({ ask: 'x', secret: 'yes' }), /prompts\.version\.secret is .*: give true or false/)
})

test.run()
