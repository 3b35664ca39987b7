import { neutral } from '../../core/reference.ts'

/** Reads a stream of records from bytes: lines, and runs of bytes whose length a line has named. */
export interface Cursor {
  atEnd(): boolean
  line(): string
  take(length: string | undefined): Uint8Array
  text(length: string | undefined): string
  /** All that is left. */
  rest(): Uint8Array
}

export function cursor(bytes: Uint8Array): Cursor {
  let at = 0
  const take = (length: string | undefined): Uint8Array => {
    const taken = bytes.slice(at, at + wholeNumber(length))
    if (taken.length !== Number(length)) throw new Error('the answer is cut short')
    at += taken.length
    return taken
  }
  return {
    atEnd: () => at >= bytes.length,
    line: () => {
      const newline = bytes.indexOf(10, at)
      const end = newline < 0 ? bytes.length : newline
      const line = decode(bytes.subarray(at, end))
      at = end + 1
      return line
    },
    take,
    text: (length) => decode(take(length)),
    rest: () => take(String(bytes.length - at)),
  }
}

/** A number as a host prints one. All else is no answer. */
export function wholeNumber(word: string | undefined): number {
  const number = Number(word)
  if (word === undefined || !/^\d+$/.test(word) || !Number.isSafeInteger(number))
    throw new Error(`${word} is no number`)
  return number
}

/** Names of files may hold any byte: what is not UTF-8 stays recognisable, one character for each such byte. */
const decode = (bytes: Uint8Array): string => neutral(Buffer.from(bytes).toString('utf8'))
