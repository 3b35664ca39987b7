import { bytesOf, type Content, contentOf, isLocal } from '../../core/content.ts'
import { quote } from './quote.ts'

/** Most bytes that a script says for one content; the rest is uploaded first. */
const inlineLimit = 64 * 1024

/**
 * What a script, which is UTF-8, says for the bytes of a content, whatever these are: as `rb_put` takes it. Undefined: they lie in a file
 * of the controller, or are many.
 */
export function inlineWords(content: Content): string | undefined {
  if (isLocal(content)) return undefined
  const bytes = bytesOf(content)
  if (bytes.length > inlineLimit) return undefined
  const found = bytes.includes(0) ? undefined : contentOf(bytes)
  if (found !== undefined && 'text' in found) return quote(found.text)
  const spelled = Buffer.from(bytes).toString('latin1').replace(unspoken, octal)
  return spelled.length > inlineLimit ? undefined : `${quote(spelled)} %b`
}

const unspoken = /[^\n -[\]-~]/g

const octal = (character: string): string => `\\0${character.charCodeAt(0).toString(8).padStart(3, '0')}`
