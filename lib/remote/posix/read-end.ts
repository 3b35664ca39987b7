import type { OperationEnd } from '../dialect.ts'

/** Reads a status line of `applyScript`, and as many bytes behind it as it names. */
export function readEnd(buffer: string, nonce: string): { end: OperationEnd; rest: string } | undefined {
  const found = new RegExp(`\\n${nonce} (\\d+) (\\d+) (\\d+)\\n`).exec(buffer)
  if (found === null) return undefined
  const [whole, index, status, length] = found
  const from = found.index + whole.length
  const to = from + Number(length)
  if (buffer.length < to) return undefined
  const output = Buffer.from(buffer.slice(from, to), 'latin1').toString()
  return { end: { index: Number(index), status: Number(status), output: output.trim() }, rest: buffer.slice(to) }
}

/** Reads the last line of `applyScript` that says which operation has begun. */
export function readStart(buffer: string, nonce: string): number | undefined {
  const last = [...buffer.matchAll(new RegExp(`\\n${nonce} (\\d+) started\\n`, 'g'))].at(-1)
  return last === undefined ? undefined : Number(last[1])
}
