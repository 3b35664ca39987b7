import { parse } from 'jsonc-parser'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { editJson, removeJson, setJson } from '../../lib/edit/json.ts'
import { generator, type Random } from './random.ts'

const law = suite('json laws')

law('any document, in any layout: the value is set, all else stays, and removing it restores the bytes', () => {
  const random = generator(7)
  for (let round = 0; round < 400; round++) {
    const document = { k: value(random, 3), o: { p: 1, q: value(random, 2) }, z: [value(random, 1)] }
    const before = layout(document, random)
    const path = [['new'], ['o', 'new'], ['o', 'new', 'deep']][random(3)] ?? []
    const wanted = value(random, 2)
    const set = editJson(before, [setJson(path, wanted)])
    assert.ok('text' in set, before)
    assert.equal(parse(set.text), model(document, path, wanted), before)
    assert.ok(isSubsequence(before, set.text), before)
    const back = editJson(set.text, [removeJson(path.slice(0, path[0] === 'new' ? 1 : 2))])
    assert.is('text' in back ? back.text : '', before)
  }
})

law('without comments, what JSON.parse rejects is refused, and nothing else', () => {
  const random = generator(11)
  for (let round = 0; round < 600; round++) {
    const whole = JSON.stringify({ k: value(random, 3), z: [value(random, 2), -1.5e3, true] }, null, random(2))
    const at = random(whole.length)
    const text =
      whole.slice(0, at) +
      (['', ',', '"', '0', '}', '\\', '\u00a0', '-'][random(8)] ?? '') +
      whole.slice(at + random(2))
    assert.is('text' in editJson(text, [removeJson(['absent'])]), isJsonObject(text), text)
  }
})

law.run()

function isJsonObject(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

type Value = string | number | null | Value[] | { [key: string]: Value }

function value(random: Random, depth: number): Value {
  const kind = random(depth > 0 ? 5 : 3)
  if (kind < 3) return [random(100), `s"${random(9)}\n`, null][kind] ?? null
  const inner = Array.from({ length: random(3) }, () => value(random, depth - 1))
  return kind === 3 ? inner : Object.fromEntries(inner.map((item, index) => [`m${index}`, item]))
}

function layout(document: object, random: Random): string {
  const unit = ['', '  ', '\t', '    '][random(4)] ?? ''
  let text = JSON.stringify(document, null, unit)
  if (unit !== '' && random(2) === 1) text = text.replace(/":/g, '" :')
  if (unit !== '' && random(2) === 1)
    text = text.replace(/(^|[[{,])\n/g, (end) => `${end.slice(0, -1)} // it is, {so}\n`)
  if (random(2) === 1) text = text.replace(/\n/g, '\r\n')
  return text + (['', '\n', '\r\n\n'][random(3)] ?? '')
}

function model(document: object, path: string[], wanted: Value): unknown {
  const [key = '', ...rest] = path
  const inner: unknown = (document as Record<string, unknown>)[key]
  return {
    ...document,
    [key]: rest.length === 0 ? wanted : model(typeof inner === 'object' ? (inner ?? {}) : {}, rest, wanted),
  }
}

function isSubsequence(part: string, whole: string): boolean {
  let at = 0
  for (const char of whole) if (char === part[at]) at++
  return at === part.length
}
