/** A page of Markdown as a terminal of so many columns shows it: no word is cut, a table that is wider is a list, a link is its words. */
export function wrappedPage(page: string, columns: number): string {
  let isCode = false
  const out: string[] = []
  const lines = page.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line.startsWith('```')) isCode = !isCode
    if (isCode || line.startsWith('```')) out.push(line)
    else if (line.startsWith('|')) {
      const end = lines.findIndex((one, from) => from > at && !one.startsWith('|'))
      const rows = lines.slice(at, end < 0 ? undefined : end)
      out.push(...table(rows.map(unlinked), columns))
      at += rows.length - 1
    } else out.push(...wrapped(unlinked(line), columns, /^\s*- /.test(line) ? '  ' : ''))
  }
  return out.join('\n')
}

const unlinked = (line: string): string => line.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')

/** Its rows, one below the other: the last cell, which is the longest, on lines of its own. */
function table(rows: readonly string[], columns: number): string[] {
  if (rows.every((row) => row.length <= columns)) return [...rows]
  return rows.slice(2).flatMap((row) => {
    const cells = row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('\\|', '|'))
    const last = cells.at(-1) ?? ''
    const [first = '', ...others] = cells.slice(0, -1)
    const head = [first, others.filter((cell) => cell !== '').join(', ')].filter((words) => words !== '').join(': ')
    return [...wrapped(head, columns, '  '), ...wrapped(`    ${last}`, columns, '    ')]
  })
}

function wrapped(line: string, columns: number, indent: string): string[] {
  const lines: string[] = []
  let current = /^\s*/.exec(line)?.[0] ?? ''
  let isEmpty = true
  for (const word of line.trim().split(/\s+/)) {
    if (!isEmpty && current.length + 1 + word.length > columns) {
      lines.push(current)
      current = indent
      isEmpty = true
    }
    current += isEmpty ? word : ` ${word}`
    isEmpty = false
  }
  return [...lines, current]
}
