import { bytesOf, type Content } from '../core/content.ts'
import { type Charset, charset, unheld, utf8 } from '../core/encoding.ts'
import { isRefusal, type Refusal, refuse } from '../core/failure.ts'
import { fill, holdsReference } from '../core/reference.ts'

/** A text file, a byte order mark included, and how it is read and written. */
export interface TextFile {
  readonly text: string
  readonly charset: Charset
}

/**
 * The characters of a text file: of the encoding that is named, else UTF-8 where it is that, else ISO-8859-1, in which every
 * byte is a character, so that each that is not touched stays as it is. What is no text in either has to be named.
 */
export function decodeText(content: Content, encoding?: string): TextFile | Refusal {
  const own = 'text' in content ? (charset(content.charset ?? '') ?? utf8) : undefined
  if (own && 'text' in content && holdsReference(content.text)) return { text: content.text, charset: own }
  const bytes = bytesOf(content)
  if (encoding !== undefined) {
    const named = charset(encoding) ?? utf8
    const text = named.decode(bytes)
    return isRefusal(text) ? refuse(text.refusal, 'name the encoding that the file has') : { text, charset: named }
  }
  const no = noPlainText(bytes)
  if (no) return no
  if (own && 'text' in content) return { text: content.text, charset: own }
  return decodeText(content, 'ISO-8859-1')
}

/** The content of a text file; what its encoding cannot hold is refused. */
export function encodeText(text: string, { name, ...rest }: Charset): Content | Refusal {
  const found = unheld(fill(text), { name, ...rest })
  if (found !== undefined)
    return refuse(
      `${name}, in which it is written, has no character ${found}`,
      'write it otherwise, or name the encoding that the file has, if that is another',
    )
  return name === utf8.name ? { text } : { text, charset: name }
}

const marks: readonly (readonly [name: string, ...mark: readonly number[]])[] = [
  ['UTF-32LE', 0xff, 0xfe, 0, 0],
  ['UTF-32BE', 0, 0, 0xfe, 0xff],
  ['UTF-16LE', 0xff, 0xfe],
  ['UTF-16BE', 0xfe, 0xff],
]

function noPlainText(bytes: Uint8Array): Refusal | undefined {
  const marked = marks.find(([, ...mark]) => mark.every((byte, index) => bytes[index] === byte))
  if (marked)
    return refuse(`its mark says that it is ${marked[0]}`, `say encoding: '${marked[0]}', or convert it to UTF-8`)
  if (!bytes.includes(0)) return undefined
  return refuse('it holds NUL bytes, as no text in UTF-8 or ISO-8859-1 does', 'name its encoding, if it is a text')
}
