import type { Charset } from '../../core/encoding.ts'
import { type Refusal, refuse } from '../../core/failure.ts'
import { encoded } from '../../core/reference.ts'
import { isSecret, reveal } from '../../core/secret.ts'

/** Character references for what the file's encoding does not hold, and for carriage returns, which a parser would drop. */
export const references = (text: string, { holds }: Charset): string =>
  text.replace(/\r|[^\0-\x7f]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0
    return code !== 13 && holds(code) ? character : `&#${code};`
  })

/** Characters of an element, whose line ends are those of the file. */
export const escapeText = (text: string, charset: Charset, eol = '\n'): string =>
  encoded(text, 'xml-text', (plain) =>
    inEol(references(plain.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'), charset), eol),
  )

/** White space other than a blank is written as references, else a parser would turn it into blanks. */
export const escapeAttribute = (text: string, charset: Charset, quote = '"'): string =>
  encoded(text, 'xml-attribute', (plain) =>
    references(
      plain.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\t/g, '&#9;').replace(/\n/g, '&#10;'),
      charset,
    ).replaceAll(quote, quote === '"' ? '&quot;' : '&apos;'),
  )

/** The inside of a CDATA section. It has no references: it is closed for them, and opened again. */
export const escapeCdata = (text: string, charset: Charset, eol = '\n'): string =>
  encoded(text, 'xml-cdata', (plain) =>
    inEol(
      plain
        .replaceAll(']]>', ']]]]><![CDATA[>')
        .replace(/(?:\r|[^\0-\x7f])+/gu, (characters) =>
          references(characters, charset).replace(/(?:&#\d+;)+/g, (found) => `]]>${found}<![CDATA[`),
        ),
      eol,
    ),
  )

const inEol = (text: string, eol: string): string => text.replaceAll('\n', eol)

const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** Refuses a value that holds a character which XML cannot, found anywhere inside plain data. */
export function checkCharacters(value: unknown): Refusal | undefined {
  if (typeof value === 'string' || isSecret(value)) {
    const found = forbidden.exec(reveal(value))
    if (!found) return undefined
    const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    const what = isSecret(value) ? `secret ${value.name}` : 'a value'
    return refuse(
      `${what} holds the character U+${code} at position ${found.index + 1}`,
      'XML has no way to write it; take it out',
    )
  }
  if (typeof value !== 'object' || value === null) return undefined
  for (const inner of Object.values(value)) {
    const found = checkCharacters(inner)
    if (found) return found
  }
  return undefined
}
