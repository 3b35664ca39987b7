import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { UsageError } from '../../lib/core/failure.ts'
import { secret } from '../../lib/core/secret.ts'
import * as jsonEdits from '../../lib/edit/json.ts'
import * as propertyEdits from '../../lib/edit/properties.ts'
import * as xmlEdits from '../../lib/edit/xml/index.ts'

/** What no compiler has looked at is told where an edit is written down, not when a host is planned. */
type Loose = Readonly<Record<string, (...given: unknown[]) => unknown>>
const xml = xmlEdits as unknown as Loose
const json = jsonEdits as unknown as Loose
const properties = propertyEdits as unknown as Loose

const wrong: readonly [name: string, write: () => unknown, says: RegExp][] = [
  [
    'a number for a text',
    () => xml.text?.('/a', 443),
    /^the text of \/a is given a value of type number: give a text or/,
  ],
  ['nothing for a text', () => xml.text?.('/a'), /^the text of \/a is given undefined/],
  ['nothing for a path', () => xml.remove?.(undefined), /^undefined is no path: give one as in \/Server\/HostName/],
  [
    'an unknown option',
    () => xml.text?.('/a', 'b', { optinal: true }),
    /has no option optinal: did you mean optional\?/,
  ],
  [
    'a word for options',
    () => xml.remove?.('/a', 'each'),
    /^an edit of XML is given a value of type string for its options/,
  ],
  [
    'two places',
    () => xml.attribute?.('/a', 'b', 'c', { before: 'd', after: 'e' }),
    /before d and after e: give one of them/,
  ],
  ['a list for an attribute', () => xml.attribute?.('/a', 'b', ['c']), /^the attribute b is given an array/],
  ['a text for an element', () => xml.replace?.('/a', '<b/>'), /is no element: give one that xml\.element/],
  [
    'a place that there is not',
    () => xml.insert?.('inside', '/a', xmlEdits.element('b')),
    /put "inside": give 'before'/,
  ],
  [
    'a position that there is not',
    () => xml.ensure?.('/a', 'b', xmlEdits.element('b'), { position: { at: 'c' } }),
    /the position of b is/,
  ],
  [
    'one element for a list',
    () => xml.only?.('/a', 'b', xmlEdits.element('b')),
    /^the elements b are a value of type object/,
  ],
  ['nothing in an element', () => xml.element?.('a', {}, [undefined]), /^a text in an element is given undefined/],
  ['nothing for an attribute', () => xml.element?.('a', { b: undefined }), /^the attribute b is given undefined/],
  ['a number for a fragment', () => xml.fragment?.(5), /^a value of type number is no XML/],
  [
    'a path in dots',
    () => json.setJson?.('proxy.host', 1),
    /^"proxy\.host" is no path of a member: give its names in a list/,
  ],
  ['a path with nothing in it', () => json.removeJson?.(['a', undefined]), /is no path of a member/],
  ['a negative index', () => json.setJson?.(['a', -1], 1), /is no path of a member/],
  ['nothing for a value', () => json.setJson?.(['a']), /is no JSON value/],
  ['a number for a property', () => properties.setProperty?.('a', 1), /^a value of type number is no text/],
  ['nothing for a key', () => properties.removeProperty?.(undefined), /^undefined is no key of a property/],
]

const test = suite('edits that are written down wrong')
for (const [name, write, says] of wrong)
  test(name, () =>
    assert.throws(write, (error: unknown) => {
      if (!(error instanceof UsageError)) throw error
      assert.match(error.message, says)
      return true
    }),
  )

test('what is right is taken', () => {
  assert.ok(xmlEdits.text('/a', secret('s'), { each: true, optional: true }))
  assert.ok(xmlEdits.attribute('/a', 'b', undefined, { after: 'c' }))
  assert.ok(
    xmlEdits.ensure('/a', 'b', xmlEdits.element('b', { c: 1 }, [2, secret('s')]), { position: { before: 'c' } }),
  )
})
test.run()
