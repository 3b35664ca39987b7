import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { sentence } from '../../lib/core/failure.ts'
import { editProperties, setProperty } from '../../lib/edit/properties.ts'
import { filled } from './filled.ts'
import { edits, key, latin } from './properties-situations.ts'

const law = suite('properties')

for (const [name, before, edit, after, charset = latin] of edits)
  law(name, () => {
    assert.equal(filled(editProperties(before, [edit], { charset })), { text: after, changed: after !== before })
    assert.equal(filled(editProperties(after, [edit], { charset })), { text: after, changed: false })
  })

law('refuses an escape that Java would throw at, and says where', () => {
  const refused = editProperties('a=1\r\nb=\\u12', [setProperty('a', '2')])
  assert.match('refusal' in refused ? sentence(refused) : '', /four hexadecimal digits \(line 2, column 3\)/)
})

law('edits are frozen data that say no secret', () => {
  assert.throws(() => setProperty('', 'x'), /a property needs a key/)
  const edit = setProperty('a', ['x', key])
  assert.ok(Object.isFrozen(edit))
  assert.is(JSON.stringify(edit), '{"edit":"set","key":"a","value":["x","[secret key]"]}')
})

law.run()
