import { type Refusal, refuse } from './failure.ts'
import { wide } from './wide-encoding.ts'

/** A character encoding that reads and writes without losing a byte, or refuses. */
export interface Charset {
  readonly name: string
  decode(bytes: Uint8Array): string | Refusal
  /** Every character must be one that the encoding `holds`. */
  encode(text: string): Uint8Array
  holds(codePoint: number): boolean
}

/**
 * The charset that a label names, whatever its case; undefined for one that this program does not know.
 *
 * @example charset('ISO-8859-1')?.encode('é') // Uint8Array [ 0xe9 ]
 */
export const charset = (label: string): Charset | undefined => charsets[label.toLowerCase()]

/** The first character of a text that an encoding cannot hold, as a message names it: `U+2603`. */
export function unheld(text: string, { name, holds }: Charset): string | undefined {
  if (name === utf8.name) return undefined
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (!holds(code)) return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  }
  return undefined
}

/** The labels that `charset` knows, one for each encoding. */
export const encodings = [
  'UTF-8',
  'ISO-8859-1',
  'windows-1252',
  'US-ASCII',
  'UTF-16LE',
  'UTF-16BE',
  'UTF-32LE',
  'UTF-32BE',
]

export const utf8: Charset = {
  name: 'UTF-8',
  decode(bytes) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    } catch {
      return refuse(`line ${invalidLine(bytes)} is not valid UTF-8`, advice)
    }
  },
  encode: (text) => new TextEncoder().encode(text),
  holds: () => true,
}

const advice = 'convert the file to the encoding that it declares, or declare the one that it has'
const latin1Upper = String.fromCharCode(...Array.from({ length: 128 }, (_, index) => 128 + index))
const undefinedByte = '\ufffd'

// Bytes 0x80 to 0x9f. TextDecoder is not used: some releases of Node decode windows-1252 as ISO-8859-1.
const windowsUpper = `€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ${latin1Upper.slice(32)}`

const ascii = singleByte('US-ASCII', undefinedByte.repeat(128))
const latin1 = singleByte('ISO-8859-1', latin1Upper)
const windows1252 = singleByte('windows-1252', windowsUpper)

const charsets: Record<string, Charset> = Object.assign(Object.create(null), {
  'utf-8': utf8,
  utf8,
  'us-ascii': ascii,
  ascii,
  'iso-8859-1': latin1,
  latin1,
  'windows-1252': windows1252,
  cp1252: windows1252,
  'utf-16le': wide('UTF-16LE', 2, true),
  'utf-16be': wide('UTF-16BE', 2, false),
  'utf-32le': wide('UTF-32LE', 4, true),
  'utf-32be': wide('UTF-32BE', 4, false),
})

function singleByte(name: string, upper: string): Charset {
  const bytes = new Map([...upper].map((character, index) => [character.charCodeAt(0), 128 + index]))
  bytes.delete(undefinedByte.charCodeAt(0))
  const holds = (code: number) => code < 128 || bytes.has(code)
  const isLatin1 = upper === latin1Upper
  return {
    name,
    decode(input) {
      const bytes = Buffer.from(input.buffer, input.byteOffset, input.length)
      if (isLatin1) return bytes.toString('latin1')
      const bad = input.findIndex((byte) => byte > 127 && upper[byte - 128] === undefinedByte)
      if (bad >= 0) {
        const shown = `0x${(input[bad] ?? 0).toString(16)}`
        return refuse(`byte ${shown} on line ${lineOf(input, bad)} is not valid ${name}`, advice)
      }
      return bytes.toString('latin1').replace(beyondAscii, (byte) => upper[byte.charCodeAt(0) - 128] ?? '')
    },
    encode(text) {
      const wide = [...text.matchAll(isLatin1 ? beyondLatin1 : beyondAscii)]
      const strange = wide.map(([character]) => character.codePointAt(0) ?? 0).find((code) => !holds(code))
      if (strange !== undefined) throw new Error(`${name} does not hold U+${strange.toString(16)}`)
      const spelled = (character: string) => String.fromCharCode(bytes.get(character.charCodeAt(0)) ?? 0)
      return new Uint8Array(Buffer.from(wide.length === 0 ? text : text.replace(beyondAscii, spelled), 'latin1'))
    },
    holds,
  }
}

const beyondAscii = /[^\0-\x7f]/gu
const beyondLatin1 = /[^\0-\xff]/gu

const newline = 10

function lineOf(bytes: Uint8Array, offset: number): number {
  return bytes.subarray(0, offset).reduce((line, byte) => (byte === newline ? line + 1 : line), 1)
}

/** No byte of a UTF-8 sequence is a newline, so a line is valid or not by itself. */
function invalidLine(bytes: Uint8Array): number {
  let start = 0
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(newline, start)
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, end < 0 ? bytes.length : end))
    } catch {
      return line
    }
    if (end < 0) return line
    start = end + 1
  }
}
