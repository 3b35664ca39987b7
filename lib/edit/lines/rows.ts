/** A line and the line end it has: `\n`, `\r\n`, or nothing when the text stops there. */
export interface Row {
  readonly text: string
  readonly end: string
}

export function rows(text: string): Row[] {
  const list: Row[] = []
  for (let at = 0; at < text.length; ) {
    const feed = text.indexOf('\n', at)
    const next = feed < 0 ? text.length : feed + 1
    const bare = feed < 0 ? next : text[feed - 1] === '\r' && feed > at ? feed - 1 : feed
    list.push({ text: text.slice(at, bare), end: text.slice(bare, next) })
    at = next
  }
  return list
}

export function unrows(list: readonly Row[]): string {
  let all = ''
  for (const { text, end } of list) all += text + end
  return all
}

export const sameRows = (a: readonly Row[], b: readonly Row[]): boolean =>
  a === b || (a.length === b.length && a.every((row, at) => sameRow(row, b[at])))

const sameRow = (a: Row, b: Row | undefined): boolean => a === b || (a.text === b?.text && a.end === b.end)

/** New lines take the line end of the line above, else below. A last line without one is ended first. */
export function insertRows(list: readonly Row[], index: number, texts: readonly string[]): Row[] {
  const above = list.slice(0, index)
  const below = list.slice(index)
  const end = [...above.toReversed(), ...below].find((row) => row.end !== '')?.end ?? '\n'
  return [
    ...above.map((row) => (row.end === '' ? { ...row, end } : row)),
    ...texts.map((text) => ({ text, end })),
    ...below,
  ]
}

/** Where lines are that something holds for, counted from 0. */
export const where = (list: readonly Row[], holds: (text: string) => boolean): number[] =>
  list.flatMap(({ text }, index) => (holds(text) ? [index] : []))

/** `showLines([0, 3])` is `'lines 1, 4'`. */
export const showLines = (indexes: readonly number[]): string =>
  `${indexes.length === 1 ? 'line' : 'lines'} ${indexes.map((index) => index + 1).join(', ')}`
