import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { secret } from '../../lib/core/secret.ts'
import { json, lines, properties, type XmlFragment, xml } from '../../tasks/index.ts'

/** Wrong use of edits that must not compile, as in `define.test.ts`. Nothing here is run. */
type Door = typeof import('../../tasks/index.ts')

export const never = (door: Door) => {
  const path = '/x'
  xml({ path, edits: [xml.text('/a', 'x'), xml.text('/a', secret('x')), xml.remove('/b', { optional: true })] })
  json({ path, edits: [json.set(['a', 0], { b: secret('x') }), json.remove(['c'])] })
  lines({
    path,
    edits: [lines.ensure('x', { after: 'y' }), lines.block('m', 'x'), lines.replace('x', ['y', secret('z')])],
  })
  properties({ path, edits: [properties.set('a', 'b'), properties.remove('c')] })
  const made: XmlFragment = xml.element('a', {}, [xml.fragment('<b/>')])
  xml.ensure('/a', 'b', made)

  // @ts-expect-error an edit of lines is no edit of XML
  xml({ path, edits: [lines.ensure('x')] })
  // @ts-expect-error an edit of XML is no edit of lines
  lines({ path, edits: [xml.text('/a', 'x')] })
  // @ts-expect-error an edit of properties is no edit of JSON
  json({ path, edits: [properties.set('a', 'b')] })
  // @ts-expect-error an edit of JSON is no edit of properties
  properties({ path, edits: [json.set(['a'], 'b')] })
  // @ts-expect-error an element is no edit
  xml({ path, edits: [made] })
  // @ts-expect-error one edit is no list
  lines({ path, edits: lines.ensure('x') })

  // @ts-expect-error no such edit
  xml.set('/a', 'x')
  // @ts-expect-error no such edit
  json.ensure(['a'], 'x')
  // @ts-expect-error no such place
  xml.insert('inside', '/a', made)
  // @ts-expect-error an element is made by xml.element or xml.fragment
  xml.replace('/a', '<b/>')
  // @ts-expect-error no such option
  xml.text('/a', 'x', { all: true })
  // @ts-expect-error a path in JSON is a list
  json.set('a.b', 'x')
  // @ts-expect-error a function is no JSON
  json.set(['a'], () => 'x')
  // @ts-expect-error a pattern is no line
  lines.ensure(/x/)
  // @ts-expect-error a number is no value of a property
  properties.set('a', 1)
  // @ts-expect-error members stay what they are
  xml.text = xml.remove

  // @ts-expect-error an edit is a member of its task, and no name of its own
  door.ensureLine
  // @ts-expect-error
  door.text
}

const test = suite('types of edits')

test('wrong use does not compile', () => assert.type(never, 'function'))

test('a task cannot be given another meaning by one of its users', () => {
  for (const task of [xml, json, lines, properties]) {
    assert.throws(() => Object.assign(task, { remove: () => undefined }), TypeError)
    assert.throws(() => Object.assign(task, { more: () => undefined }), TypeError)
  }
})

test.run()
