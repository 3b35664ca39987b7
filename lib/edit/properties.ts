import { isRefusal, kindOf, type Refusal, UsageError } from '../core/failure.ts'
import { fill, plainOf } from '../core/reference.ts'
import { onceForEqual } from './equal-work.ts'
import { frozenWords, referWords, showWords, type Words } from './lines/words.ts'
import { escapeKey, escapeValue, type PropertiesCharset } from './properties/escape.ts'
import { type PropertyRow, propertyRows, sameText, textOfRows, withText } from './properties/rows.ts'
import { type Edited, lineEndAt, respell, settled, splice } from './splice.ts'

/**
 * Changes entries of a Java `.properties` file, as `java.util.Properties` reads it: continued lines, escapes, either
 * separator. Of a key that is there several times the last one counts for Java, so that is the one which is set;
 * removing removes them all, else an earlier one would come to life. Everything else keeps its bytes.
 *
 * Java reads such files as ISO-8859-1 unless told otherwise, so by default all but ASCII is written as `\uXXXX`, which
 * reads the same either way. With `charset: 'utf-8'` only control characters are.
 *
 * @example editProperties(text, [setProperty('log4j.rootLogger', 'WARN, CONSOLE'), removeProperty('old.key')])
 */
export const editProperties = onceForEqual(
  'properties',
  (
    text: string,
    edits: readonly PropertyEdit[],
    { charset = 'iso-8859-1' }: { readonly charset?: PropertiesCharset } = {},
  ): Edited => {
    const before = propertyRows(text)
    if (isRefusal(before)) return before
    const change = (rows: readonly PropertyRow[], edit: PropertyEdit) => apply(rows, edit, charset)
    const edited = settled(before, edits, change, ({ edit, key }) => `${edit} ${key}`, sameText)
    if (isRefusal(edited)) return edited
    const after = edited === before ? text : textOfRows(edited)
    return { text: after, changed: fill(after) !== fill(text) }
  },
)

export type { PropertiesCharset } from './properties/escape.ts'

export type PropertyEdit =
  | { readonly edit: 'set'; readonly key: string; readonly value: Words }
  | { readonly edit: 'remove'; readonly key: string }

/**
 * An entry that shall have this value: a text, a secret, or both in a list.
 *
 * @example properties.set('db.url', ['jdbc:mysql://db/is?password=', secret('db')])
 */
export function setProperty(key: string, value: Words): PropertyEdit {
  if (key === '') throw new UsageError(`a property needs a key to be set to ${showWords(value)}`)
  return Object.freeze({ edit: 'set', key: checkedKey(key), value: frozenWords(value) })
}

/**
 * An entry that shall not be there.
 *
 * @example properties.remove('db.password')
 */
export const removeProperty = (key: string): PropertyEdit => Object.freeze({ edit: 'remove', key: checkedKey(key) })

function checkedKey(key: string): string {
  if (typeof key === 'string') return key
  throw new UsageError(`${kindOf(key)} is no key of a property: give a text`)
}

function apply(
  rows: readonly PropertyRow[],
  edit: PropertyEdit,
  charset: PropertiesCharset,
): readonly PropertyRow[] | Refusal {
  const named = rows.flatMap(({ entry }, at) => (entry?.key === edit.key ? [at] : []))
  if (edit.edit === 'remove')
    return named.reduceRight<readonly PropertyRow[] | Refusal>(
      (left, at) => (isRefusal(left) ? left : withText(left, at, at + 1, withoutEntry(left[at]))),
      rows,
    )
  const value = referWords(edit.value)
  const at = named.at(-1) ?? -1
  const { text = '', entry: last } = rows[at] ?? {}
  if (last === undefined) return append(rows, edit.key, value, charset)
  const separator = last.separator === '' ? '=' : ''
  const written = separator + escapeValue(value, charset, last.separator + separator)
  const put = { start: last.valueStart, end: last.end, text: written }
  const splices = plainOf(last.value) === plainOf(value) ? respell(text, put.start, put.end, put.text) : [put]
  return splices.length === 0 ? rows : withText(rows, at, at + 1, splice(text, splices))
}

function append(
  rows: readonly PropertyRow[],
  key: string,
  value: string,
  charset: PropertiesCharset,
): readonly PropertyRow[] | Refusal {
  const separator =
    rows.findLast(({ entry }) => entry && /^[ \t]*[=:]?[ \t]*$/.test(entry.written) && entry.written !== '')?.entry
      ?.written ?? '='
  const eol = lastLineEnd(rows)
  const added = escapeKey(key, charset) + separator + escapeValue(value, charset, separator)
  const last = rows.at(-1)
  const text = `${last?.text ?? ''}${lineBreaks(last, eol)}${added}${eol}`
  return withText(rows, Math.max(rows.length - 1, 0), rows.length, text)
}

/** What must stand before a new line: a backslash at the end of the text would otherwise draw it into the last entry. */
function lineBreaks({ text, entry }: PropertyRow = { text: '' }, eol: string): string {
  const open = entry?.end === text.length ? entry : undefined
  // A lone CR and a LF behind it would be one line break, and the entry still open.
  if (open?.cut || (open && text.endsWith('\r') && eol === '\n')) return eol + eol
  return open || (text !== '' && !/[\r\n]$/.test(text)) ? eol : ''
}

/** That of the last line which has one. */
function lastLineEnd(rows: readonly PropertyRow[]): string {
  const at = rows.findLastIndex(({ text }) => text.includes('\n'))
  const text = textOfRows(rows.slice(Math.max(at - 1, 0)))
  return lineEndAt(text, text.length)
}

function withoutEntry({ text, entry }: PropertyRow = { text: '' }): string {
  const { start = 0, end = 0 } = entry ?? {}
  const eol = /^(?:\r\n|\r|\n)/.exec(text.slice(end))?.[0] ?? ''
  return text.slice(0, start) + text.slice(end + eol.length)
}
