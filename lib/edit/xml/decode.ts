import { bytesOf, type Content } from '../../core/content.ts'
import { type Charset, charset, utf8 } from '../../core/encoding.ts'
import { isRefusal, type Refusal, refuse } from '../../core/failure.ts'
import { holdsReference } from '../../core/reference.ts'

export interface Source {
  /** The whole file, a byte order mark included. */
  readonly text: string
  readonly charset: Charset
}

/** The characters of an XML file, in the encoding that its byte order mark or declaration names (UTF-8 when neither does). */
export function decodeXml(content: Content): Source | Refusal {
  if ('text' in content && holdsReference(content.text))
    return { text: content.text, charset: charset(content.charset ?? '') ?? utf8 }
  const bytes = bytesOf(content)
  if (isUtf16(bytes)) return unsupported('UTF-16')
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const label = declared(bytes.subarray(marked ? 3 : 0, 256))
  const found = label === undefined ? utf8 : charset(label)
  if (found === undefined) return unsupported(label ?? '')
  if (marked && found !== utf8)
    return refuse(
      `the file begins with a UTF-8 byte order mark and declares ${found.name}`,
      'remove the mark, or declare UTF-8',
    )
  const text = found.decode(bytes)
  return isRefusal(text) ? text : { text, charset: found }
}

const unsupported = (label: string) =>
  refuse(
    `the encoding ${label} is not supported`,
    'convert the file to UTF-8 (also known: US-ASCII, ISO-8859-1, windows-1252)',
  )

/** A byte order mark of UTF-16 (or UTF-32), or a `<` that takes two bytes. */
function isUtf16([first, second]: Uint8Array): boolean {
  const pair = ((first ?? 0) << 8) | (second ?? 0)
  return pair === 0xfffe || pair === 0xfeff || pair === 0x3c00 || pair === 0x003c || (first === 0 && second === 0)
}

const declaration = /^<\?xml\s+version\s*=\s*(["'])[^"'<>]*\1\s+encoding\s*=\s*(["'])([^"'<>]*)\2/

const declared = (head: Uint8Array): string | undefined => declaration.exec(String.fromCharCode(...head))?.[3]
