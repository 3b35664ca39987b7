import { encoded } from '../../core/reference.ts'

export type PropertiesCharset = 'iso-8859-1' | 'utf-8'

/** A value as a file spells it. Behind a separator of blanks alone, a first `=` or `:` would be taken for the separator. */
export function escapeValue(value: string, charset: PropertiesCharset, separator: string): string {
  const first = /[=:]/.test(separator) ? /^ / : /^[ =:]/
  return encoded(value, `properties-${charset}`, (plain, begins) => {
    const written = escaped(plain, charset)
    return begins ? written.replace(first, '\\$&') : written
  })
}

export const escapeKey = (key: string, charset: PropertiesCharset): string =>
  escaped(key, charset).replace(/[ =:]|^[#!]/g, '\\$&')

const short: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\f': '\\f' }

function escaped(text: string, charset: PropertiesCharset): string {
  // Half of a surrogate pair cannot be written in UTF-8.
  const unsafe = charset === 'utf-8' ? /[\\\p{Cc}\p{Cs}]/gu : /[\\\p{Cc}\P{ASCII}]/gu
  return text.replace(unsafe, (char) => short[char] ?? char.split('').map(unicode).join(''))
}

const unicode = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
