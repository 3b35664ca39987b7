import { lineEndAt } from '../splice.ts'
import { addsUp } from './keywords.ts'
import { criteria, parseRows, type Row } from './parse.ts'

/** The values of a keyword in one part of the file: none, and it is not there. */
export interface SshdSetting {
  readonly keyword: string
  readonly values: readonly string[]
  /** The criteria of a Match block; undefined: the part before all of them. */
  readonly match: string | undefined
}

/** The text in which a keyword has these values, where sshd looks for them. */
export function withSetting(text: string, { keyword, values, match }: SshdSetting): string {
  const rows = parseRows(text)
  const wanted = match === undefined ? undefined : criteria(match)
  const own = rows.filter((row) => row.match === wanted && row.keyword === keyword.toLowerCase())
  const eol = lineEndAt(text, 0)
  if (values.length === 0) return without(rows, own, wanted)
  if (says(keyword, own, values)) return text
  const kept = addsUp(keyword) ? own : own.slice(0, 1)
  const changed = new Map(kept.map((row, at) => [row, values[at]]))
  const last = kept.at(-1)
  const more = values.slice(kept.length)
  if (last === undefined) return placed(rows, wanted, match, keyword, more, eol)
  return rows
    .map((row) => {
      const added = row === last ? more.map((value) => `${indentOf(row)}${keyword} ${value}${eol}`).join('') : ''
      if (!changed.has(row)) return row.text
      const value = changed.get(row)
      if (value === undefined) return ''
      return (value === row.words.join(' ') ? row.text : ended(row.head + value + row.tail, added, eol)) + added
    })
    .join('')
}

/** Whether sshd takes these values from the lines that are there. */
function says(keyword: string, own: readonly Row[], values: readonly string[]): boolean {
  const is = (addsUp(keyword) ? own : own.slice(0, 1)).map((row) => row.words.join(' '))
  const wanted = values.map((value) => value.trim().split(/\s+/).join(' '))
  if (/^(?:port|listenaddress|hostkey|hostcertificate|subsystem)$/i.test(keyword))
    return is.join('\n') === wanted.join('\n')
  return is.length > 0 && is.join(' ') === wanted.join(' ')
}

/** Of a block that is left without a line of its own, the head goes as well: it would hold what follows. */
function without(rows: readonly Row[], own: readonly Row[], wanted: string | undefined): string {
  const isEmpty = !rows.some(
    (row) => wanted !== undefined && row.match === wanted && !['', 'match'].includes(row.keyword) && !own.includes(row),
  )
  return rows
    .filter((row) => {
      const isHead = row.keyword === 'match' && row.match === wanted
      return !own.includes(row) && !(isHead && isEmpty && own.length > 0)
    })
    .map(({ text }) => text)
    .join('')
}

/** New lines stand below the comment that shows the default, else behind the last line of their part. */
function placed(
  rows: readonly Row[],
  wanted: string | undefined,
  match: string | undefined,
  keyword: string,
  values: readonly string[],
  eol: string,
): string {
  const part = rows.filter((row) => row.match === wanted)
  const shown = new RegExp(`^[ \\t]*#[ \\t]*${keyword}[ \\t=]`, 'i')
  const after =
    part.findLast(({ keyword: is, text }) => is === '' && shown.test(text)) ??
    part.findLast((row) => row.keyword !== '')
  if (after === undefined && wanted !== undefined) {
    const block = [`Match ${match?.trim()}`, ...values.map((value) => `    ${keyword} ${value}`)]
    const text = rows.map((row) => row.text).join('')
    return ended(text, 'x', eol) + (text === '' ? '' : eol) + block.map((line) => line + eol).join('')
  }
  const sibling = part.findLast((row) => row.keyword !== '' && row.keyword !== 'match')
  const indent = sibling ? indentOf(sibling) : wanted === undefined ? '' : '    '
  const lines = values.map((value) => `${indent}${keyword} ${value}${eol}`).join('')
  if (after === undefined) {
    const first = rows.findIndex((row) => row.keyword === 'match')
    const cut = first < 0 ? rows.length : first
    const head = rows.slice(0, cut).map(({ text }) => text)
    return (
      ended(head.join(''), lines, eol) +
      lines +
      rows
        .slice(cut)
        .map(({ text }) => text)
        .join('')
    )
  }
  return rows.map((row) => (row === after ? ended(row.text, lines, eol) + lines : row.text)).join('')
}

const indentOf = ({ head }: Row): string => /^[ \t]*/.exec(head)?.[0] ?? ''

/** A last line without a line end gets one where another follows. */
const ended = (text: string, more: string, eol: string): string =>
  more !== '' && text !== '' && !text.endsWith('\n') ? text + eol : text
