import { Refused, refuse } from '../core/failure.ts'

/** The name that an archive gives as bytes. What is not UTF-8 is in an encoding that nobody can tell: it is refused. */
export function utf8Name(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw notUtf8(bytes.toString('latin1'))
  }
}

/** `name` with a character for each byte. */
export const notUtf8 = (name: string): Refused =>
  new Refused(
    refuse(
      `it holds the name ${name.replace(/[^\x20-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)}, which is not UTF-8`,
      'pack it anew with names in UTF-8',
    ),
  )
