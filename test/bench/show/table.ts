/** Rows as a table of Markdown; numbers stand to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number | undefined)[])[]): string {
  const isNumeric = head.map((_, at) => rows.some((row) => typeof row[at] === 'number'))
  const rule = isNumeric.map((right) => (right ? '---:' : '---'))
  return [head, rule, ...rows.map((row) => head.map((_, at) => cell(row[at])))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

const cell = (value: string | number | undefined): string =>
  value === undefined ? '–' : typeof value === 'number' ? figure(value) : value.replaceAll('|', '\\|')

/** A number with as many digits as mean something: 0.0123, 1.23, 12.3, 1234. */
export function figure(value: number): string {
  if (Number.isInteger(value)) return String(value)
  const size = Math.abs(value)
  if (size >= 100) return value.toFixed(0)
  if (size >= 10) return value.toFixed(1)
  return size >= 0.1 ? value.toFixed(2) : value.toPrecision(2)
}
