/** A line of sshd_config, with its line end. */
export interface Row {
  readonly text: string
  /** In small letters; empty: a comment, or nothing. */
  readonly keyword: string
  readonly words: readonly string[]
  /** The blanks before it, its keyword as it is written, and what stands before the value. */
  readonly head: string
  /** What follows the value: a comment, and the line end. */
  readonly tail: string
  /** The criteria of the block that it stands in, in one spelling; undefined: before all of them. */
  readonly match: string | undefined
}

export function parseRows(text: string): Row[] {
  let match: string | undefined
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => {
    const row = readRow(line)
    if (row.keyword === 'match') match = criteria(row.words.join(' '))
    return { ...row, match }
  })
}

/** A keyword, then blanks or `=`, then words, of which some are in quotes; a comment may follow. */
function readRow(text: string): Omit<Row, 'match'> {
  const [, head = '', keyword = ''] = /^([ \t]*([A-Za-z0-9]+)(?:[ \t]*=[ \t]*|[ \t]+))/.exec(text) ?? []
  if (keyword === '') return { text, keyword: '', words: [], head: '', tail: '' }
  const [value = ''] = /^(?:"[^"\r\n]*"|[^\s"#][^\s"]*|[ \t]+(?=[^\s#]))*/.exec(text.slice(head.length)) ?? []
  const words = value.match(/"[^"]*"|[^\s"]+/g) ?? []
  return { text, keyword: keyword.toLowerCase(), words, head, tail: text.slice(head.length + value.length) }
}

/** `user  sftp` and `User sftp` are one; what names somebody keeps its letters. */
export const criteria = (words: string): string =>
  words
    .trim()
    .split(/[\s=]+/)
    .map((word, at) => (at % 2 === 0 ? word.toLowerCase() : word))
    .join(' ')
