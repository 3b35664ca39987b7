import { refuse } from './failure.ts'

/** UTF-16 or UTF-32 of one order of bytes. A byte order mark is a character like any other. */
export function wide(name: string, width: 2 | 4, little: boolean) {
  return {
    name,
    decode(bytes: Uint8Array) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      const invalid = refuse(`it is not valid ${name}`, 'name the encoding that it has')
      if (bytes.length % width !== 0) return invalid
      const parts: string[] = []
      for (let at = 0; at < bytes.length; at += width) {
        const unit = width === 2 ? view.getUint16(at, little) : view.getUint32(at, little)
        if (unit > 0x10ffff) return invalid
        parts.push(width === 2 ? String.fromCharCode(unit) : String.fromCodePoint(unit))
      }
      const text = parts.join('')
      return loneSurrogate.test(text) ? invalid : text
    },
    encode(text: string) {
      const units = width === 2 ? text.split('').map((unit) => unit.charCodeAt(0)) : Array.from(text, codeOf)
      const bytes = new Uint8Array(units.length * width)
      const view = new DataView(bytes.buffer)
      for (const [index, unit] of units.entries())
        width === 2 ? view.setUint16(index * 2, unit, little) : view.setUint32(index * 4, unit, little)
      return bytes
    },
    holds: (code: number) => code < 0xd800 || code > 0xdfff,
  }
}

const loneSurrogate = /\p{Cs}/u

const codeOf = (character: string): number => character.codePointAt(0) ?? 0
