import type { OperationEnd } from '../dialect.ts'

/** Reads a status line of `applyScript`, and as many bytes behind it as it names. */
export function readEnd(heard: string, nonce: string): { end: OperationEnd; rest: string } | undefined {
  const found = new RegExp(`\\n${nonce} (\\d+) (\\d+) (\\d+)\\n`).exec(heard)
  if (found === null) return undefined
  const [whole, index, status, length] = found
  const from = found.index + whole.length
  const to = from + Number(length)
  if (heard.length < to) return undefined
  const said = Buffer.from(heard.slice(from, to), 'latin1').toString()
  return { end: { index: Number(index), status: Number(status), said: said.trim() }, rest: heard.slice(to) }
}
