/** What stands on a terminal in the end, line by line, and the longest that a line has been while it was drawn. */
export interface Emulated {
  readonly lines: readonly string[]
  /** Lines that did not fit, and went on below. */
  readonly wrapped: readonly string[]
}

/** Shows what a program has written as a terminal of a width does, as far as our reports use one. */
export function emulated(written: string, columns: number): Emulated {
  const lines: string[] = ['']
  const wrapped: string[] = []
  let row = 0
  let column = 0
  // biome refuses control characters in a literal.
  const parts = new RegExp(`${'\u001b'}\\[\\??([0-9;]*)([A-Za-z])|\r|\n|[^\r\n${'\u001b'}]`, 'gu')
  for (const [text, count = '', command] of written.matchAll(parts)) {
    if (command === 'A') row = Math.max(0, row - Number(count || 1))
    else if (command === 'J') lines.splice(row, Infinity, (lines[row] ?? '').slice(0, column))
    else if (text === '\r') column = 0
    else if (text === '\n') row++
    else if (command === undefined) {
      if (column === columns) {
        wrapped.push(lines[row] ?? '')
        row++
        column = 0
      }
      const line = lines[row] ?? ''
      lines[row] = line.slice(0, column).padEnd(column) + text + line.slice(column + 1)
      column++
    }
    while (lines.length <= row) lines.push('')
  }
  return { lines, wrapped }
}
