import type { OperationEnd, OperationSaid } from '../dialect/operation-scripts.ts'

/** Reads a status line of `applyScript`, and as many bytes behind it as it names. What can be no part of one is let go. */
export function readEnd(heard: string, nonce: string): { end?: OperationEnd; rest: string } {
  const found = new RegExp(`\\n${nonce} (\\d+) (\\d+) (\\d{1,7})\\n`).exec(heard)
  if (found === null) return { rest: heard.slice(-nonce.length - longestNumbers) }
  const [whole, index, status, length] = found
  const from = found.index + whole.length
  const to = from + Number(length)
  if (heard.length < to) return { rest: heard.slice(found.index) }
  const output = Buffer.from(heard.slice(from, to), 'latin1').toString()
  return { end: { index: Number(index), status: Number(status), output: output.trim() }, rest: heard.slice(to) }
}

/** Reads the last line of `applyScript` that says which operation has begun. */
export function readStart(buffer: string, nonce: string): number | undefined {
  const last = [...buffer.matchAll(new RegExp(`\\n${nonce} (\\d+) started\\n`, 'g'))].at(-1)
  return last === undefined ? undefined : Number(last[1])
}

/** Reads the first line of output that the script of an operation was heard to say while it runs, and what is behind it. */
export function readSaid(heard: string, nonce: string): { readonly said?: OperationSaid; readonly rest: string } {
  const found = new RegExp(`\\n${nonce} (\\d+) said (\\d{1,4})\\n`).exec(heard)
  if (found === null) return { rest: heard.slice(-nonce.length - longestNumbers) }
  const [whole, index, length] = found
  const from = found.index + whole.length
  const to = from + Number(length)
  if (heard.length < to) return { rest: heard.slice(found.index) }
  const line = Buffer.from(heard.slice(from, to), 'latin1').toString()
  return { said: { index: Number(index), line }, rest: heard.slice(to) }
}

/** Characters of a status line beside the nonce, at most. */
const longestNumbers = 64
