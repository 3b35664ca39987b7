import * as assert from 'uvu/assert'
import { contentOf } from '../../../lib/core/content.ts'
import { isRefusal, sentence } from '../../../lib/core/failure.ts'
import { decodeXml } from '../../../lib/edit/xml/decode.ts'
import { type EditXmlOptions, editXml, type XmlEdit } from '../../../lib/edit/xml/index.ts'
import { parse } from '../../../lib/edit/xml/parse.ts'

/** Makes edits and asserts the laws that hold for all: the result is XML, it is at rest, and only `changes` differ. */
export function edited(before: Uint8Array, edits: readonly XmlEdit[], options: EditXmlOptions = {}): Uint8Array {
  const once = editXml(before, edits, options)
  if (isRefusal(once)) throw new Error(sentence(once))
  const source = decodeXml(contentOf(before))
  const result = decodeXml(contentOf(once.bytes))
  if (isRefusal(source) || isRefusal(result)) throw new Error('cannot be decoded')
  assert.not(isRefusal(parse(result.text)), 'the result is well-formed')

  const twice = editXml(once.bytes, edits, options)
  assert.not(isRefusal(twice), isRefusal(twice) ? sentence(twice) : '')
  assert.equal('changes' in twice && twice.changes, [], 'the edits are at rest')

  let at = 0
  const parts: Uint8Array[] = []
  for (const { start, end, text } of once.changes) {
    parts.push(before.subarray(at, start), source.charset.encode(text))
    at = end
  }
  const rebuilt = Buffer.concat([...parts, before.subarray(at)])
  assert.ok(rebuilt.equals(once.bytes), 'every byte outside the changes is as it was')
  return once.bytes
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The same for text in UTF-8. */
export const editedText = (before: string, edits: readonly XmlEdit[], options: EditXmlOptions = {}): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(edited(bytes(before), edits, options))
