import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { bracketed, isAddress } from '../../lib/core/address.ts'
import { literalPattern } from '../../lib/core/literal-pattern.ts'

const test = suite('addresses and patterns')

test('addresses are told from names', () => {
  for (const address of ['0.0.0.0', '10.0.0.255', '::1', 'fd00::11', '::ffff:10.0.0.1'])
    assert.ok(isAddress(address), address)
  for (const name of ['10.0.0', '10.0.0.256', '10.0.0.1.', '01.0.0.1', 'is.example.com', '10.0.0.1.2', 'a:b'])
    assert.not.ok(isAddress(name), name)
})

test('an address of IPv6 stands before a port in brackets, and in no more than one pair', () => {
  assert.equal(['::1', '[::1]', '10.0.0.1', 'is.example.com'].map(bracketed), [
    '[::1]',
    '[::1]',
    '10.0.0.1',
    'is.example.com',
  ])
})

test('a text is its own pattern, whatever is in it', () => {
  const printable = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at))
  for (const text of [...printable, printable.join(''), 'a.b', '\\Q']) {
    assert.ok(new RegExp(`^${literalPattern(text)}$`).test(text), text)
    assert.not.ok(new RegExp(`^${literalPattern(text)}$`).test(`${text}x`), text)
  }
  assert.not.ok(new RegExp(`^${literalPattern('a.b')}$`).test('axb'))
})

test.run()
