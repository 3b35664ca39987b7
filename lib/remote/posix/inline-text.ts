import { bytesOf, type Content, contentOf, isLocal } from '../../core/content.ts'

/** Largest content that travels inside a script; the rest is uploaded first. Bytes. */
const inlineLimit = 64 * 1024

/**
 * What a script, which is UTF-8, says for the bytes of a content, whatever charset they are of. Undefined: they lie in a file of the
 * controller, are many, or are such as no script can hold.
 */
export function inlineText(content: Content): string | undefined {
  if (isLocal(content)) return undefined
  const bytes = bytesOf(content)
  if (bytes.length > inlineLimit || bytes.includes(0)) return undefined
  const found = contentOf(bytes)
  return 'text' in found ? found.text : undefined
}
