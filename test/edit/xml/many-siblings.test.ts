import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isRefusal } from '../../../lib/core/failure.ts'
import { attribute, editXml, remove, text, type XmlEdit } from '../../../lib/edit/xml/index.ts'
import { generator } from '../random.ts'

const test = suite('one of many siblings')

const entry = (name: string, n: number) => `  <e name="${name}"><v>${n}</v></e>`
const fileOf = (names: readonly string[]) => `<r>\n${names.map(entry).join('\n')}\n</r>\n`
/** Undefined: refused. */
function edit(file: string, edits: readonly XmlEdit[]): string | undefined {
  const edited = editXml(Buffer.from(file), edits)
  return isRefusal(edited) || !('text' in edited.content) ? undefined : edited.content.text
}
const names = Array.from({ length: 60 }, (_, n) => `n${n}`)

test('is found by the value that an edit before has given it, and no more by the one it had', () => {
  const edited = edit(fileOf(names), [
    attribute('/r/e[@name="n8"]', 'made', 'no'),
    attribute('/r/e[v="7"]', 'name', 'other'),
    attribute('/r/e[@name="other"]', 'made', 'yes'),
  ])
  const wanted = fileOf(names).replace('name="n7"', 'name="other" made="yes"').replace('"n8"', '"n8" made="no"')
  assert.is(edited, wanted)
})

test('whatever comes before: many edits come to what each of them comes to by itself', () => {
  const random = generator(17)
  let settled = 0
  for (let round = 0; round < 300; round++) {
    const file = fileOf(names.map((name) => (random(8) === 0 ? 'twice' : name)))
    const one = () => `/r/e[@name="n${random(60)}"]`
    const edits = Array.from({ length: 12 }, (): XmlEdit => {
      switch (random(4)) {
        case 0:
          return attribute(`/r/e[v="${random(60)}"]`, 'name', `m${random(3)}`, { optional: true })
        case 1:
          return remove(`/r/e[@name="m${random(3)}"]`)
        case 2:
          return attribute(one(), 'more', 'x', { optional: true })
        default:
          return text(`${one()}/v`, `${random(60)}`, { optional: true })
      }
    })
    const together = edit(file, edits)
    if (together === undefined) continue
    settled++
    const alone = edits.reduce((before, one) => edit(before, [one]) ?? 'refused', file)
    assert.is(together, alone)
  }
  assert.ok(settled > 20, `${settled} of them can be made together`)
})

test.run()
